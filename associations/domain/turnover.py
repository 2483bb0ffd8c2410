"""Turnover (R6): how many leave, of how many who are employed. Dates are inclusive. Definitions: docs/figures.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from core.periods import DAY, Period, overlap, whole_year


class Post(Protocol):
    """What is needed of an employment."""

    @property
    def person_id(self) -> int: ...

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date | None: ...


AnyPost = TypeVar("AnyPost", bound=Post)


def ended_in(employments: Sequence[AnyPost], within: Period) -> list[AnyPost]:
    """The employments that ended in the period; one that the same person's next employment takes over has not ended."""
    return [
        row
        for row in employments
        if row.end
        and within.contains(row.end)
        and not any(
            other.person_id == row.person_id and other.start > row.start and other.start <= row.end + DAY
            for other in employments
        )
    ]


def average_employed(employments: Iterable[Post], year: int) -> float:
    """The average number of people employed over the days of the year."""
    span = whole_year(year)
    parts = [overlap(row.start, row.end, span) for row in employments]
    return sum(part.days for part in parts if part) / span.days


def turnover_percent(ended: int, average: float) -> int | None:
    """Ended employments ÷ average number employed, in whole percent (R6); None when nobody was employed."""
    return round(100 * ended / average) if average > 0 else None


@dataclass(frozen=True)
class YearTurnover:
    """A year's turnover. `average` and `percent` are None for a year that is not over."""

    year: int
    ended: int
    average: float | None
    percent: int | None


def turnover_by_year(employments: Sequence[Post], *, first: int, day: date) -> list[YearTurnover]:
    """The years from `first` until the day's, the newest first; of the day's own only the ends until the day."""
    rows = []
    for year in range(first, day.year + 1):
        ended = len(ended_in(employments, Period(date(year, 1, 1), min(date(year, 12, 31), day))))
        if year < day.year:
            average = average_employed(employments, year)
            rows.append(YearTurnover(year, ended, average, turnover_percent(ended, average)))
        else:
            rows.append(YearTurnover(year, ended, None, None))
    return rows[::-1]
