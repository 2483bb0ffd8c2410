"""Periods of days. Both ends are inclusive; an open end is None."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` to `end`, both included. Raises `ValueError` when the end lies before the start."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"period ends {self.end} before it starts {self.start}")

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end


def whole_year(year: int) -> Period:
    """1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def overlap(start: date, end: date | None, within: Period) -> Period | None:
    """The days of `start`..`end` (None: open) that lie in `within`, or None."""
    first, last = max(start, within.start), within.end if end is None else min(end, within.end)
    return Period(first, last) if first <= last else None


def merged(periods: Iterable[Period]) -> list[Period]:
    """The same days as few periods as possible, in order: overlapping and adjacent ones become one."""
    result: list[Period] = []
    for period in sorted(periods):
        if result and period.start <= result[-1].end + DAY:
            result[-1] = Period(result[-1].start, max(result[-1].end, period.end))
        else:
            result.append(period)
    return result


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """The days of `within` that no period covers, in order."""
    result: list[Period] = []
    next_free = within.start
    for period in merged(periods):
        if period.start > within.end:
            break
        if period.start > next_free:
            result.append(Period(next_free, period.start - DAY))
        next_free = max(next_free, period.end + DAY)
    if next_free <= within.end:
        result.append(Period(next_free, within.end))
    return result


def months_begun(period: Period, year: int) -> int:
    """How many calendar months of `year` the period touches, 0–12 (R2)."""
    part = overlap(period.start, period.end, whole_year(year))
    return part.end.month - part.start.month + 1 if part else 0


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
