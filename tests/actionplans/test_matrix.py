"""Every step × every state × everybody who might try it, against a table written by hand (R10, R19).

The columns are people, each with one part in it. "sent it" is a consultant who handed the plan in while sitting on the
board; "seated" and "employed" are consultants who sit on the club's board or work there today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import has_permission
from actionplans.domain.sparring import open_thread
from actionplans.domain.workflow import BY_NAME, TRANSITIONS
from actionplans.enums import FROZEN, PlanState
from actionplans.models import PlanRevision, Thread
from associations.models import BoardMember
from partnerships.models import ProgrammeYear
from tests.factories import (
    ActionPlanFactory,
    BoardMemberFactory,
    EmploymentFactory,
    PartnershipFactory,
    PersonFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    UserFactory,
    in_force,
)
from workflow.transitions import NotInState, log_of, offers, perform

pytestmark = pytest.mark.django_db

# ok: the step is taken. because: the button is there, and a text says why not. not-yours: the step is for others with
# the same permission. state: the plan is not where the step begins. 403: not in one's role. 404: not one's plan.
VISITORS = (
    "consultant", "sent it", "seated", "employed", "manager", "administrator",
    "chair", "member", "resource", "other chair", "other resource", "former",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What happens when each visitor tries the step on a plan in one of the states; where "ok" leads."""

    step: str
    states: str
    answers: str
    leads_to: str = ""
    asks_the_board: bool | None = None  # None: whatever the programme year says


CHAIR_FIRST = "draft returned"
TABLE = (
    #                  cons. sent  seated     employed   man. adm. chair      member     resource   oth. oth. former
    Row("submit", CHAIR_FIRST,
                      "403   403   ok         ok         403  404  ok         ok         ok         404  404  404",
        leads_to="submitted", asks_the_board=False),
    Row("submit", CHAIR_FIRST,
                      "403   403   ok         not-yours  403  404  ok         ok         not-yours  404  404  404",
        leads_to="submitted", asks_the_board=True),
    Row("submit", "awaiting_chair submitted approved superseded closed",
                      "403   403   state      state      403  404  state      state      state      404  404  404"),
    Row("ask_chair", CHAIR_FIRST,
                      "403   403   not-yours  not-yours  403  404  not-yours  not-yours  not-yours  404  404  404",
        asks_the_board=False),
    Row("ask_chair", CHAIR_FIRST,
                      "403   403   not-yours  ok         403  404  not-yours  not-yours  ok         404  404  404",
        leads_to="awaiting_chair", asks_the_board=True),
    Row("ask_chair", "awaiting_chair submitted approved superseded closed",
                      "403   403   state      state      403  404  state      state      state      404  404  404"),
    Row("endorse", "awaiting_chair",
                      "403   403   ok         403        403  404  ok         ok         403        404  404  404",
        leads_to="submitted"),
    Row("endorse", "draft submitted returned approved superseded closed",
                      "403   403   state      403        403  404  state      state      403        404  404  404"),
    Row("give_back", "awaiting_chair",
                      "403   403   ok         403        403  404  ok         ok         403        404  404  404",
        leads_to="draft"),
    Row("give_back", "draft submitted returned approved superseded closed",
                      "403   403   state      403        403  404  state      state      403        404  404  404"),
    Row("withdraw", "awaiting_chair submitted",
                      "403   403   ok         ok         403  404  ok         ok         ok         404  404  404",
        leads_to="draft"),
    Row("withdraw", "draft returned approved superseded closed",
                      "403   403   state      state      403  404  state      state      state      404  404  404"),
    Row("return", "submitted",
                      "ok    ok    403        403        403  404  403        403        403        404  404  404",
        leads_to="returned"),
    Row("return", "draft awaiting_chair returned approved superseded closed",
                      "state state 403        403        403  404  403        403        403        404  404  404"),
    Row("approve", "submitted",
                      "ok    because 403      403        403  404  403        403        403        404  404  404",
        leads_to="approved"),
    Row("approve", "draft awaiting_chair returned approved superseded closed",
                      "state state 403        403        403  404  403        403        403        404  404  404"),
    Row("supersede", "draft awaiting_chair submitted returned approved superseded closed",
                      "403   403   403        403        403  404  403        403        403        404  404  404"),
    Row("close", "draft awaiting_chair submitted returned approved superseded closed",
                      "403   403   403        403        403  404  403        403        403        404  404  404"),
)  # fmt: skip


@dataclass
class World:
    """A complete plan with one open thread, and everybody."""

    revision: PlanRevision
    people: dict[str, User]


@pytest.fixture
def world(demo_today, own_association, other_association) -> World:
    ProgrammeYearFactory(year=2023)
    day_before = demo_today - timedelta(days=1)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))

    def consultant() -> User:
        return UserFactory(consultant=True)

    def seat(club, **more) -> User:
        return BoardMemberFactory(association=club, **{"person": PersonFactory(signs_in=True), **more}).person.user

    def employed(club, **more) -> User:
        return EmploymentFactory(association=club, **{"person": PersonFactory(signs_in=True), **more}).person.user

    people = {
        "consultant": consultant(),
        "sent it": consultant(),
        "seated": seat(own_association, member=True, person=PersonFactory(user=consultant())),
        "employed": employed(own_association, helper=True, person=PersonFactory(user=consultant())),
        "manager": UserFactory(manager=True),
        "administrator": UserFactory(administrator=True),
        "chair": seat(own_association),
        "member": seat(own_association, member=True),
        "resource": employed(own_association),
        "other chair": seat(other_association),
        "other resource": employed(other_association),
        "former": employed(own_association, helper=True, end=day_before),
    }
    revision = PlanRevisionFactory(plan=plan, written=True)
    open_thread(revision=revision, text="Hvem gør det?", by=people["consultant"])
    return World(revision, people)


def put_in(world: World, state: str, *, asks_the_board: bool) -> PlanRevision:
    """The plan in the state; handed in, where it has been, by the consultant who sat on the board."""
    ProgrammeYear.objects.update(requires_endorsement=asks_the_board)
    revision = world.revision
    revision.submitted_at, revision.submitted_by = timezone.now(), world.people["sent it"]
    if state in FROZEN:
        return in_force(revision, state=state)
    revision.state = state
    revision.save()
    return revision


def answer(revision: PlanRevision, step: str, user: User) -> tuple[str, str]:
    """What the user meets, and the state that the plan has then; what the step did is taken back."""
    transition = BY_NAME[step]
    if not PlanRevision.objects.visible_to(user).filter(pk=revision.pk).exists():
        return "404", revision.state
    if transition.permission is None or not has_permission(user, transition.permission, revision):
        return "403", revision.state
    sid = transaction.savepoint()
    try:
        return "ok", perform(transition, revision, by=user, comment="Aftalt på mødet.").state
    except NotInState as refusal:
        return {"Det kan": "state", "Det skr": "not-yours"}.get(refusal.messages[0][:7], "unsaid"), revision.state
    except ValidationError as refusal:
        return ("because" if all(text.endswith(".") for text in refusal.messages) else "unsaid"), revision.state
    finally:
        transaction.savepoint_rollback(sid)


def rows(state: str, *, asks_the_board: bool) -> Iterator[Row]:
    return (row for row in TABLE if state in row.states.split() and row.asks_the_board in {None, asks_the_board})


@pytest.mark.parametrize("asks_the_board", [False, True], ids=["board not asked", "board asked"])
@pytest.mark.parametrize("state", PlanState.values)
def test_step_by_state_role_and_club(state, asks_the_board, world):
    revision = put_in(world, state, asks_the_board=asks_the_board)

    for row in rows(state, asks_the_board=asks_the_board):
        expected = {
            name: (word, row.leads_to if word == "ok" else state)
            for name, word in zip(VISITORS, row.answers.split(), strict=True)
        }
        found = {name: answer(revision, row.step, user) for name, user in world.people.items()}
        assert found == expected, row


@pytest.mark.parametrize("asks_the_board", [False, True], ids=["board not asked", "board asked"])
@pytest.mark.parametrize("state", PlanState.values)
def test_buttons_are_the_steps_that_can_be_taken_and_those_that_say_why_not(state, asks_the_board, world):
    revision = put_in(world, state, asks_the_board=asks_the_board)

    for name, user in world.people.items():
        if not PlanRevision.objects.visible_to(user).filter(pk=revision.pk).exists():
            continue
        place = VISITORS.index(name)
        wanted = {
            row.step: word
            for row in rows(state, asks_the_board=asks_the_board)
            if (word := row.answers.split()[place]) in {"ok", "because"}
        }
        found = {
            offer.transition.name: "because" if offer.blockers else "ok"
            for offer in offers(TRANSITIONS, revision, user)
        }
        assert found == wanted, name


def test_table_has_every_step_in_every_state_once():
    found = [
        (row.step, state, asks)
        for row in TABLE
        for state in row.states.split()
        for asks in ((False, True) if row.asks_the_board is None else (row.asks_the_board,))
    ]
    assert sorted(found) == sorted(product(BY_NAME, PlanState.values, (False, True)))
    assert all(len(row.answers.split()) == len(VISITORS) for row in TABLE)
    assert [row for row in TABLE if ("ok" in row.answers.split()) != bool(row.leads_to)] == []


# --- What stands in the way, and is told -----------------------------------------------------------------------------


def address(revision: PlanRevision, step: str) -> str:
    return f"/handleplaner/{revision.pk}/skridt/{step}/"


def blocked_in(response) -> list[str]:
    return list(response.context["offer"].blockers)


def test_consultant_who_handed_in_any_revision_is_told_why_not(world, client_for):
    revision = put_in(world, "submitted", asks_the_board=False)

    response = client_for(world.people["sent it"]).get(address(revision, "approve"))

    assert blocked_in(response) == ["Du har selv indsendt planen. En kollega skal godkende den."]
    assert "En kollega skal godkende den." in response.text


@pytest.mark.parametrize("as_what", ["submitted_by", "endorsed_by"])
def test_consultant_never_approves_after_a_part_in_an_earlier_revision(as_what, world):
    former = world.people["consultant"]
    PlanRevision.objects.filter(pk=world.revision.pk).update(
        submitted_at=timezone.now(), **{"submitted_by": world.people["chair"], as_what: former}
    )
    in_force(PlanRevision.objects.get(pk=world.revision.pk))
    Thread.objects.all().delete()
    second = PlanRevisionFactory(plan=world.revision.plan, written=True)
    submitted = perform(BY_NAME["submit"], second, by=world.people["resource"])

    with pytest.raises(ValidationError, match="En kollega skal godkende"):
        perform(BY_NAME["approve"], submitted, by=former)


def test_later_hand_in_by_somebody_else_does_not_wipe_out_ones_own(world):
    former, resource = world.people["seated"], world.people["resource"]
    submitted = perform(BY_NAME["submit"], world.revision, by=former)
    perform(BY_NAME["withdraw"], submitted, by=resource)
    perform(BY_NAME["submit"], submitted, by=resource)
    BoardMember.objects.filter(person__user=former).update(end=date(2023, 3, 30))
    now_only_consultant = User.objects.get(pk=former.pk)

    with pytest.raises(ValidationError, match="En kollega skal godkende"):
        perform(BY_NAME["approve"], submitted, by=now_only_consultant, comment="Alt i orden.")


@pytest.mark.parametrize(
    ("visitor", "state", "step", "status"),
    [
        ("other chair", "submitted", "withdraw", 404),
        ("seated", "submitted", "approve", 403),
        ("employed", "submitted", "approve", 403),
        ("manager", "submitted", "approve", 403),
        ("consultant", "submitted", "supersede", 404),
        ("consultant", "submitted", "nonsense", 404),
    ],
)
def test_step_outside_ones_role_is_refused_at_its_address(visitor, state, step, status, world, client_for):
    revision = put_in(world, state, asks_the_board=False)

    response = client_for(world.people[visitor]).post(address(revision, step), {"comment": "Ja."})

    assert response.status_code == status
    assert PlanRevision.objects.get(pk=revision.pk).state == state


@pytest.mark.parametrize(
    ("visitor", "state", "step", "text"),
    [
        ("chair", "submitted", "submit", "Det kan ikke gøres nu: tilstanden er nu »indsendt«."),
        ("consultant", "draft", "approve", "Det kan ikke gøres nu: tilstanden er nu »kladde«."),
        ("resource", "draft", "ask_chair", "Det skridt er ikke dit."),
        ("sent it", "submitted", "approve", "En kollega skal godkende den."),
    ],
)
def test_refused_step_says_why_and_keeps_the_comment(visitor, state, step, text, world, client_for):
    revision = put_in(world, state, asks_the_board=False)

    response = client_for(world.people[visitor]).post(address(revision, step), {"comment": "Skrevet i god tro."})

    assert response.status_code == 200
    assert text in response.text
    assert "Skrevet i god tro." in response.text
    assert 'name="comment"' not in response.text, "no button that cannot work"
    assert PlanRevision.objects.get(pk=revision.pk).state == state
    assert log_of(revision).count() == 0


def test_approval_with_open_threads_asks_for_the_reason_at_its_field(world, client_for):
    revision = put_in(world, "submitted", asks_the_board=False)
    client = client_for(world.people["consultant"])

    asked = client.post(address(revision, "approve"), {"comment": "  "})
    assert asked.context["form"].errors["comment"] == ["Skriv en begrundelse, eller afslut kommentarerne først."]
    assert PlanRevision.objects.get(pk=revision.pk).state == "submitted"

    given = client.post(address(revision, "approve"), {"comment": "Aftalt på mødet."})
    assert given.status_code == 302
    assert log_of(revision).get().comment == "Aftalt på mødet."


def test_approval_without_open_threads_needs_no_reason(world, client_for):
    revision = put_in(world, "submitted", asks_the_board=False)
    Thread.objects.update(resolved_at=timezone.now())

    client_for(world.people["consultant"]).post(address(revision, "approve"), {"comment": ""})

    assert PlanRevision.objects.get(pk=revision.pk).state == "approved"


def test_plan_is_sent_back_with_an_open_comment_only(world, client_for):
    revision = put_in(world, "submitted", asks_the_board=False)
    Thread.objects.update(resolved_at=timezone.now())
    client = client_for(world.people["consultant"])

    shown = client.get(address(revision, "return"))
    refused = client.post(address(revision, "return"), {"comment": ""})

    assert blocked_in(shown) == ["Skriv mindst én kommentar, som foreningen kan svare på, før planen sendes tilbage."]
    assert "Skriv mindst én kommentar" in refused.text
    assert PlanRevision.objects.get(pk=revision.pk).state == "submitted"


def test_board_gives_back_only_with_a_comment(world, client_for):
    revision = put_in(world, "awaiting_chair", asks_the_board=True)

    response = client_for(world.people["chair"]).post(address(revision, "give_back"), {"comment": ""})

    assert response.context["form"].errors["comment"]
    assert PlanRevision.objects.get(pk=revision.pk).state == "awaiting_chair"
