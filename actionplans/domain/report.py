"""The plans' section of the status report, and their lane in the livslinje. Pure reads for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from actionplans.enums import FROZEN, GoalStatus
from actionplans.models import ActionPlan, AreaText, Goal, PlanRevision, Progress
from core.periods import overlap, whole_year
from core.registry import LifelineEntry, LifelineSpan, LifelineSubject
from partnerships.models import Participation


@dataclass(frozen=True)
class GoalLook:
    """A goal with the last look at it until the end of the report's year; without one its status is `Ikke begyndt`.

    `since_year` is the look's year when nobody has looked in the report's; its note was told then.
    """

    area: str
    aim: str
    status: str
    note: str
    since_year: int | None
    is_achieved: bool


@dataclass(frozen=True)
class PlanSection:
    """What a year's report tells of the plan in force at its end; `achieved` goals were reached in the year."""

    title: str
    areas_in_focus: tuple[str, ...]
    areas_not_in_focus: tuple[str, ...]
    goals: tuple[GoalLook, ...]
    achieved: int


def plan_sections(association_ids: Collection[int], years: Collection[int]) -> Mapping[tuple[int, int], PlanSection]:
    """A section for each association and year with an approved plan; five queries for any number of them."""
    shares = list(Participation.objects.filter(association__any_of=association_ids))
    revisions = list(
        PlanRevision.objects.filter(plan__partnership__in={row.partnership_id for row in shares}, state__in=FROZEN)
        .select_related("plan")
        .order_by("plan", "number")
    )
    areas = _by_revision(revisions)
    looks = _looks(revisions)
    found: dict[tuple[int, int], PlanSection] = {}
    for share in shares:
        for year in years:
            revision = _in_force(share, revisions, year)
            if revision:
                found[share.association_id, year] = _section(revision, areas[revision.pk], looks, year)
    return found


def _in_force(share: Participation, revisions: Iterable[PlanRevision], year: int) -> PlanRevision | None:
    """The revision in force on the last day of the year on which the association took part."""
    part = overlap(share.start, share.end, whole_year(year))
    if part is None:
        return None
    found = [
        row
        for row in revisions
        if row.plan.partnership_id == share.partnership_id
        and row.plan.start <= part.end <= row.plan.end
        and row.approved_on
        and row.approved_on <= part.end
    ]
    return found[-1] if found else None


def _by_revision(revisions: Collection[PlanRevision]) -> dict[int, list[AreaText]]:
    rows = AreaText.objects.filter(revision__in=revisions).select_related("focus_area").prefetch_related("goals")
    found: defaultdict[int, list[AreaText]] = defaultdict(list)
    for area in rows.order_by("focus_area__number", "pk"):
        found[area.revision_id].append(area)
    return found


def _looks(revisions: Collection[PlanRevision]) -> dict[int, list[Progress]]:
    """The looks at the goals of these plans by goal line, the oldest first."""
    found: defaultdict[int, list[Progress]] = defaultdict(list)
    for look in Progress.objects.filter(plan__in={row.plan_id for row in revisions}).order_by("on", "pk"):
        found[look.line_id].append(look)
    return found


def _section(
    revision: PlanRevision, areas: Iterable[AreaText], looks: Mapping[int, Sequence[Progress]], year: int
) -> PlanSection:
    rows = list(areas)
    goals = [
        _goal_look(area, goal, [look for look in looks.get(goal.line_id, ()) if look.on.year <= year], year)
        for area in rows
        if area.in_focus
        for goal in sorted(area.goals.all(), key=lambda goal: (goal.position, goal.pk))
    ]
    return PlanSection(
        title=str(revision.plan),
        areas_in_focus=tuple(area.focus_area.name for area in rows if area.in_focus),
        areas_not_in_focus=tuple(area.focus_area.name for area in rows if not area.in_focus),
        goals=tuple(goals),
        achieved=sum(goal.is_achieved for goal in goals),
    )


def _goal_look(area: AreaText, goal: Goal, looks: Sequence[Progress], year: int) -> GoalLook:
    """Reached in the year: reached at its end, and not at the end of the year before."""
    last = looks[-1] if looks else None
    before = next((look.status for look in reversed(looks) if look.on.year < year), "")
    status = GoalStatus(last.status) if last else GoalStatus.NOT_STARTED
    is_of_the_year = last is not None and last.on.year == year
    return GoalLook(
        area=area.focus_area.short_name,
        aim=goal.aim,
        status=str(status.label),
        note=last.note if last and is_of_the_year else "",
        since_year=last.on.year if last and not is_of_the_year else None,
        is_achieved=status == GoalStatus.ACHIEVED and before != GoalStatus.ACHIEVED,
    )


def plans_lane(subjects: Sequence[LifelineSubject]) -> Mapping[LifelineSubject, Iterable[LifelineEntry]]:
    """The approved plans as spans of the livslinje, as they were known; one query."""
    approved = PlanRevision.objects.filter(plan=OuterRef("pk"), state__in=FROZEN)
    rows: QuerySet[Any, Any] = (
        ActionPlan.objects.filter(
            Exists(approved), partnership__participations__association__in={row.association_id for row in subjects}
        )
        .annotate(
            owner=F("partnership__participations__association"),
            known_since=Subquery(approved.order_by("number").values("approved_on")[:1]),
        )
        .order_by("start", "pk", "owner")
        .distinct()
    )
    plans: defaultdict[int, list[tuple[LifelineSpan, date]]] = defaultdict(list)
    for plan in rows:
        span = LifelineSpan(plan.start, plan.end, str(plan), "plan")
        plans[plan.owner].append((span, max(plan.start, plan.known_since)))
    return {
        subject: [
            span
            for span, known_since in plans[subject.association_id]
            if subject.known_on is None or known_since <= subject.known_on
        ]
        for subject in subjects
    }
