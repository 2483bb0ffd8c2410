"""Which associations need a child-protection declaration for which year, and what lacks (docs/figures.md).

An association needs one for each year in which it has a partnership on at least one day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from associations.domain.declarations import due_day, near_day
from associations.models import Association, ChildProtectionDeclaration
from core.addresses import address
from core.formats import date_text
from core.periods import whole_year
from core.registry import DueItem, DueState, Light, Signal, Turn
from partnerships.domain.agreement_rows import agreement_rows
from partnerships.models import Participation

DUE_KEY = "child_protection"
LABEL = "Børneattesterklæring"


@dataclass(frozen=True)
class YearRow:
    """A year in which the association has a partnership: its declaration if there is one, and the last day to make it.

    `state` is None when it is made, and for years before the last one, which are history and never called due.
    """

    year: int
    declaration: ChildProtectionDeclaration | None
    due_on: date
    state: DueState | None


def declaration_years(association: Association, day: date) -> list[YearRow]:
    """A row per year of partnership up to the day's, the newest first; two queries."""
    firsts: dict[int, date] = {}
    for start, end in association.participations.filter(start__lte=day).values_list("start", "end"):
        for year in range(start.year, min(end, day).year + 1):
            first = max(start, date(year, 1, 1))
            firsts[year] = min(first, firsts.get(year, first))
    made = {row.year: row for row in association.child_protection_declarations.all()}
    return [
        YearRow(year, made.get(year), due_day(first), None if year in made else state_on(first, day))
        for year, first in sorted(firsts.items(), reverse=True)
    ]


def state_on(first_day: date, day: date) -> DueState | None:
    """How near a declaration that lacks is on the day; None before its first day, and for years before the last."""
    if first_day > day or first_day.year < day.year - 1:
        return None
    if day > due_day(first_day):
        return DueState.OVERDUE
    return DueState.DUE if day >= near_day(first_day) else DueState.COMING


def missing_declarations(association_ids: Collection[int] | None, day: date) -> Iterable[DueItem]:
    """The due items of the day: the day's year and the one before, of associations that are open; one query."""
    spans = {year: whole_year(year) for year in (day.year - 1, day.year)}
    firsts: dict[tuple[int, int], date] = {}
    for row in agreement_rows(association_ids, day):
        for year, span in spans.items():
            if not row.is_closed and year not in row.declared and row.start <= span.end and row.end >= span.start:
                key, first = (year, row.association_id), max(row.start, span.start)
                firsts[key] = min(first, firsts.get(key, first))
    return _items(firsts, day)


def _items(firsts: Mapping[tuple[int, int], date], day: date) -> list[DueItem]:
    """An item for each year and association whose first day has come, the oldest year first."""
    return [
        DueItem(
            key=DUE_KEY,
            association_id=association_id,
            what=f"Børneattesterklæringen for {year} mangler.",
            due_on=due_day(first),
            state=state,
            turn=Turn.BOARD,
            url=address("partnerships:declaration-create", association_id, year),
            link="Afgiv erklæringen",
            since=first,
        )
        for (year, association_id), first in sorted(firsts.items())
        if (state := state_on(first, day))
    ]


def declaration_signals(association_ids: Collection[int], year: int, day: date) -> Mapping[int, Signal]:
    """The managers' traffic lights of the year as they are on the day; one query."""
    span, own = whole_year(year), OuterRef("pk")
    inside = Participation.objects.filter(association=own, start__lte=span.end, end__gte=span.start)
    made = ChildProtectionDeclaration.objects.filter(association=own, year=year)
    rows = (
        Association.objects.filter(pk__any_of=association_ids)
        .annotate(
            first=Subquery(inside.order_by("start", "pk").values("start")[:1]),
            declared_on=Subquery(made.values("declared_on")),
            declared_by=Subquery(made.values("declared_by")),
        )
        .order_by()
        .values_list("pk", "first", "declared_on", "declared_by")
    )
    return {
        pk: _signal(
            first=max(first, span.start) if first else None,
            made=(declared_on, declared_by) if declared_on else None,
            day=day,
            url=address("partnerships:declaration-list", pk),
        )
        for pk, first, declared_on, declared_by in rows
    }


def _signal(*, first: date | None, made: tuple[date, str] | None, day: date, url: str) -> Signal:
    if made:
        return Signal(Light.GREEN, "Afgivet", f"Erklæret {date_text(made[0])} af {made[1]}.", url)
    if first is None:
        return Signal(Light.GREY, "Gælder ikke", "Foreningen har intet partnerskab i året.", url)
    if first > day:
        return Signal(Light.GREY, "Endnu ikke", f"Kan afgives fra {date_text(first)}.", url)
    if day <= due_day(first):
        return Signal(Light.YELLOW, "Mangler", f"Fristen er {date_text(due_day(first))}.", url)
    return Signal(Light.RED, "Mangler", f"Fristen var {date_text(due_day(first))}.", url)
