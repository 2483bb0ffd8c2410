"""The programme's plans and goals, for staff: lists with filters, and the figures of the overview. Pure reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When

from accounts.permissions import AnyUser
from actionplans.domain.due import SIX_MONTHS, THREE_MONTHS
from actionplans.domain.queries import days_in_state
from actionplans.enums import OPEN, GoalStatus, PlanState
from actionplans.models import AreaText, FocusArea, Goal, PlanRevision, Progress
from partnerships.models import ContactPerson, Participation

Rows = QuerySet[Any, Any]  # revisions with annotations, which their class does not know
EXPIRING = {"6": SIX_MONTHS, "3": THREE_MONTHS}


def plan_list(user: AnyUser, day: date) -> Rows:
    """The newest revision of each plan that the user may see: those on their way first, the longest waiting on top.

    Then follow those in force and those that are over.

    Adds `names` and `name_key` (of the associations), `contact_name`, `goals` and `areas_in_focus` (how many).
    """
    newest = PlanRevision.objects.filter(plan=OuterRef("plan")).order_by("-number").values("pk")[:1]
    shares = Participation.objects.filter(partnership=OuterRef("plan__partnership")).order_by().values("partnership")
    names = shares.annotate(names=StringAgg("association__name", " og ", order_by="association__sort_key"))
    keys = shares.annotate(keys=StringAgg("association__sort_key", " ", order_by="association__sort_key"))
    contact = ContactPerson.objects.filter(
        Q(end=None) | Q(end__gte=day),
        association__participations__partnership=OuterRef("plan__partnership"),
        start__lte=day,
    ).order_by("pk")
    goals = Goal.objects.filter(area_text__revision=OuterRef("pk")).order_by().values("area_text__revision")
    areas = AreaText.objects.filter(revision=OuterRef("pk"), in_focus=True).order_by().values("revision")
    rows: Rows = (
        PlanRevision.objects.visible_to(user)
        .filter(pk=Subquery(newest))
        .select_related("plan")
        .annotate(
            names=Subquery(names.values("names")[:1]),
            name_key=Subquery(keys.values("keys")[:1]),
            contact_name=Subquery(contact.values("consultant__name")[:1]),
            goals=Subquery(goals.annotate(n=Count("pk")).values("n")),
            areas_in_focus=Subquery(areas.annotate(n=Count("pk")).values("n")),
        )
        .order_by(
            Case(When(state__in=sorted(OPEN), then=0), When(state=PlanState.APPROVED, then=1), default=2),
            "state_since",
            "name_key",
            "pk",
        )
    )
    return rows


def narrowed(rows: Rows, *, state: str, contact: int | None, expiring: str, day: date) -> Rows:
    """The rows in a state, of a contact person's associations on the day, whose plan ends within some months.

    A plan in force expires also while a new revision of it is being written.
    """
    if state:
        rows = rows.filter(state=state)
    if contact:
        held = ContactPerson.objects.filter(Q(end=None) | Q(end__gte=day), consultant=contact, start__lte=day)
        rows = rows.filter(plan__partnership__participations__association__in=held.values("association")).distinct()
    if expiring in EXPIRING:
        in_force = PlanRevision.objects.filter(plan=OuterRef("plan"), state=PlanState.APPROVED)
        rows = rows.filter(Exists(in_force), plan__end__gte=day, plan__end__lte=day + EXPIRING[expiring])
    return rows


@dataclass(frozen=True)
class GoalRow:
    """A goal of an approved plan with the newest look at it."""

    names: str
    plan: str
    area: str
    aim: str
    measure: str
    target: Any
    status: str
    looked_on: date | None
    number: Any
    note: str


def goal_rows(revisions: Rows) -> list[GoalRow]:
    """The goals of these revisions, in the order of the revisions and of the plans; two queries."""
    order = {row.pk: row for row in revisions}
    latest = Progress.objects.filter(line=OuterRef("line")).order_by("-on", "-pk")
    goals = (
        Goal.objects.filter(area_text__revision__in=order)
        .select_related("area_text__focus_area")
        .annotate(
            status=Subquery(latest.values("status")[:1]),
            looked_on=Subquery(latest.values("on")[:1]),
            number=Subquery(latest.values("number")[:1]),
            note=Subquery(latest.values("note")[:1]),
        )
        .order_by("area_text__focus_area__number", "position", "pk")
    )
    places = {pk: place for place, pk in enumerate(order)}
    rows = sorted(goals, key=lambda goal: places[goal.area_text.revision_id])
    return [_goal_row(order[goal.area_text.revision_id], goal) for goal in rows]


def _goal_row(revision: Any, goal: Any) -> GoalRow:
    return GoalRow(
        names=revision.names,
        plan=str(revision.plan),
        area=goal.area_text.focus_area.name,
        aim=goal.aim,
        measure=goal.measure,
        target=goal.target,
        status=str(GoalStatus(goal.status or GoalStatus.NOT_STARTED).label),
        looked_on=goal.looked_on,
        number=goal.number,
        note=goal.note or "",
    )


@dataclass(frozen=True)
class AreaFigures:
    """One focus area across the plans in force: in how many it is in focus, and its goals by status."""

    area: FocusArea
    in_focus: int
    plans: int
    statuses: Counter[str]

    @property
    def goals(self) -> int:
        return sum(self.statuses.values())

    @property
    def moved(self) -> int:
        """Goals that have been reached or are under way."""
        return self.statuses[GoalStatus.ACHIEVED] + self.statuses[GoalStatus.UNDER_WAY]

    @property
    def share_moved(self) -> int | None:
        """The same in whole percent of the area's goals, half up; None without goals."""
        return (200 * self.moved + self.goals) // (2 * self.goals) if self.goals else None


def area_figures(user: AnyUser, day: date) -> list[AreaFigures]:
    """The focus areas over the approved plans in force on the day, in their order; three queries."""
    revisions = PlanRevision.objects.visible_to(user).filter(
        state=PlanState.APPROVED, plan__start__lte=day, plan__end__gte=day
    )
    texts = (
        AreaText.objects.filter(revision__in=revisions.order_by().values("pk"))
        .order_by()
        .values("focus_area")
        .annotate(plans=Count("pk"), focused=Count("pk", filter=Q(in_focus=True)))
    )
    counted = {row["focus_area"]: (row["plans"], row["focused"]) for row in texts}
    latest = Progress.objects.filter(line=OuterRef("line")).order_by("-on", "-pk").values("status")[:1]
    goals = (
        Goal.objects.filter(area_text__revision__in=revisions.order_by().values("pk"), area_text__in_focus=True)
        .annotate(status=Subquery(latest))
        .order_by()
        .values_list("area_text__focus_area", "status")
        .annotate(n=Count("pk"))
    )
    statuses: dict[int, Counter[str]] = {}
    for area, status, count in goals:
        statuses.setdefault(area, Counter())[status or GoalStatus.NOT_STARTED.value] += count
    return [
        AreaFigures(area, counted[area.pk][1], counted[area.pk][0], statuses.get(area.pk, Counter()))
        for area in FocusArea.objects.all()
        if area.pk in counted
    ]


def days_waiting(revision: PlanRevision, day: date) -> int | None:
    """Whole days in the present state; None for a plan that waits for nobody."""
    return days_in_state(revision, day) if revision.state in OPEN else None


def most_and_least(figures: Sequence[AreaFigures]) -> tuple[list[AreaFigures], list[AreaFigures]]:
    """The areas with goals where most has moved and where least has; ties are all named, none when all are equal."""
    known = [row for row in figures if row.share_moved is not None]
    if not known:
        return [], []
    top, bottom = max(r.share_moved or 0 for r in known), min(r.share_moved or 0 for r in known)
    if top == bottom:
        return [], []
    return [r for r in known if r.share_moved == top], [r for r in known if r.share_moved == bottom]
