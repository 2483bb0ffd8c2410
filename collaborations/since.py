"""First days that are known to the day, the month or the year: reading and writing them as Danes do."""

import re
from datetime import date

from collaborations.enums import Precision
from core.fields import FIRST_YEAR, LAST_YEAR, parse_date
from core.formats import MISSING, MONTHS, date_text, short_date_text

YEAR = re.compile(r"\d{4}", re.ASCII)
MONTH_AND_YEAR = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{4})", re.ASCII)
NAMED_MONTH = re.compile(r"([a-zæøå]{3,9})\.?\s+(\d{4})")
LONGEST = 40


def parse_since(text: str) -> tuple[date, Precision]:
    """`15-08-2021`, `08-2021`, `august 2021`, `aug. 2021` or `2021`. Raises `ValueError` for anything else."""
    compact = text.strip().lower()[:LONGEST]
    if YEAR.fullmatch(compact):
        return _known(date(int(compact), 1, 1)), Precision.YEAR
    if found := MONTH_AND_YEAR.fullmatch(compact):
        return _known(date(int(found[2]), int(found[1]), 1)), Precision.MONTH
    if found := NAMED_MONTH.fullmatch(compact):
        months = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(found[1])]
        if len(months) != 1:
            raise ValueError(text)
        return _known(date(int(found[2]), months[0], 1)), Precision.MONTH
    return _known(parse_date(compact)), Precision.DAY


def _known(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(day)
    return day


def since_text(day: date | None, precision: str) -> str:
    """`15. august 2021`, `august 2021` or `2021`; `ikke oplyst` for None."""
    if day is None:
        return MISSING
    if precision == Precision.YEAR:
        return f"{day.year:04}"
    return f"{MONTHS[day.month - 1]} {day.year:04}" if precision == Precision.MONTH else date_text(day)


def short_since_text(day: date | None, precision: str) -> str:
    """As it stands in a form's field: `15-08-2021`, `08-2021`, `2021`, or nothing."""
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return f"{day.year:04}"
    return f"{day.month:02}-{day.year:04}" if precision == Precision.MONTH else short_date_text(day)
