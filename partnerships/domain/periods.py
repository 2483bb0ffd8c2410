"""How long a partnership runs (R1). Dates are inclusive."""

from datetime import date

from core.periods import DAY

YEARS = 4


def default_end(start: date) -> date:
    """Four years after `start`, less a day: 1 January 2020 → 31 December 2023."""
    try:
        return start.replace(year=start.year + YEARS) - DAY
    except ValueError:  # 29 February, and no leap year four years later (1896, 2096)
        return date(start.year + YEARS, 2, 28)
