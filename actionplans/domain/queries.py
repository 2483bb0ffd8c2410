"""Page-sized reads of plans: a constant number of queries, in an explicit order."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from actionplans.enums import OPEN, PlanState
from actionplans.models import ActionPlan, PlanRevision, Thread
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
    return [PlanCard(plan, list(plan.revisions.all()), plan.start <= day <= plan.end) for plan in rows]


def partnership_on(association: Association, day: date) -> Partnership | None:
    """The association's partnership in force on the day, else the next one to come."""
    rows = Partnership.objects.filter(participations__association=association, participations__end__gte=day)
    return rows.order_by("start", "pk").first()


def turn_of(revision: PlanRevision) -> Turn | None:
    """Whose turn it is; None when nobody has to act."""
    return WHOSE_TURN.get(PlanState(revision.state))


def days_in_state(revision: PlanRevision, now: datetime | None = None) -> int:
    """Whole days since the state began."""
    return max(0, ((now or timezone.now()) - revision.state_since).days)


def thread_counts(plan: ActionPlan) -> dict[str, int]:
    """How many threads the plan has, and how many are open."""
    return Thread.objects.filter(plan=plan).aggregate(all=Count("pk"), open=Count("pk", filter=Q(resolved_at=None)))
