"""The parts of the year wheel that this house knows of: fixed dates, what ends, and what else is due.

Each part takes one query at most. Definitions: docs/figures.md. Dates are inclusive.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable

from actionplans.enums import PlanState
from actionplans.models import ActionPlan, PlanRevision
from associations.domain.declarations import due_day
from associations.enums import EndReason
from associations.models import Employment
from core import clock
from core.addresses import address
from core.periods import whole_year
from core.registry import WheelEntry, YearWheelPart, due_rules
from core.sharing import sharing_reads
from partnerships.models import Grant, Participation

# Rules whose days stand in the wheel by a part of their own, or whose last day is no date of the year.
TOLD_ELSEWHERE = frozenset(
    {
        "vacancy",
        "under_hours",
        "end_planned",
        "handover_open",
        "count_missing",
        "child_protection",
        "account_missing",
        "partnership_ending",
        "plan_expiring",
        "report_changed",
    }
)
PARTNERSHIP, PLAN, POST = "partnership", "plan", "post"
ENDS = {
    PARTNERSHIP: ("Partnerskabet udløber.", "overview:association-partnership"),
    PLAN: ("Handleplanen udløber.", "actionplans:association-plans"),
    POST: ("{name} stopper som ressourceperson.", "overview:association-people"),
}


def _of(rows: QuerySet[Any, Any], association_ids: Collection[int] | None, path: str) -> QuerySet[Any, Any]:
    return rows if association_ids is None else rows.filter(**{f"{path}__any_of": association_ids})


def counts(association_ids: Collection[int] | None, year: int) -> Iterator[WheelEntry]:
    """The window in which members are counted (R14); no query."""
    yield WheelEntry(date(year, 1, 31), f"Sidste dag for medlemstal for {year - 1}.")
    yield WheelEntry(date(year, 12, 1), f"Medlemstal for {year} kan indberettes fra i dag.")


def accounts(association_ids: Collection[int] | None, year: int) -> Iterator[WheelEntry]:
    """The last day for accounts of last year's grants, for those who had one."""
    rows = Grant.objects.filter(
        programme_year__year=year - 1,
        amount__gt=0,
        partnership__participations__start__lte=date(year - 1, 12, 31),
        partnership__participations__end__gte=date(year - 1, 1, 1),
    )
    found = _of(rows, association_ids, "partnership__participations__association").order_by(
        "partnership__participations__association", "pk"
    )
    for grant, association in found.values_list("pk", "partnership__participations__association"):
        text = f"Sidste dag for regnskabet for {year - 1}."
        yield WheelEntry(date(year, 4, 1), text, association, address("partnerships:grant-detail", grant))


def declarations(association_ids: Collection[int] | None, year: int) -> Iterator[WheelEntry]:
    """The last day of each association's child-protection declaration for the year."""
    span = whole_year(year)
    rows = Participation.objects.filter(start__lte=span.end, end__gte=span.start, association__closed_on=None)
    firsts: dict[int, date] = {}
    for association, start in (
        _of(rows, association_ids, "association").order_by("association", "start").values_list("association", "start")
    ):
        firsts.setdefault(association, max(start, span.start))
    for association, first in firsts.items():
        if due_day(first).year == year:
            text = f"Sidste dag for børneattesterklæringen for {year}."
            yield WheelEntry(due_day(first), text, association, address("partnerships:declaration-list", association))


def ends(association_ids: Collection[int] | None, year: int) -> Iterator[WheelEntry]:
    """Partnerships, approved plans and employments whose last day lies in the year; one query for the three."""
    span = (date(year, 1, 1), date(year, 12, 31))
    club = "partnership__participations__association"
    approved = PlanRevision.objects.filter(
        plan=OuterRef("pk"), state__in=[PlanState.APPROVED, PlanState.CLOSED, PlanState.SUPERSEDED]
    )
    plans = ActionPlan.objects.filter(
        Exists(approved),
        end__range=span,
        partnership__participations__start__lte=F("end"),
        partnership__participations__end__gte=F("end"),
    )
    rows = [
        _told(Participation.objects.filter(end__range=span), association_ids, "association", PARTNERSHIP, Value("")),
        _told(plans, association_ids, club, PLAN, Value("")),
        _told(
            Employment.objects.filter(end__range=span).exclude(end_reason=EndReason.CONTINUED),
            association_ids,
            "association",
            POST,
            F("person__name"),
        ),
    ]
    for kind, association, end, name in rows[0].union(*rows[1:], all=True):
        text, page = ENDS[kind]
        yield WheelEntry(end, text.format(name=name), association, address(page, association))


def _told(
    rows: QuerySet[Any, Any], association_ids: Collection[int] | None, club: str, kind: str, name: Combinable
) -> QuerySet[Any, Any]:
    """Kind, association, last day and name, so that the three go into one query."""
    marked = _of(rows, association_ids, club).order_by().annotate(told_kind=Value(kind), told_name=name)
    told: QuerySet[Any, Any] = marked.values_list("told_kind", club, "end", "told_name")
    return told


def due(association_ids: Collection[int] | None, year: int) -> Iterator[WheelEntry]:
    """Whatever else is due today with its last day in the year: a query for each rule that has no part of its own."""
    with sharing_reads():
        for rule in due_rules:
            if rule.key in TOLD_ELSEWHERE:
                continue
            for item in rule.find(association_ids, clock.today()):
                if item.due_on.year == year:
                    yield WheelEntry(item.due_on, item.what, item.association_id, item.url, item.is_internal)


PARTS = (
    YearWheelPart("counts", "Medlemstal", 20, counts),
    YearWheelPart("declarations", "Børneattesterklæring", 30, declarations),
    YearWheelPart("accounts", "Regnskab", 40, accounts),
    YearWheelPart("ends", "Noget slutter", 50, ends),
    YearWheelPart("due", "Frister", 60, due),
)
