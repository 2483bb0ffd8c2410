"""Working days in Denmark: Monday to Friday without public holidays. Cached by year; pure."""

from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
SATURDAY = 5
LAST_PRAYER_DAY = 2023
"""Store bededag was a public holiday until this year."""


def easter_sunday(year: int) -> date:
    """By the rule of the Gregorian calendar (Meeus, Jones, Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    quarter, last = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - moon - last) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays that may fall on a working day."""
    easter = easter_sunday(year)
    after_easter = [-3, -2, 1, *([26] if year <= LAST_PRAYER_DAY else []), 39, 50]
    fixed = (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26))
    return frozenset({*fixed, *(easter + DAY * days for days in after_easter)})


def is_workday(day: date) -> bool:
    """Neither weekend nor public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def workday_after(day: date, count: int) -> date:
    """The `count`th working day after the day; the day itself is not counted."""
    while count:
        day += DAY
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; 0 on the same day."""
    return sum(is_workday(start + DAY * days) for days in range(1, (end - start).days + 1))
