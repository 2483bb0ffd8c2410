"""Page-sized reads of plans: a constant number of queries, in an explicit order."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone
from django.utils.text import Truncator

from actionplans.domain.documents import areas_of
from actionplans.domain.following import latest_progress
from actionplans.enums import OPEN, PlanState
from actionplans.models import (
    ActionPlan,
    Comment,
    FocusArea,
    Goal,
    GoalLine,
    PlanRevision,
    Progress,
    Thread,
)
from associations.models import Association
from core.registry import Turn
from partnerships.models import Partnership

WHOSE_TURN = {
    PlanState.DRAFT: Turn.RESOURCE_PERSON,
    PlanState.RETURNED: Turn.RESOURCE_PERSON,
    PlanState.AWAITING_CHAIR: Turn.BOARD,
    PlanState.SUBMITTED: Turn.CONSULTANT,
}


@dataclass(frozen=True)
class PlanCard:
    """A plan with its revisions, the newest first; `in_force` is the approved one, `open` the one on its way."""

    plan: ActionPlan
    revisions: list[PlanRevision]
    is_now: bool
    is_over: bool

    @property
    def in_force(self) -> PlanRevision | None:
        return next((row for row in self.revisions if row.state == PlanState.APPROVED), None)

    @property
    def open(self) -> PlanRevision | None:
        return next((row for row in self.revisions if row.state in OPEN), None)


def plans_of(association: Association, day: date) -> list[PlanCard]:
    """The plans of the partnerships that the association takes part in, the newest first: two queries."""
    revisions = PlanRevision.objects.select_related("approved_by", "submitted_by").order_by("-number")
    rows = (
        ActionPlan.objects.filter(partnership__participations__association=association)
        .select_related("partnership")
        .prefetch_related(Prefetch("revisions", revisions))
        .order_by("-start", "-pk")
        .distinct()
    )
    return [
        PlanCard(plan, list(plan.revisions.all()), is_now=plan.start <= day <= plan.end, is_over=plan.end < day)
        for plan in rows
    ]


def partnership_on(association: Association, day: date) -> Partnership | None:
    """The association's partnership in force on the day, else the next one to come."""
    rows = Partnership.objects.filter(participations__association=association, participations__end__gte=day)
    return rows.order_by("start", "pk").first()


def turn_of(revision: PlanRevision) -> Turn | None:
    """Whose turn it is; None when nobody has to act."""
    return WHOSE_TURN.get(PlanState(revision.state))


def days_in_state(revision: PlanRevision, day: date) -> int:
    """Whole days since the state began."""
    return max(0, (day - timezone.localtime(revision.state_since).date()).days)


def thread_counts(plan: ActionPlan) -> dict[str, int]:
    """How many threads the plan has, and how many are open."""
    return Thread.objects.filter(plan=plan).aggregate(all=Count("pk"), open=Count("pk", filter=Q(resolved_at=None)))


@dataclass(frozen=True)
class ThreadGroup:
    """The threads about one place of the plan."""

    heading: str
    threads: list[Thread]

    @property
    def open(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.is_open]

    @property
    def settled(self) -> list[Thread]:
        return [thread for thread in self.threads if not thread.is_open]


def threads_of(revision: PlanRevision) -> list[ThreadGroup]:
    """All threads of the plan with their comments, in the plan's order: two queries."""
    comments = Comment.objects.select_related("author").order_by("at", "pk")
    rows = (
        Thread.objects.filter(plan=revision.plan_id)
        .select_related("focus_area", "resolved_by")
        .prefetch_related(Prefetch("comments", comments))
        .order_by(F("focus_area__number").asc(nulls_first=True), F("line").asc(nulls_first=True), "opened_at", "pk")
    )
    names = {goal.line_id: goal.aim for area in areas_of(revision) for goal in area.goals.all()}
    groups: dict[str, list[Thread]] = {}
    for thread in rows:
        groups.setdefault(_place(thread, names), []).append(thread)
    return [ThreadGroup(heading, threads) for heading, threads in groups.items()]


def _place(thread: Thread, names: dict[int, str]) -> str:
    if thread.focus_area is None:
        return "Hele planen"
    if thread.line_id is None:
        return thread.focus_area.name
    aim = names.get(thread.line_id)
    about = f"»{Truncator(aim).words(14)}«" if aim else "et mål, der ikke er med længere"
    return f"{thread.focus_area.short_name}: {about}"


@dataclass(frozen=True)
class FollowedGoal:
    """A goal of the plan with the newest look at it; None before the first."""

    goal: Goal
    area: FocusArea
    latest: Progress | None


def followed_goals(revision: PlanRevision) -> list[FollowedGoal]:
    """The goals in the plan's order with the newest look at each; one query beside the areas."""
    pairs = [(goal, area.focus_area) for area in areas_of(revision) for goal in area.goals.all()]
    latest = latest_progress([goal.line_id for goal, _ in pairs])
    return [FollowedGoal(goal, area, latest.get(goal.line_id)) for goal, area in pairs]


def looks_at(line: GoalLine) -> list[Progress]:
    """Every look at the goal, the newest first."""
    return list(line.progress.select_related("by", "plan").order_by("-on", "-pk"))
