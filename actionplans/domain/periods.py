"""How long a plan runs (R9), and when it tells of lasting changes (R11). All dates are inclusive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.formats import date_text
from core.periods import DAY, Period
from partnerships.models import Partnership

LONGEST_YEARS, SHORTEST_YEARS = 3, 2
YEARS_OF_LASTING_CHANGES = 4


@dataclass(frozen=True)
class Choice:
    """A period that a new plan can have."""

    period: Period

    @property
    def key(self) -> str:
        """What the form sends: both days in ISO."""
        return f"{self.period.start.isoformat()}/{self.period.end.isoformat()}"

    @property
    def label(self) -> str:
        return f"{date_text(self.period.start)} – {date_text(self.period.end)}"


def possible_periods(partnership: Partnership, taken: Iterable[Period], day: date) -> list[Choice]:
    """The periods that a new plan of the partnership can have, the nearest first (R9).

    It covers two or three calendar years: from 1 January, or for a first plan from the partnership's first day to 31
    December of its second or third full year. It ends with the partnership at the latest, so that the last plan can be
    shorter; it overlaps no other plan. Offered are the year that runs on the day, and the two after it.
    """
    plans = sorted(taken)
    found: list[Choice] = []
    for year in range(day.year, day.year + 3):
        start = max(date(year, 1, 1), partnership.start)
        if start.year != year or start > partnership.end:
            continue
        first = start == partnership.start and not plans
        if start != date(year, 1, 1) and not first:
            continue
        found += [Choice(period) for period in _lengths(start, partnership.end) if _free(period, plans)]
    return found


def _lengths(start: date, last: date) -> list[Period]:
    """Three and two calendar years from `start`, cut off where the partnership ends; each period once."""
    full_from = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    ends = [min(date(full_from + years - 1, 12, 31), last) for years in (LONGEST_YEARS, SHORTEST_YEARS)]
    return [Period(start, end) for end in dict.fromkeys(ends) if end >= start]


def _free(period: Period, plans: Iterable[Period]) -> bool:
    return all(period.end < plan.start or plan.end < period.start for plan in plans)


def tells_of_lasting_changes(partnership_start: date, plan_start: date) -> bool:
    """Whether the partnership is over four years old on the plan's first day (R11)."""
    try:
        anniversary = partnership_start.replace(year=partnership_start.year + YEARS_OF_LASTING_CHANGES)
    except ValueError:  # 29 February, and no leap year four years later
        anniversary = date(partnership_start.year + YEARS_OF_LASTING_CHANGES, 3, 1)
    return plan_start > anniversary - DAY
