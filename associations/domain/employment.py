"""Vacancy and hours (R4): what the register says about a period of an association's partnership.

All dates are inclusive; hours are a week's, whoever pays. Definitions: docs/figures.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from associations.models import Employment
from core.periods import DAY, Period, gaps, merged, overlap


def vacancies(employments: Iterable[Employment], within: Period) -> list[Period]:
    """The stretches of `within` where nobody was employed."""
    return gaps(employed_periods(employments, within), within)


def employed_periods(employments: Iterable[Employment], within: Period) -> list[Period]:
    """The stretches of `within` where somebody was employed, adjacent ones joined."""
    parts = [overlap(employment.start, employment.end, within) for employment in employments]
    return merged(part for part in parts if part)


def hours_on(employments: Iterable[Employment], day: date) -> Decimal:
    """The sum of weekly hours of those employed on the day; 0 in a vacancy."""
    return sum(
        (employment.weekly_hours for employment in employments if holds_on(employment, day)),
        start=Decimal(0),
    )


def holds_on(employment: Employment, day: date) -> bool:
    """Whether the employment covers the day."""
    return employment.start <= day and (employment.end is None or day <= employment.end)


@dataclass(frozen=True)
class HoursPeriod:
    """A stretch of days with the same sum of weekly hours."""

    period: Period
    hours: Decimal


def hours_by_period(employments: Iterable[Employment], within: Period) -> list[HoursPeriod]:
    """`within` cut where the sum of weekly hours changes, in order; equal neighbours are joined."""
    rows = list(employments)
    cuts = {within.start}
    for employment in rows:
        cuts.add(employment.start)
        if employment.end:
            cuts.add(employment.end + DAY)
    starts = sorted(cut for cut in cuts if within.contains(cut))
    ends = [start - DAY for start in starts[1:]] + [within.end]
    result: list[HoursPeriod] = []
    for start, end in zip(starts, ends, strict=True):
        hours = hours_on(rows, start)
        if result and result[-1].hours == hours:
            result[-1] = HoursPeriod(Period(result[-1].period.start, end), hours)
        else:
            result.append(HoursPeriod(Period(start, end), hours))
    return result


def under_hours(employments: Iterable[Employment], within: Period, required: Decimal) -> list[HoursPeriod]:
    """The stretches with somebody employed, but fewer hours a week than required."""
    return [part for part in hours_by_period(employments, within) if 0 < part.hours < required]


def without_primary_contact(employments: Iterable[Employment], within: Period) -> list[Period]:
    """The stretches where people are employed and none of them is the primary contact: refused (R4)."""
    rows = list(employments)
    primary = employed_periods([row for row in rows if row.is_primary_contact], within)
    missing = []
    for employed in employed_periods(rows, within):
        missing += gaps([part for p in primary if (part := overlap(p.start, p.end, employed))], employed)
    return missing
