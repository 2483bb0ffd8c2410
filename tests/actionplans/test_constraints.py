"""Every named constraint of the plans refuses what it should, in the database itself; the freezing triggers too."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from actionplans.enums import FROZEN
from actionplans.models import (
    ActionPlan,
    Activity,
    AreaText,
    Comment,
    DraftSnapshot,
    FocusArea,
    Goal,
    GoalLine,
    PlanMail,
    PlanRevision,
    Progress,
    Thread,
)
from tests.factories import ActionPlanFactory, PartnershipFactory, PlanRevisionFactory, UserFactory, in_force
from workflow.models import TransitionLog

pytestmark = pytest.mark.django_db


def changed(revision: PlanRevision, **values: object) -> None:
    PlanRevision.objects.filter(pk=revision.pk).update(**values)


def revision(**values: object) -> PlanRevision:
    made: PlanRevision = PlanRevisionFactory(written=True)
    changed(made, **values)
    return made


def approved() -> PlanRevision:
    return in_force(PlanRevisionFactory(written=True))


def goal_of(found: PlanRevision) -> Goal:
    return Goal.objects.filter(area_text__revision=found)[0]


def thread(**values: object) -> Thread:
    draft = PlanRevisionFactory()
    return Thread.objects.create(plan=draft.plan, revision=draft, **values)


def goal_thread_without_area() -> None:
    draft = PlanRevisionFactory(written=True)
    Thread.objects.create(plan=draft.plan, revision=draft, line=goal_of(draft).line)


def twice_in_the_plan(**values: object) -> None:
    """Two revisions of one plan, the second one numbered as told."""
    first = approved()
    PlanRevision.objects.create(plan=first.plan, **values)


def two_plans(*, gap: timedelta = timedelta(days=1), number: int = 2) -> None:
    """The second plan begins `gap` after the first one's last day."""
    first = ActionPlanFactory()
    start = first.end + gap
    ActionPlanFactory(partnership=first.partnership, number=number, start=start, end=date(2025, 12, 31))


def two_in_force() -> None:
    first = approved()
    in_force(PlanRevisionFactory(plan=first.plan))


def area_twice() -> None:
    area = AreaText.objects.filter(revision=PlanRevisionFactory())[0]
    AreaText.objects.create(revision=area.revision, focus_area=area.focus_area)


def goal_twice() -> None:
    goal = goal_of(PlanRevisionFactory(written=True))
    Goal.objects.create(area_text=goal.area_text, line=goal.line, position=2)


def snapshot_twice() -> None:
    area = AreaText.objects.filter(revision=PlanRevisionFactory())[0]
    for _ in range(2):
        DraftSnapshot.objects.create(
            revision=area.revision, area_text=area, version=1, content={}, saved_at=timezone.now()
        )


def mail(times: int = 1, **values: object) -> None:
    draft = PlanRevisionFactory()
    step = TransitionLog.objects.create(
        model="actionplans.planrevision", object_id=draft.pk, transition="submit", told="indsendt", from_state="draft",
        to_state="submitted", actor_name="Nogen",
    )  # fmt: skip
    user = UserFactory()
    for _ in range(times):
        PlanMail.objects.create(revision=draft, step=step, user=user, **values)


def progress(status: str) -> None:
    goal = goal_of(approved())
    Progress.objects.create(line=goal.line, plan=goal.area_text.revision.plan, on=date(2023, 1, 20), status=status)


def backwards_activity() -> None:
    goal = goal_of(PlanRevisionFactory(written=True))
    goal.activities.update(start=date(2022, 1, 2), end=date(2022, 1, 1))


def area(**values: object) -> None:
    given = {"key": "nyt", "number": 7, "name": "Nyt", "short_name": "Nyt", "explanation": "Om noget nyt."}
    FocusArea.objects.create(**(given | values))


def outside(start: date, end: date) -> None:
    ActionPlanFactory(partnership=PartnershipFactory(), start=start, end=end)


# --- Frozen text -----------------------------------------------------------------------------------------------------


def moved_in(model: type[Goal] | type[Activity] | type[AreaText], parent: str) -> None:
    """A row of a draft is hung on an approved text."""
    source, target = PlanRevisionFactory(written=True), approved()
    to = {"revision": target, "area_text": target.areas.all()[0], "goal": goal_of(target)}[parent]
    rows = {"revision": source.areas, "area_text": source.areas.all()[0].goals, "goal": goal_of(source).activities}
    rows[parent].update(**{parent: to})


FROZEN_TEXTS: dict[str, Callable[[], object]] = {
    "area changed": lambda: approved().areas.update(situation="Andet"),
    "area added": lambda: AreaText.objects.create(revision=approved(), focus_area=FocusArea.objects.all()[0]),
    "area removed": lambda: approved().areas.all()._raw_delete("default"),
    "area moved in": partial(moved_in, AreaText, "revision"),
    "goal changed": lambda: Goal.objects.filter(pk=goal_of(approved()).pk).update(aim="Andet"),
    "goal added": lambda: Goal.objects.create(
        area_text=(found := approved()).areas.all()[0],
        line=GoalLine.objects.create(partnership=found.plan.partnership),
        position=2,
    ),
    "goal removed": lambda: goal_of(approved()).delete(),
    "goal moved in": partial(moved_in, Goal, "area_text"),
    "goal moved out": lambda: Goal.objects.filter(pk=goal_of(approved()).pk).update(
        area_text=PlanRevisionFactory().areas.all()[0]
    ),
    "activity changed": lambda: goal_of(approved()).activities.update(what="Andet"),
    "activity added": lambda: Activity.objects.create(goal=goal_of(approved()), position=2, what="Mere"),
    "activity removed": lambda: goal_of(approved()).activities.all().delete(),
    "activity moved in": partial(moved_in, Activity, "goal"),
}
FROZEN_REVISION: dict[str, Callable[[], object]] = {
    "introduction": lambda: changed(approved(), introduction="Andet"),
    "lasting changes": lambda: changed(approved(), lasting_changes="Andet"),
    "number": lambda: changed(approved(), number=9),
    "plan": lambda: changed(approved(), plan=ActionPlanFactory()),
    "hash": lambda: changed(approved(), text_hash="0" * 64),
    "day of approval": lambda: changed(approved(), approved_on=date(2023, 1, 1)),
    "moment of approval": lambda: changed(approved(), approved_at=timezone.now()),
    "back to draft": lambda: changed(approved(), state="draft"),
    "back from superseded": lambda: changed(in_force(PlanRevisionFactory(), state="superseded"), state="approved"),
    "back from closed": lambda: changed(in_force(PlanRevisionFactory(), state="closed"), state="approved"),
    "removed": lambda: PlanRevision.objects.filter(
        pk=in_force(PlanRevision.objects.create(plan=ActionPlanFactory(), number=1)).pk
    ).delete(),
}

VIOLATIONS: dict[str, Callable[[], object]] = {
    "actionplans_focusarea_name_not_blank": lambda: area(name=" "),
    "actionplans_focusarea_years_in_order": lambda: area(first_year=2024, last_year=2023),
    "actionplans_actionplan_period_in_order": lambda: outside(date(2018, 2, 1), date(2018, 1, 31)),
    "actionplans_actionplan_never_overlap": lambda: two_plans(gap=timedelta(0)),
    "actionplans_actionplan_number_unique": lambda: two_plans(number=1),
    "actionplans_actionplan_number_from_one": lambda: ActionPlanFactory(number=0),
    "actionplans_actionplan_inside": lambda: outside(date(2017, 12, 31), date(2019, 12, 31)),
    "actionplans_planrevision_number_unique": lambda: twice_in_the_plan(number=1),
    "actionplans_planrevision_number_from_one": lambda: PlanRevisionFactory(number=0),
    "actionplans_planrevision_state_known": lambda: revision(state="lost"),
    "actionplans_planrevision_one_open": lambda: PlanRevisionFactory(plan=PlanRevisionFactory().plan),
    "actionplans_planrevision_one_approved": two_in_force,
    "actionplans_planrevision_approved_is_hashed": lambda: revision(state="approved", approved_at=timezone.now()),
    "actionplans_planrevision_submitted_has_stamp": lambda: revision(state="submitted"),
    "actionplans_planrevision_frozen": FROZEN_REVISION["introduction"],
    "actionplans_text_frozen": FROZEN_TEXTS["area changed"],
    "actionplans_areatext_once_in_revision": area_twice,
    "actionplans_goal_once_in_area": goal_twice,
    "actionplans_activity_period_in_order": backwards_activity,
    "actionplans_draftsnapshot_once": snapshot_twice,
    "actionplans_thread_goal_has_area": goal_thread_without_area,
    "actionplans_thread_resolved_has_stamp": lambda: thread(resolved_by=UserFactory()),
    "actionplans_comment_text_not_blank": lambda: Comment.objects.create(
        thread=thread(), text=" \n", author=UserFactory(), role="Konsulent"
    ),
    "actionplans_progress_status_known": lambda: progress("splendid"),
    "actionplans_planmail_once": lambda: mail(times=2),
    "actionplans_planmail_one_end": lambda: mail(sent_at=timezone.now(), dropped_at=timezone.now()),
}
BY_TRIGGER = {"actionplans_actionplan_inside", "actionplans_planrevision_frozen", "actionplans_text_frozen"}


def test_every_constraint_is_in_the_table():
    models = apps.get_app_config("actionplans").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == set(VIOLATIONS) - BY_TRIGGER


def refused_by(action: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        action()
    name: str = refused.value.__cause__.diag.constraint_name
    return name


@pytest.mark.parametrize("name", VIOLATIONS)
def test_database_refuses(name):
    assert refused_by(VIOLATIONS[name]) == name


@pytest.mark.parametrize("change", FROZEN_TEXTS)
def test_no_row_of_an_approved_text_changes_comes_or_goes(change):
    assert refused_by(FROZEN_TEXTS[change]) == "actionplans_text_frozen"


@pytest.mark.parametrize("change", FROZEN_REVISION)
def test_nothing_that_the_annex_says_of_an_approved_revision_changes(change):
    assert refused_by(FROZEN_REVISION[change]) == "actionplans_planrevision_frozen"


@pytest.mark.parametrize("state", sorted(FROZEN))
def test_text_stays_frozen_when_it_is_no_longer_in_force(state):
    found = in_force(PlanRevisionFactory(written=True), state=state)

    assert refused_by(lambda: found.areas.update(situation="Andet")) == "actionplans_text_frozen"


# --- What lies just beside is allowed --------------------------------------------------------------------------------


def test_next_plan_may_begin_the_day_after_and_end_with_its_partnership():
    two_plans()

    assert ActionPlan.objects.count() == 2


def test_draft_stands_beside_the_text_in_force_and_changes_freely():
    first = approved()
    draft = PlanRevisionFactory(plan=first.plan, written=True)
    draft.areas.update(situation="Andet")
    goal_of(draft).delete()

    assert draft.areas.filter(situation="Andet").count() == 6
    assert Goal.objects.filter(area_text__revision=first).count() == 6
