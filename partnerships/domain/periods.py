"""How long a partnership runs (R1). Dates are inclusive."""

from calendar import monthrange
from datetime import date

from core.periods import DAY

YEARS = 4
MONTHS = 12


def default_end(start: date) -> date:
    """Four years after `start`, less a day: 1 January 2020 → 31 December 2023."""
    try:
        return start.replace(year=start.year + YEARS) - DAY
    except ValueError:  # 29 February, and no leap year four years later (1896, 2096)
        return date(start.year + YEARS, 2, 28)


def months_before(day: date, months: int) -> date:
    """The same day of the month, months earlier, or the month's last day: 31 December and 6 → 30 June."""
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
