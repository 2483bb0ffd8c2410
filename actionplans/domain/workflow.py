"""The life of a revision (R10): one table, from which buttons, refusals, the log and the diagram follow."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.permissions import roles_towards
from actionplans.domain.documents import areas_of, build_plan, checksum
from actionplans.domain.missing import missing_in, steps_of
from actionplans.enums import WRITABLE, PlanState
from actionplans.models import Comment, PlanRevision, Thread
from core import clock
from partnerships.models import ProgrammeYear
from workflow.transitions import Transition, perform


def needs_endorsement() -> bool:
    """Whether the running programme year asks for the board's word before KFF gets a plan."""
    return ProgrammeYear.objects.filter(year=clock.today().year, requires_endorsement=True).exists()


def is_of_the_board(revision: PlanRevision, user: User) -> bool:
    """Whether the user sits on the board of one of the plan's associations."""
    return Role.BOARD in roles_towards(user, revision)


def _hands_in_directly(revision: PlanRevision, user: User) -> bool:
    if is_of_the_board(revision, user):
        return True
    if revision.endorsement_needed is None:
        revision.endorsement_needed = needs_endorsement()
    return not revision.endorsement_needed


def _hands_in_through_the_chair(revision: PlanRevision, user: User) -> bool:
    return not _hands_in_directly(revision, user)


def _incomplete(revision: PlanRevision, _user: User) -> Sequence[str]:
    return [missing.text for missing in missing_in(revision, steps_of(areas_of(revision)))]


def _under_review(revision: PlanRevision, _user: User) -> Sequence[str]:
    """KFF has begun: a member of staff has commented since the plan was handed in."""
    if revision.submitted_at is None or revision.state != PlanState.SUBMITTED:
        return ()
    comments = Comment.objects.filter(thread__plan=revision.plan_id, at__gt=revision.submitted_at)
    if comments.exclude(author__staff_role="").exists():
        return ["Kommunen er begyndt at læse planen. Bed jeres kontaktperson om at sende den tilbage."]
    return ()


def _nothing_to_answer(revision: PlanRevision, _user: User) -> Sequence[str]:
    if open_threads(revision).exists():
        return ()
    return ["Skriv mindst én kommentar, som foreningen kan svare på, før planen sendes tilbage."]


def _own_plan(revision: PlanRevision, user: User) -> Sequence[str]:
    takers = revision.plan.revisions.values_list("submitted_by", "endorsed_by")
    if any(user.pk in pair for pair in takers):
        return ["Du har selv indsendt planen. En kollega skal godkende den."]
    return ()


def open_threads(revision: PlanRevision) -> QuerySet[Thread]:
    """The plan's unsettled threads."""
    return Thread.objects.filter(plan=revision.plan_id, resolved_at=None)


def _board_endorses(revision: PlanRevision, by: User | None, _comment: str) -> None:
    """A board member who hands in endorses by it."""
    if by and is_of_the_board(revision, by):
        PlanRevision.objects.filter(pk=revision.pk).update(endorsed_at=revision.submitted_at, endorsed_by=by)


def _freeze(revision: PlanRevision, _by: User | None, comment: str) -> None:
    """Before approval: hash the text, supersede what was in force. Raises for open threads without a reason."""
    if open_threads(revision).exists() and not comment:
        raise ValidationError(
            "Der er kommentarer, som ikke er afsluttet. Afslut dem, eller skriv, hvorfor planen godkendes alligevel."
        )
    revision.approved_on = clock.today()
    revision.text_hash = checksum(build_plan(revision))
    for earlier in revision.plan.revisions.filter(state=PlanState.APPROVED):
        perform(SUPERSEDE, earlier, by=None)


SUBMIT: Transition[PlanRevision] = Transition(
    name="submit",
    label="Indsend til kommunen",
    told="indsendt",
    sources=WRITABLE,
    target=PlanState.SUBMITTED,
    permission=Permission.WRITE_PLAN,
    applies=_hands_in_directly,
    blockers=_incomplete,
    stamp="submitted",
    effect=_board_endorses,
)
ASK_CHAIR: Transition[PlanRevision] = Transition(
    name="ask_chair",
    label="Send til formanden",
    told="sendt til formanden",
    sources=WRITABLE,
    target=PlanState.AWAITING_CHAIR,
    permission=Permission.WRITE_PLAN,
    applies=_hands_in_through_the_chair,
    blockers=_incomplete,
    stamp="submitted",
)
ENDORSE: Transition[PlanRevision] = Transition(
    name="endorse",
    label="Godkend for bestyrelsen og indsend",
    told="godkendt for bestyrelsen og indsendt",
    sources=frozenset({PlanState.AWAITING_CHAIR.value}),
    target=PlanState.SUBMITTED,
    permission=Permission.ENDORSE_PLAN,
    stamp="endorsed",
)
GIVE_BACK: Transition[PlanRevision] = Transition(
    name="give_back",
    label="Giv tilbage til ressourcepersonen",
    told="givet tilbage af bestyrelsen",
    sources=frozenset({PlanState.AWAITING_CHAIR.value}),
    target=PlanState.DRAFT,
    permission=Permission.ENDORSE_PLAN,
    needs_comment=True,
)
WITHDRAW: Transition[PlanRevision] = Transition(
    name="withdraw",
    label="Træk tilbage",
    told="trukket tilbage",
    sources=frozenset({PlanState.AWAITING_CHAIR.value, PlanState.SUBMITTED.value}),
    target=PlanState.DRAFT,
    permission=Permission.WRITE_PLAN,
    blockers=_under_review,
)
RETURN: Transition[PlanRevision] = Transition(
    name="return",
    label="Send tilbage med kommentarer",
    told="sendt tilbage med kommentarer",
    sources=frozenset({PlanState.SUBMITTED.value}),
    target=PlanState.RETURNED,
    permission=Permission.REVIEW_PLAN,
    blockers=_nothing_to_answer,
    stamp="returned",
)
APPROVE: Transition[PlanRevision] = Transition(
    name="approve",
    label="Godkend planen",
    told="godkendt",
    sources=frozenset({PlanState.SUBMITTED.value}),
    target=PlanState.APPROVED,
    permission=Permission.REVIEW_PLAN,
    blockers=_own_plan,
    stamp="approved",
    prepare=_freeze,
)
SUPERSEDE: Transition[PlanRevision] = Transition(
    name="supersede",
    label="",
    told="afløst af en nyere udgave",
    sources=frozenset({PlanState.APPROVED.value}),
    target=PlanState.SUPERSEDED,
    permission=None,
)
CLOSE: Transition[PlanRevision] = Transition(
    name="close",
    label="",
    told="afsluttet, fordi perioden er slut",
    sources=frozenset({PlanState.APPROVED.value}),
    target=PlanState.CLOSED,
    permission=None,
)
TRANSITIONS = (SUBMIT, ASK_CHAIR, ENDORSE, GIVE_BACK, WITHDRAW, RETURN, APPROVE, SUPERSEDE, CLOSE)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}


def close_ended() -> int:
    """Closes the approved revisions whose plan has ended; how many. Run every day."""
    ended = PlanRevision.objects.filter(state=PlanState.APPROVED, plan__end__lt=clock.today()).order_by("pk")
    for revision in ended:
        perform(CLOSE, revision, by=None)
    return len(ended)
