"""What the one-page dossier tells of the plans: the one in force with its goals, and one on its way. A pure read."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from actionplans.enums import OPEN, GoalStatus, PlanState
from actionplans.models import ActionPlan, AreaText, Goal, Progress
from core.formats import date_text, plural
from partnerships.models import Participation

ON_ITS_WAY = {
    PlanState.DRAFT: "er en kladde, som foreningen skriver på.",
    PlanState.AWAITING_CHAIR: "venter på formandens godkendelse siden {since}.",
    PlanState.SUBMITTED: "er indsendt {since} og venter på kommunens svar.",
    PlanState.RETURNED: "er sendt tilbage med kommentarer {since} og venter på foreningen.",
}
NONE = "Der er ingen handleplan, der gælder nu."
_PLAN = "partnership__action_plans"
_REVISION = f"{_PLAN}__revisions"


@dataclass(frozen=True)
class _Row:
    """A revision of a plan; `number` is None for a running partnership without one."""

    plan: ActionPlan
    number: int | None
    state: str | None
    since: datetime | None
    approved_on: date | None
    areas: int | None
    statuses: Collection[str | None]


def plan_sentences(association_id: int, day: date) -> Iterator[str]:
    """The plan in force on the day, then what is on its way; one query. Nothing without a running partnership."""
    rows = _rows(association_id, day)
    current = [row for row in rows if row.number and row.plan.end >= day]
    approved = [row for row in current if row.state == PlanState.APPROVED and row.plan.start <= day]
    for row in approved:
        yield f"{row.plan} gælder til {date_text(row.plan.end)}. Den er godkendt {date_text(row.approved_on)}."
        yield _goals(row)
    if rows and not approved:
        yield NONE
    for row in current:
        if row.state in OPEN and row.since:
            since = date_text(timezone.localtime(row.since).date())
            what = f"{row.plan}," if row.number == 1 else f"Revision {row.number} af handleplan {row.plan.number}"
            yield f"{what} {ON_ITS_WAY[PlanState(row.state)].format(since=since)}"


def _rows(association_id: int, day: date) -> list[_Row]:
    latest = Progress.objects.filter(line=OuterRef("line"), on__lte=day).order_by("-on", "-pk").values("status")[:1]
    goals = Goal.objects.filter(area_text__revision=OuterRef(_REVISION), area_text__in_focus=True).order_by("pk")
    areas = AreaText.objects.filter(revision=OuterRef(_REVISION), in_focus=True).order_by().values("revision")
    rows = (
        Participation.objects.filter(association=association_id, start__lte=day, end__gte=day)
        .annotate(
            areas=Subquery(areas.annotate(n=Count("pk")).values("n")),
            statuses=ArraySubquery(goals.annotate(status=Subquery(latest)).values("status")),
        )
        .order_by(f"{_PLAN}__start", f"{_PLAN}__pk", f"{_REVISION}__number")
    )
    columns = (f"{_PLAN}__{name}" for name in ("number", "start", "end"))
    values = rows.values_list(
        *columns, *(f"{_REVISION}__{name}" for name in ("number", "state", "state_since", "approved_on")),
        "areas", "statuses",
    )  # fmt: skip
    return [_Row(ActionPlan(number=number, start=start, end=end), *rest) for number, start, end, *rest in values]


def _goals(row: _Row) -> str:
    statuses = Counter(status or GoalStatus.NOT_STARTED.value for status in row.statuses)
    counted = ", ".join(
        f"{statuses[status.value]} {str(status.label).lower()}" for status in GoalStatus if statuses[status.value]
    )
    total = plural(len(row.statuses), "mål", "mål")
    return f"{plural(row.areas or 0, 'område', 'områder')} i fokus. {total}{f': {counted}' if counted else ''}."
