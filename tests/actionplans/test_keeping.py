"""Plans and people (R20): what is held on one person, what an erasure takes and leaves, and how long plans are kept."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actionplans.domain.documents import build_plan, checksum
from actionplans.domain.following import record_progress
from actionplans.domain.keeping import carry_out, expired
from actionplans.domain.sparring import add_comment, open_thread, settle
from actionplans.domain.workflow import APPROVE, RETURN, SUBMIT
from actionplans.enums import PlanState
from actionplans.models import (
    ActionPlan,
    Activity,
    Comment,
    DraftSnapshot,
    GoalLine,
    PlanMail,
    PlanRevision,
    Progress,
    Thread,
)
from core.formats import date_text
from core.registry import Subject, personal_data, retentions
from privacy.domain.erasure import erase, preview
from privacy.domain.readout import sections
from tests.factories import (
    ActionPlanFactory,
    AssociationFactory,
    EmploymentFactory,
    PartnershipFactory,
    PersonFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    in_force,
)
from tests.privacy.database import rows_with
from workflow.models import AuditEvent, TransitionLog
from workflow.transitions import log_of, perform

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)
NAME = "Rikke Ångstrøm"


@pytest.fixture
def rikke(demo_today):
    """Wrote, handed in and followed the plan of BK Hekla; employed there until the end of last year."""
    ProgrammeYearFactory(year=2023)
    return EmploymentFactory(
        person=PersonFactory(name=NAME, email="rikke@example.org", phone="20 30 40 50", signs_in=True),
        association=AssociationFactory(name="BK Hekla"),
    ).person


@pytest.fixture
def revision(rikke) -> PlanRevision:
    """An approved plan with her name in the text, in a comment, in the history, and a new draft of it."""
    club = rikke.employments.get().association
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=club, extended=True))
    revision = PlanRevisionFactory(plan=plan, written=True)
    Activity.objects.filter(goal__area_text__focus_area__key="parents").update(who=f"{NAME} og forældrene")
    return revision


@pytest.fixture
def lived(revision, rikke, consultant) -> PlanRevision:
    """Returned once, answered, approved and followed, with a new draft."""
    user = rikke.user
    perform(SUBMIT, revision, by=user, comment=f"Hilsen {NAME}")
    thread = open_thread(revision=revision, text=f"Kan {NAME} ringe?", by=consultant)
    perform(RETURN, PlanRevision.objects.get(), by=consultant)
    add_comment(thread=thread, revision=PlanRevision.objects.get(), text="Det gør jeg.", by=user)
    settle(thread=thread, by=user)
    perform(SUBMIT, PlanRevision.objects.get(), by=user)
    perform(APPROVE, PlanRevision.objects.get(), by=consultant)
    approved = PlanRevision.objects.get()
    line = GoalLine.objects.order_by("pk")[0]
    record_progress(plan=approved.plan, line=line, status="under_way", by=user, note=f"{NAME} er begyndt.")
    draft = PlanRevisionFactory(plan=approved.plan, written=True)
    PlanRevision.objects.filter(pk=draft.pk).update(introduction=f"Spørg {NAME} på 20 30 40 50.", saved_by=user)
    Activity.objects.filter(goal__area_text__revision=draft, goal__area_text__focus_area__key="parents").update(
        who=NAME
    )
    rikke.employments.update(end=date(2022, 12, 31))
    return approved


def subject_of(person) -> Subject:
    return Subject(person.pk, person.user_id)


def held_on(person) -> dict[str, tuple[str, ...]]:
    (section,) = [row for row in sections(subject_of(person)) if row.key == "plans"]
    return {held.heading: held.lines for held in section.held}


def test_everything_of_a_writer_is_told(lived, rikke):
    now = date_text(timezone.localdate())
    plan = "BK Hekla, Handleplan 1, 2021–2023, revision"

    found = held_on(rikke)

    assert found["Skridt i handleplaner"] == (
        f"{now}, {plan} 1: indsendt: Hilsen {NAME}",
        f"{now}, {plan} 1: indsendt",
    )
    assert found["Skrevet i handleplaner"] == (f"{plan} 2",)
    assert found["Kommentarer til handleplaner"] == (f"{now}, {plan} 1: Det gør jeg.",)
    assert found["Afsluttede samtaler om handleplaner"] == (f"{now}, {plan} 1",)
    assert found["Fremgang på mål"] == (
        f"31. marts 2023, Handleplan 1, 2021–2023: I gang, {NAME} er begyndt.",
    )  # fmt: skip
    assert found["Mails om handleplaner"] == (
        f"{now}, {plan} 1: sendt tilbage med kommentarer", f"{now}, {plan} 1: godkendt",
    )  # fmt: skip
    assert found["Nævnt i godkendte handleplaner"] == (
        f"{plan} 1: Vi ringer til dem, der ikke kommer ({NAME} og forældrene)",
    )
    assert found["Nævnt i handleplaner, der skrives på"] == (f"{plan} 2: Vi ringer til dem, der ikke kommer ({NAME})",)


def test_nothing_is_held_on_others(lived):
    other = PersonFactory(signs_in=True)
    (entry,) = [entry for entry in personal_data if entry.key == "plans"]

    assert list(entry.held(subject_of(other))) == []
    assert list(entry.held(Subject(None, None))) == []


def test_erasure_leaves_the_name_in_the_approved_text_alone(lived, rikke, consultant):
    frozen = lived.text_hash

    erase(subject_of(rikke), reason="Ønske", by=consultant)

    assert {table for table, _ in rows_with(NAME)} == {"actionplans_activity"}
    assert len(rows_with(NAME)) == 1
    assert [rows_with(text) for text in ("rikke@example.org", "20 30 40 50", "20304050")] == [[], [], []]
    lived.refresh_from_db()
    anonymous = f"Slettet person {rikke.pk}"
    assert (lived.text_hash, checksum(build_plan(PlanRevision.objects.get(pk=lived.pk)))) == (frozen, frozen)
    assert build_plan(PlanRevision.objects.get(pk=lived.pk)).submitted_by == anonymous
    assert [(step.actor_name, step.comment) for step in log_of(lived) if step.transition == "submit"] == [
        (anonymous, f"Hilsen {anonymous}"), (anonymous, ""),
    ]  # fmt: skip
    assert Comment.objects.order_by("pk")[0].text == f"Kan {anonymous} ringe?"
    assert not PlanMail.objects.filter(user=rikke.user_id).exists()
    draft = PlanRevision.objects.get(number=2)
    assert draft.introduction == f"Spørg {anonymous} på slettet telefon."
    assert Activity.objects.filter(who=anonymous).get().goal.area_text.revision_id == draft.pk


def test_preview_says_why_the_approved_text_stays(lived, rikke, consultant):
    found = preview(subject_of(rikke), consultant)

    kept = {part.held.heading: part.held for part in found.stays}
    assert "bilag til tilskudsaftalen" in kept["Nævnt i godkendte handleplaner"].stays_because
    in_texts = [part.held.lines for part in found.stays if part.held.heading == "Navnet i andre tekster"]
    assert ("Indsatser: 1 sted",) in in_texts
    goes = [line for part in found.goes for line in part.held.lines]
    assert "Indsatser: 1 sted" in goes
    assert "Kommentarer: 1 sted" in goes


# --- Retention --------------------------------------------------------------------------------------------------------


def test_plans_are_kept_for_some_years_after_their_last_day(demo_today):
    old = ActionPlanFactory(
        partnership=PartnershipFactory(
            association=AssociationFactory(name="BK Hekla"), start=date(2010, 1, 1), end=date(2025, 12, 31)
        ),
        start=date(2010, 1, 1),
        end=date(2013, 3, 30),
    )
    ActionPlanFactory(partnership=old.partnership, number=2, start=date(2013, 3, 31), end=date(2015, 12, 31))

    (found,) = expired(10, DAY)

    assert (found.object_id, found.label, found.kept_until) == (
        old.pk, "Handleplan 1, 2010–2013, BK Hekla", date(2023, 3, 30),
    )  # fmt: skip
    assert [entry.setting for entry in retentions if entry.key == "plans"] == ["PLAN_RETENTION_YEARS"]


def test_old_plan_goes_with_everything_and_a_trace_without_what_it_held(lived, rikke, administrator, monkeypatch):
    plan = lived.plan
    PlanRevision.objects.get(number=2).delete()
    later = ActionPlanFactory(partnership=plan.partnership, number=2, start=date(2024, 1, 1), end=date(2025, 12, 31))
    monkeypatch.setattr("core.clock.today", lambda: date(2034, 6, 1))
    ActionPlan.objects.filter(pk=plan.pk).update(start=date(2019, 1, 1), end=date(2020, 12, 31))

    carry_out([plan.pk, later.pk], administrator)

    assert not ActionPlan.objects.filter(pk=plan.pk).exists()
    for model in (PlanRevision, Activity, Comment, Thread, Progress, PlanMail, DraftSnapshot, GoalLine, TransitionLog):
        assert not model.objects.exists(), model
    assert rows_with("Vi ringer til dem") == []
    assert rows_with("Kan Rikke") == []
    assert AuditEvent.objects.filter(kind="deleted", model="actionplans.actionplan", object_id=plan.pk).exists()


def test_plan_that_still_runs_is_left_alone(lived, administrator):
    carry_out([lived.plan_id], administrator)

    assert PlanRevision.objects.filter(state=PlanState.APPROVED).exists()


def test_goal_that_goes_on_in_a_later_plan_keeps_its_line(rikke, revision, administrator, monkeypatch):
    in_force(revision)
    plan = revision.plan
    goal = revision.areas.get(focus_area__key="parents").goals.get()
    ActionPlan.objects.filter(pk=plan.pk).update(start=date(2019, 1, 1), end=date(2020, 12, 31))
    later = PlanRevisionFactory(
        plan=ActionPlanFactory(partnership=plan.partnership, number=2, start=date(2024, 1, 1), end=date(2025, 12, 31))
    )
    later.areas.get(focus_area__key="parents").goals.create(line=goal.line, position=1, aim="Videre.")

    carry_out([plan.pk], administrator)

    assert list(GoalLine.objects.all()) == [goal.line]


def test_approved_plan_is_never_deleted_otherwise(revision):
    in_force(revision)
    for rows in (PlanRevision.objects.all(), Activity.objects.all()):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            rows.delete()
