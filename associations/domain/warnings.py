"""What needs attention in an association on a day (R4, R14): the Python side of the definitions in docs/figures.md.

The association list computes the same in SQL; a test compares both. All dates are inclusive.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from associations.domain.employment import holds_on, hours_on, under_hours, vacancies
from associations.models import Employment
from core.periods import Period


@dataclass(frozen=True)
class Vacancy:
    """A partnership is in force and nobody is employed; `days` counts from `since` to the day asked, both included."""

    since: date
    days: int


@dataclass(frozen=True)
class UnderHours:
    """Somebody is employed, but for fewer hours a week in all than the year requires; below it since `since`."""

    since: date
    hours: Decimal
    required: Decimal


@dataclass(frozen=True)
class MissingCount:
    """The last ended year ended inside a partnership and has no complete number of members under 25."""

    year: int


Attention = Vacancy | UnderHours | MissingCount


def agreement_on(agreements: Iterable[Period], day: date) -> Period | None:
    """The association's period in a partnership that is in force on the day."""
    return next((agreement for agreement in agreements if agreement.contains(day)), None)


def vacancy_on(*, employments: Iterable[Employment], agreements: Iterable[Period], day: date) -> Vacancy | None:
    """The vacancy that lasts on the day, counted from the agreement's start or the last employment's end."""
    agreement = agreement_on(agreements, day)
    if agreement is None:
        return None
    empty = vacancies(employments, Period(agreement.start, day))
    if not empty or empty[-1].end != day:
        return None
    return Vacancy(empty[-1].start, empty[-1].days)


def under_hours_on(*, employments: Iterable[Employment], required: Decimal | None, day: date) -> UnderHours | None:
    """Too few hours a week on the day; `required` is the programme year's, None when the year has not been opened.

    `since` is the first day of the unbroken stretch below today's requirement, whatever the hours in it.
    """
    rows = list(employments)
    if required is None or not any(holds_on(row, day) for row in rows):
        return None
    first = min(row.start for row in rows)
    below = under_hours(rows, Period(first, day), required)
    if not below or below[-1].period.end != day:
        return None
    since = below[-1].period.start
    for part in reversed(below[:-1]):
        if (since - part.period.end).days > 1:
            break
        since = part.period.start
    return UnderHours(since, hours_on(rows, day), required)


def missing_count_on(*, agreements: Iterable[Period], counted_years: Collection[int], day: date) -> MissingCount | None:
    """The last ended year's missing count; `counted_years` are the years with a number of members under 25."""
    year = day.year - 1
    if agreement_on(agreements, date(year, 12, 31)) is None or year in counted_years:
        return None
    return MissingCount(year)


def warnings_on(
    *,
    employments: Iterable[Employment],
    agreements: Iterable[Period],
    required: Decimal | None,
    counted_years: Collection[int],
    day: date,
) -> list[Attention]:
    """Everything that needs attention on the day, the most serious first."""
    rows, periods = list(employments), list(agreements)
    found = (
        vacancy_on(employments=rows, agreements=periods, day=day),
        under_hours_on(employments=rows, required=required, day=day),
        missing_count_on(agreements=periods, counted_years=counted_years, day=day),
    )
    return [warning for warning in found if warning is not None]
