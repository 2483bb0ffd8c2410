"""What the members' counting makes due: numbers are written from 1 December to 31 January (R14). Pure reads."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from associations.models import Association
from core.addresses import address
from core.registry import DueItem, DueRule, DueState, Turn
from overview.domain.list_conditions import last_ended_year, missing_count_of

KEY = "count_missing"
WINDOW_OPENS = 12  # December of the counting year
WINDOW_CLOSES = (1, 31)  # month and day of the year after


def missing_counts(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """A year's number of members under 25 that is not there: coming in December, due in January, then overdue.

    One query for the last ended year, and in December one for the running year.
    """
    years = [last_ended_year(day)]
    if day.month == WINDOW_OPENS:
        years.append(day.year)
    for year in years:
        rows = _without_count(year)
        found = rows if association_ids is None else rows.filter(pk__any_of=association_ids)
        for pk in found.values_list("pk", flat=True):
            yield _item(pk, year, day)


@lru_cache(maxsize=4)
def _without_count(year: int) -> QuerySet[Association]:
    """Never evaluated itself: building it once serves all requests."""
    return Association.objects.filter(missing_count_of(year)).order_by()


def _item(pk: int, year: int, day: date) -> DueItem:
    due_on = date(year + 1, *WINDOW_CLOSES)
    ended = day > date(year, 12, 31)
    what = f"Medlemstal for {year} mangler." if ended else f"Medlemstal for {year} skal skrives fra 31. december."
    name, args = ("overview:membercount-edit", [pk, year]) if ended else ("overview:association-counts", [pk])
    return DueItem(
        key=KEY,
        association_id=pk,
        what=what,
        due_on=due_on,
        state=DueState.OVERDUE if day > due_on else DueState.DUE if ended else DueState.COMING,
        turn=Turn.RESOURCE_PERSON,
        url=address(name, *args),
        link="Skriv medlemstal" if ended else "Se medlemstal",
        since=date(year, WINDOW_OPENS, 1),
        ref=str(year),
    )


RULE = DueRule(KEY, "Medlemstal", 30, missing_counts)
