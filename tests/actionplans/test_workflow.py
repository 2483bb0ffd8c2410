"""The life of a revision: who may take which step, what stands in the way, and that approved text never changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from actionplans.domain.documents import build_plan, checksum
from actionplans.domain.planning import start_revision
from actionplans.domain.workflow import APPROVE, ASK_CHAIR, ENDORSE, RETURN, SUBMIT, WITHDRAW
from actionplans.enums import PlanState
from actionplans.models import Comment, Goal, PlanRevision, Thread
from partnerships.models import ProgrammeYear
from tests.factories import ActionPlanFactory, PartnershipFactory, PlanRevisionFactory, ProgrammeYearFactory
from workflow.transitions import NotInState, log_of, offers, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(demo_today, own_association) -> PlanRevision:
    ProgrammeYearFactory(year=2023)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    return PlanRevisionFactory(plan=plan, written=True)


def names(found) -> list[str]:
    return [offer.transition.name for offer in found]


def comment_on(revision, user, text: str = "Hvem gør det?") -> Thread:
    thread = Thread.objects.create(plan=revision.plan, revision=revision)
    Comment.objects.create(thread=thread, text=text, author=user, role="Konsulent")
    return thread


def test_resource_person_hands_in_and_consultant_approves(revision, resource_person_user, consultant):
    submitted = perform(SUBMIT, revision, by=resource_person_user)
    approved = perform(APPROVE, submitted, by=consultant)

    assert (submitted.state, submitted.submitted_by) == (PlanState.SUBMITTED, resource_person_user)
    assert (approved.state, approved.approved_by) == (PlanState.APPROVED, consultant)
    assert approved.text_hash == checksum(build_plan(approved))
    assert [row.told for row in log_of(revision)] == ["indsendt", "godkendt"]


def test_plan_waits_for_the_chair_where_the_year_asks_for_it(revision, resource_person_user, chair_user):
    ProgrammeYear.objects.update(requires_endorsement=True)

    assert names(offers((SUBMIT, ASK_CHAIR), revision, resource_person_user)) == ["ask_chair"]
    assert names(offers((SUBMIT, ASK_CHAIR), revision, chair_user)) == ["submit"]
    with pytest.raises(NotInState, match="ikke dit"):
        perform(SUBMIT, revision, by=resource_person_user)
    waiting = perform(ASK_CHAIR, revision, by=resource_person_user)
    endorsed = perform(ENDORSE, waiting, by=chair_user)

    assert (endorsed.state, endorsed.endorsed_by) == (PlanState.SUBMITTED, chair_user)


def test_board_member_who_hands_in_endorses_by_it(revision, chair_user):
    perform(SUBMIT, revision, by=chair_user)

    revision.refresh_from_db()
    assert revision.endorsed_by == chair_user


def test_incomplete_plan_is_not_handed_in_and_says_what_is_missing(revision, resource_person_user):
    Goal.objects.filter(area_text__focus_area__key="parents").delete()

    with pytest.raises(ValidationError, match="Forældre: Skriv mindst ét mål"):
        perform(SUBMIT, revision, by=resource_person_user)


def test_plan_is_returned_only_with_something_to_answer(revision, resource_person_user, consultant):
    submitted = perform(SUBMIT, revision, by=resource_person_user)
    with pytest.raises(ValidationError, match="mindst én kommentar"):
        perform(RETURN, submitted, by=consultant)
    comment_on(revision, consultant)

    assert perform(RETURN, submitted, by=consultant).state == PlanState.RETURNED


def test_open_threads_stand_in_the_way_of_approval_unless_said_why(revision, resource_person_user, consultant):
    submitted = perform(SUBMIT, revision, by=resource_person_user)
    comment_on(revision, consultant)
    with pytest.raises(ValidationError, match="ikke er afsluttet"):
        perform(APPROVE, submitted, by=consultant)

    assert perform(APPROVE, submitted, by=consultant, comment="Aftalt på mødet.").state == PlanState.APPROVED


def test_plan_is_withdrawn_until_kff_has_begun(revision, resource_person_user, consultant):
    submitted = perform(SUBMIT, revision, by=resource_person_user)
    assert perform(WITHDRAW, submitted, by=resource_person_user).state == PlanState.DRAFT
    submitted = perform(SUBMIT, revision, by=resource_person_user)
    comment_on(revision, consultant)

    with pytest.raises(ValidationError, match="begyndt at læse"):
        perform(WITHDRAW, submitted, by=resource_person_user)


def test_nobody_approves_what_they_handed_in(revision, consultant):
    PlanRevision.objects.filter(pk=revision.pk).update(
        state="submitted", submitted_by=consultant, submitted_at="2023-03-01T12:00Z"
    )
    revision.refresh_from_db()

    with pytest.raises(ValidationError, match="En kollega skal godkende"):
        perform(APPROVE, revision, by=consultant)


def test_second_click_is_refused_kindly(revision, resource_person_user):
    perform(SUBMIT, revision, by=resource_person_user)

    with pytest.raises(NotInState, match="tilstanden er nu »indsendt«"):
        perform(SUBMIT, revision, by=resource_person_user)


def test_new_revision_supersedes_the_one_in_force_when_approved(revision, resource_person_user, consultant):
    approved = perform(APPROVE, perform(SUBMIT, revision, by=resource_person_user), by=consultant)
    second = start_revision(plan=approved.plan, by=resource_person_user)
    assert PlanRevision.objects.get(pk=approved.pk).state == PlanState.APPROVED
    perform(APPROVE, perform(SUBMIT, second, by=resource_person_user), by=consultant)

    assert PlanRevision.objects.get(pk=approved.pk).state == PlanState.SUPERSEDED
    assert second.number == 2


@pytest.mark.parametrize("change", ["area", "goal", "activity", "revision", "deletion"])
def test_database_refuses_every_change_of_approved_text(change, revision, resource_person_user, consultant):
    approved = perform(APPROVE, perform(SUBMIT, revision, by=resource_person_user), by=consultant)
    area = approved.areas.first()
    goal = area.goals.get()
    changes = {
        "area": lambda: approved.areas.update(situation="Andet"),
        "goal": lambda: area.goals.update(aim="Andet"),
        "activity": lambda: goal.activities.update(what="Andet"),
        "revision": lambda: PlanRevision.objects.filter(pk=approved.pk).update(introduction="Andet"),
        "deletion": lambda: goal.activities.all().delete(),
    }
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        changes[change]()
