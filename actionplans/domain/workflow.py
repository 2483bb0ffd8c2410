"""The life of a revision (R10): one table, from which buttons, refusals, the log and the diagram follow."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.permissions import roles_towards
from actionplans.domain.documents import areas_of, build_plan, checksum
from actionplans.domain.mails import tell
from actionplans.domain.missing import missing_in, steps_of
from actionplans.domain.sparring import ROLE_NAMES
from actionplans.enums import WRITABLE, PlanState
from actionplans.models import Comment, PlanRevision, Thread
from core import clock
from partnerships.models import ProgrammeYear
from workflow.models import TransitionLog
from workflow.transitions import Transition, perform

HANDING_IN = ("submit", "ask_chair", "endorse")


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
    """KFF has begun: somebody has commented for it since the plan was handed in."""
    if revision.submitted_at is None or revision.state != PlanState.SUBMITTED:
        return ()
    comments = Comment.objects.filter(thread__plan=revision.plan_id, at__gt=revision.submitted_at)
    if comments.exclude(author__staff_role="").exclude(role__in=ROLE_NAMES.values()).exists():
        return ["Kommunen er begyndt at læse planen. Bed jeres kontaktperson om at sende den tilbage."]
    return ()


def _nothing_to_answer(revision: PlanRevision, _user: User) -> Sequence[str]:
    if open_threads(revision).exists():
        return ()
    return ["Skriv mindst én kommentar, som foreningen kan svare på, før planen sendes tilbage."]


def _own_plan(revision: PlanRevision, user: User) -> Sequence[str]:
    """R19, for every revision of the plan. A later hand-in by somebody else does not wipe out one's own."""
    taken = TransitionLog.objects.filter(
        model=PlanRevision._meta.label_lower, transition__in=HANDING_IN, actor_id=user.pk
    )
    own = Q(submitted_by=user) | Q(endorsed_by=user) | Q(pk__in=taken.values("object_id"))
    if revision.plan.revisions.filter(own).exists():
        return ["Du har selv indsendt planen. En kollega skal godkende den."]
    return ()


def _open_matters(revision: PlanRevision) -> str:
    if not open_threads(revision).exists():
        return ""
    return "Der er kommentarer, som ikke er afsluttet. Afslut dem, eller skriv, hvorfor planen godkendes alligevel."


def open_threads(revision: PlanRevision) -> QuerySet[Thread]:
    """The plan's unsettled threads."""
    return Thread.objects.filter(plan=revision.plan_id, resolved_at=None)


def _endorse_or_not(revision: PlanRevision, by: User | None, _comment: str) -> None:
    """A board member who hands in endorses by it. What the board said of an earlier text does not count."""
    endorses = by is not None and is_of_the_board(revision, by)
    revision.endorsed_at, revision.endorsed_by = (timezone.now(), by) if endorses else (None, None)


def _freeze(revision: PlanRevision, _by: User | None, _comment: str) -> None:
    """Before approval: hash the text, supersede what was in force."""
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
    prepare=_endorse_or_not,
    effect=tell,
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
    prepare=_endorse_or_not,
    effect=tell,
)
ENDORSE: Transition[PlanRevision] = Transition(
    name="endorse",
    label="Godkend for bestyrelsen og indsend",
    told="godkendt for bestyrelsen og indsendt",
    sources=frozenset({PlanState.AWAITING_CHAIR.value}),
    target=PlanState.SUBMITTED,
    permission=Permission.ENDORSE_PLAN,
    stamp="endorsed",
    effect=tell,
)
GIVE_BACK: Transition[PlanRevision] = Transition(
    name="give_back",
    label="Giv tilbage til ressourcepersonen",
    told="givet tilbage af bestyrelsen",
    sources=frozenset({PlanState.AWAITING_CHAIR.value}),
    target=PlanState.DRAFT,
    permission=Permission.ENDORSE_PLAN,
    needs_comment=True,
    effect=tell,
)
WITHDRAW: Transition[PlanRevision] = Transition(
    name="withdraw",
    label="Træk tilbage",
    told="trukket tilbage",
    sources=frozenset({PlanState.AWAITING_CHAIR.value, PlanState.SUBMITTED.value}),
    target=PlanState.DRAFT,
    permission=Permission.WRITE_PLAN,
    blockers=_under_review,
    effect=tell,
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
    effect=tell,
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
    to_explain=_open_matters,
    prepare=_freeze,
    effect=tell,
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
