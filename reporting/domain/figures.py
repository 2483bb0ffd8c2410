"""The figures of the reports, one function each; the definition of every one stands in docs/figures.md.

Counts are persons on 31 December, hours are a week's, amounts whole kroner, all dates inclusive. A number that nobody
has reported is None and never 0.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from associations.enums import Gender
from associations.models import Employment
from core.periods import Period
from partnerships.models import Participation, Partnership
from reporting.domain.loading import Ages, Cells, Count

UNDER_25 = 25


def under_25(counts: Mapping[int, Count], year: int) -> int | None:
    """Members under 25 on 31 December of the year."""
    return counts[year].under_25 if year in counts else None


def change(now: int | None, before: int | None) -> int | None:
    """The difference to the number before, when both are known."""
    return None if now is None or before is None else now - before


def is_under_25(ages: Ages) -> bool:
    """Whether everybody in the age band is under 25."""
    return ages[1] is not None and ages[1] < UNDER_25


def bands_of(counts: Iterable[Count]) -> list[Ages]:
    """The age bands that the counts use, youngest first."""
    found = {ages for count in counts for ages, _ in count.cells}
    return sorted(found, key=lambda ages: (ages[0], ages[1] is None, ages[1]))


def band_total(cells: Cells, ages: Ages) -> int | None:
    """All genders of one age band; None when no cell of it is given."""
    given = [members for (band, _), members in cells.items() if band == ages]
    return sum(given) if given else None


def older_total(count: Count) -> int | None:
    """Members of 25 and older: all but those under 25; None unless both numbers are known."""
    return None if count.total is None or count.under_25 is None else count.total - count.under_25


def gender_total(cells: Cells, gender: Gender) -> int | None:
    """One gender under 25; None when no cell of it is given."""
    given = [members for (band, given_gender), members in cells.items() if given_gender == gender and is_under_25(band)]
    return sum(given) if given else None


def largest_bands(cells: Cells) -> tuple[list[Ages], int]:
    """The age bands under 25 with most members, several when equal, and how many; ([], 0) when none has any."""
    totals = {ages: band_total(cells, ages) or 0 for ages, _ in cells if is_under_25(ages)}
    most = max(totals.values(), default=0)
    return ([ages for ages, total in sorted(totals.items()) if total == most] if most else []), most


def band_changes(now: Cells, before: Cells) -> list[tuple[Ages, int]]:
    """How each age band under 25 changed, where both years give it; youngest first."""
    bands = sorted({ages for ages, _ in now} & {ages for ages, _ in before})
    return [
        (ages, (band_total(now, ages) or 0) - (band_total(before, ages) or 0)) for ages in bands if is_under_25(ages)
    ]


@dataclass(frozen=True)
class Trend:
    """Years in a row in which the number under 25 went the same way: `steps` changes since `first_year`."""

    rising: bool
    steps: int
    first_year: int
    first_number: int


def trend(counts: Mapping[int, Count], year: int) -> Trend | None:
    """The run of rises or falls that ends in the year; None when the number stands still or is not known."""
    latest = change(under_25(counts, year), under_25(counts, year - 1))
    if not latest:
        return None
    steps, at = 0, year
    while (step := change(under_25(counts, at), under_25(counts, at - 1))) and (step > 0) == (latest > 0):
        steps, at = steps + 1, at - 1
    return Trend(latest > 0, steps, at, under_25(counts, at) or 0)


def days_of(periods: Iterable[Period]) -> int:
    """The days of all the periods together."""
    return sum(period.days for period in periods)


def hours_total(employments: Iterable[Employment], day: date) -> Decimal:
    """Weekly hours of all employed on the day."""
    return sum(
        (row.weekly_hours for row in employments if row.start <= day and (row.end is None or row.end >= day)),
        start=Decimal(0),
    )


def agreement_end(partnership: Partnership, participation: Participation, on: date) -> date:
    """The last day of the agreement as it was known on a day: extensions and an early end decided by then (R1)."""
    if partnership.ended_early_on and partnership.ended_early_on <= on:
        return min(participation.end, partnership.end)
    decided: list[date] = [row.new_end for row in partnership.report_extensions if row.decided_on <= on]  # type: ignore[attr-defined]
    end: date = max([partnership.first_end, *decided])
    # An association that left a shared partnership earlier has its own end.
    return min(end, participation.end) if participation.end < partnership.end else end


def cohort(first_start: date | None) -> str:
    """The cohort's name: `2018`, or `medio 2020` when the first partnership began in July or later of the year."""
    if first_start is None:
        return ""
    return f"medio {first_start.year}" if first_start.month >= 7 else str(first_start.year)


def sum_known(numbers: Collection[int | None]) -> tuple[int, int]:
    """The sum of the numbers that are known, and how many they are."""
    known = [value for value in numbers if value is not None]
    return sum(known), len(known)
