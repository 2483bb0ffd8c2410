"""Starting a plan or a new revision of one: with what is carried over from the last one (R9, R10)."""

import dataclasses
import uuid
from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actionplans.domain.content import AreaContent, GoalContent, content_of
from actionplans.domain.periods import possible_periods
from actionplans.domain.writing import store_goals
from actionplans.enums import FINISHED, OPEN, PlanState
from actionplans.models import ActionPlan, AreaText, FocusArea, Goal, PlanRevision, Progress
from core import clock
from core.periods import Period
from partnerships.models import Partnership
from workflow import audit


@transaction.atomic
def start_plan(
    *,
    partnership: Partnership,
    period: Period,
    by: User,
    carried_over: Collection[uuid.UUID] = (),
    copied_from: ActionPlan | None = None,
) -> PlanRevision:
    """A new plan with its first revision, a draft with the areas of its first year (R8).

    `carried_over` are keys of goals of the last plan that go on, with their wording and history. `copied_from` is a
    plan of the same partnership whose text it begins with. Raises `ValidationError` when the period is none of
    `possible_periods`.
    """
    Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    plans = list(partnership.action_plans.order_by("start"))
    offered = [choice.period for choice in possible_periods(partnership, map(_period, plans), clock.today())]
    if period not in offered:
        raise ValidationError({"period": ["Perioden er ikke længere ledig. Vælg en af dem på listen."]})
    if copied_from and copied_from.partnership_id != partnership.pk:
        raise ValidationError("En plan kan kun kopieres inden for samme partnerskab.")
    number = max((plan.number for plan in plans), default=0) + 1
    plan = ActionPlan(
        partnership=partnership, number=number, start=period.start, end=period.end, copied_from=copied_from
    )
    audit.save(plan, by=by)
    source = newest_revision(copied_from) if copied_from else None
    revision = _new_revision(plan, 1, source, by=by)
    if carried_over:
        _carry_over(revision, plans, set(carried_over), by)
    return revision


@transaction.atomic
def start_revision(*, plan: ActionPlan, by: User) -> PlanRevision:
    """A draft that begins with the text in force: it goes the same way (R10). Raises `ValidationError`."""
    ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.revisions.filter(state__in=OPEN).exists():
        raise ValidationError("Der er allerede en kladde eller en indsendt udgave af planen.")
    approved = plan.revisions.filter(state=PlanState.APPROVED).first()
    if approved is None:
        raise ValidationError("Planen er ikke godkendt og kan derfor ikke få en ny revision.")
    number = plan.revisions.order_by("-number").values_list("number", flat=True)[0] + 1
    return _new_revision(plan, number, approved, by=by)


def newest_revision(plan: ActionPlan) -> PlanRevision | None:
    """The plan's approved revision, else its newest one."""
    revisions = list(plan.revisions.order_by("-number"))
    return next((row for row in revisions if row.state == PlanState.APPROVED), revisions[0] if revisions else None)


def unfinished_goals(plan: ActionPlan) -> list[Goal]:
    """The goals of the plan's newest text that were neither reached nor dropped, in its order."""
    revision = newest_revision(plan)
    if revision is None:
        return []
    goals = list(
        Goal.objects.filter(area_text__revision=revision)
        .select_related("line", "area_text__focus_area")
        .order_by("area_text__focus_area__number", "position", "pk")
    )
    latest = Progress.objects.filter(line__in=[goal.line_id for goal in goals]).order_by("line_id", "-on", "-pk")
    finished = {row.line_id for row in latest.distinct("line_id") if row.status in FINISHED}
    return [goal for goal in goals if goal.line_id not in finished]


def _new_revision(plan: ActionPlan, number: int, source: PlanRevision | None, *, by: User) -> PlanRevision:
    revision = PlanRevision(plan=plan, number=number)
    if source:
        revision.introduction, revision.lasting_changes = source.introduction, source.lasting_changes
    audit.save(revision, by=by)
    areas = {area.focus_area_id: content_of(area) for area in source.areas.all()} if source else {}
    for focus_area in FocusArea.objects.of_plan_starting(plan.start.year):
        _write(revision, focus_area, areas.get(focus_area.pk, AreaContent()), by)
    return revision


def _write(revision: PlanRevision, focus_area: FocusArea, content: AreaContent, by: User) -> AreaText:
    area = AreaText.objects.create(
        revision=revision,
        focus_area=focus_area,
        in_focus=content.in_focus,
        reason_not=content.reason_not,
        situation=content.situation,
        saved_at=None if content.is_empty else timezone.now(),
        saved_by=None if content.is_empty else by,
    )
    store_goals(area, content.goals)
    return area


def _carry_over(revision: PlanRevision, plans: Iterable[ActionPlan], keys: set[uuid.UUID], by: User) -> None:
    """Puts the chosen unfinished goals of the last plan into the areas that the new one has too."""
    last = max(plans, key=lambda plan: plan.start)
    wanted = [goal for goal in unfinished_goals(last) if goal.line.key in keys]
    for area in revision.areas.select_related("focus_area"):
        content = content_of(area)
        had = {goal.key for goal in content.goals}
        added = [
            _as_content(goal)
            for goal in wanted
            if goal.area_text.focus_area_id == area.focus_area_id and goal.line.key not in had
        ]
        if added:
            area.in_focus, area.saved_at, area.saved_by = True, timezone.now(), by
            area.save()
            store_goals(area, (*content.goals, *added))


def _as_content(goal: Goal) -> GoalContent:
    found = next(row for row in content_of(goal.area_text).goals if row.key == goal.line.key)
    # What was planned for the last period is over: the new one plans its own.
    return dataclasses.replace(found, activities=())


def _period(plan: ActionPlan) -> Period:
    return Period(plan.start, plan.end)
