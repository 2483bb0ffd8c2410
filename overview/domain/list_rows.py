"""What a row of `list_queries.list_rows` says: its warnings, and how its columns are written everywhere."""

from datetime import date
from enum import StrEnum
from typing import Any

from core.formats import MISSING, decimal_text
from core.periods import DAY
from overview.domain.list_conditions import Cohort

Row = Any  # an Association with the annotations of `list_queries.list_rows`, which its class does not know


class WarningKind(StrEnum):
    """The warnings, by the word that finds them in the list's address."""

    VACANCY = "ledig"
    TOO_FEW_HOURS = "timer"
    MISSING_COUNT = "medlemstal"

    @property
    def label(self) -> str:
        return WARNING_LABELS[self]


WARNING_LABELS = {
    WarningKind.VACANCY: "Ledig stilling",
    WarningKind.TOO_FEW_HOURS: "For få timer",
    WarningKind.MISSING_COUNT: "Medlemstal mangler",
}


def warnings_of(row: Row) -> list[WarningKind]:
    """The row's warnings, the most serious first: the same as the conditions of `list_conditions` find."""
    found: list[WarningKind] = []
    if row.closed_on:
        return found
    if row.partnership_end and row.hours is None:
        found.append(WarningKind.VACANCY)
    if row.hours is not None and row.required_hours is not None and row.hours < row.required_hours:
        found.append(WarningKind.TOO_FEW_HOURS)
    if row.year_end_partnership and row.under_25 is None:
        found.append(WarningKind.MISSING_COUNT)
    return found


def vacant_since(row: Row) -> date:
    """The first day of the row's vacancy; needs `with_details`."""
    start: date = row.partnership_start
    return start if row.last_employed is None else max(start, row.last_employed + DAY)


def change_of(row: Row) -> int | None:
    """The difference in members under 25 from the year before; None when either is missing."""
    if row.under_25 is None or row.under_25_before is None:
        return None
    return int(row.under_25 - row.under_25_before)


def cohort_label(start: date | None) -> str:
    """`2018` or `medio 2020`."""
    return Cohort.of(start).label if start else MISSING


def place_of(row: Row) -> str:
    """The district, or that the association works in the whole city."""
    return "Bydækkende" if row.citywide else row.district_name or MISSING


def signed(change: int) -> str:
    """A difference in persons with its sign: `+23`, `−4`, `0`."""
    text = decimal_text(abs(change))
    return f"+{text}" if change > 0 else f"−{text}" if change < 0 else text
