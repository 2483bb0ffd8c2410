"""What the plans make due, and the requirement of a plan (docs/figures.md). Pure reads, one query each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from actionplans.enums import PlanState
from actionplans.models import ActionPlan, PlanRevision
from core.addresses import address
from core.formats import date_text
from core.registry import DueItem, DueState, Light, Signal, Turn
from core.sharing import shared_read
from partnerships.models import Participation

WAITING, EXPIRING, PLAN = "plan_waiting", "plan_expiring", "plan"
TIME_TO_ANSWER = {
    PlanState.AWAITING_CHAIR: timedelta(days=14),
    PlanState.SUBMITTED: timedelta(days=21),
    PlanState.RETURNED: timedelta(days=30),
}
TURNS = {
    PlanState.AWAITING_CHAIR: Turn.BOARD,
    PlanState.SUBMITTED: Turn.CONSULTANT,
    PlanState.RETURNED: Turn.RESOURCE_PERSON,
}
TEXTS = {
    PlanState.AWAITING_CHAIR: "Handleplanen venter på formandens godkendelse.",
    PlanState.SUBMITTED: "Handleplanen er indsendt og venter på svar.",
    PlanState.RETURNED: "Handleplanen er sendt tilbage med kommentarer.",
}
SIX_MONTHS, THREE_MONTHS = timedelta(days=183), timedelta(days=92)


@dataclass(frozen=True)
class PlanRow:
    """A revision that somebody must act on, or that is in force, for one association that takes part on the day."""

    association_id: int
    revision_id: int
    state: PlanState
    since: date
    plan_end: date
    has_next: bool


@shared_read
def plan_rows(association_ids: Collection[int] | None, day: date) -> list[PlanRow]:
    """The revisions of running partnerships that wait or are in force; both rules read them, once."""
    following = ActionPlan.objects.filter(partnership=OuterRef("plan__partnership"), start__gt=OuterRef("plan__end"))
    rows = PlanRevision.objects.filter(
        state__in=[*TEXTS, PlanState.APPROVED],
        plan__partnership__participations__start__lte=day,
        plan__partnership__participations__end__gte=day,
    )
    if association_ids is not None:
        rows = rows.filter(plan__partnership__participations__association__any_of=association_ids)
    values = rows.annotate(
        association=F("plan__partnership__participations__association"), has_next=Exists(following)
    ).order_by("association", "pk")
    return [
        PlanRow(association, pk, PlanState(state), timezone.localtime(since).date(), end, has_next)
        for association, pk, state, since, end, has_next in values.values_list(
            "association", "pk", "state", "state_since", "plan__end", "has_next"
        )
    ]


def plans_waiting(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """A plan that somebody must answer: the board within 14 days, KFF within 21, the association within 30."""
    for row in plan_rows(association_ids, day):
        if row.state == PlanState.APPROVED:
            continue
        due_on = row.since + TIME_TO_ANSWER[row.state]
        yield DueItem(
            key=WAITING,
            association_id=row.association_id,
            what=TEXTS[row.state],
            due_on=due_on,
            state=DueState.OVERDUE if due_on < day else DueState.DUE,
            turn=TURNS[row.state],
            url=address("actionplans:revision-detail", row.revision_id),
            link="Åbn planen",
            since=row.since,
        )


def plans_expiring(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """A plan in force that ends within six months while no next one has been begun; due from three months before."""
    for row in plan_rows(association_ids, day):
        if row.state != PlanState.APPROVED or row.has_next or row.plan_end - day > SIX_MONTHS:
            continue
        near = row.plan_end - day <= THREE_MONTHS
        yield DueItem(
            key=EXPIRING,
            association_id=row.association_id,
            what=f"Handleplanen udløber {date_text(row.plan_end)}. Begynd den næste.",
            due_on=row.plan_end,
            state=DueState.OVERDUE if row.plan_end < day else DueState.DUE if near else DueState.COMING,
            turn=Turn.RESOURCE_PERSON,
            url=address("actionplans:association-plans", row.association_id),
            link="Se handleplaner",
        )


def plan_signals(association_ids: Collection[int], year: int, day: date) -> Mapping[int, Signal]:
    """Whether an approved plan covers the year (or today, in the running one); on its way is yellow, none is red."""
    on = min(max(day, date(year, 1, 1)), date(year, 12, 31))
    plans = PlanRevision.objects.filter(
        plan__partnership=OuterRef("partnership"), plan__start__lte=on, plan__end__gte=on
    )
    approved = plans.filter(state__in=[PlanState.APPROVED, PlanState.CLOSED, PlanState.SUPERSEDED])
    rows = (
        Participation.objects.filter(association__any_of=association_ids, start__lte=on, end__gte=on)
        .annotate(is_approved=Exists(approved), is_begun=Exists(plans))
        .values_list("association_id", "is_approved", "is_begun")
    )
    return {pk: _signal(pk, is_approved=approved, is_begun=begun) for pk, approved, begun in rows}


def _signal(pk: int, *, is_approved: bool, is_begun: bool) -> Signal:
    url = address("actionplans:association-plans", pk)
    if is_approved:
        return Signal(Light.GREEN, "Godkendt", "Der er en godkendt handleplan.", url)
    if is_begun:
        return Signal(Light.YELLOW, "På vej", "Handleplanen er begyndt, men ikke godkendt.", url)
    return Signal(Light.RED, "Mangler", "Der er ingen handleplan for perioden.", url)
