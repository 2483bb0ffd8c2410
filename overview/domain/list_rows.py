"""How the columns of a row of `list_queries.list_rows` are written, in the list and in its downloads alike."""

from datetime import date

from associations.models import Association
from core.formats import MISSING, number
from overview.domain.list_queries import cohort_of


def cohort_label(start: date | None) -> str:
    """`2018` or `medio 2020`."""
    cohort = cohort_of(start)
    return cohort.label if cohort else MISSING


def place(row: Association) -> str:
    """The district, or that the association works in the whole city."""
    return "Bydækkende" if row.citywide else row.district_name or MISSING


def change_text(change: int) -> str:
    """A difference in persons with its sign: `+23`, `−4`, `0`."""
    return f"+{number(change)}" if change > 0 else number(change).replace("-", "−")


def warning_labels(row: Association) -> list[str]:
    """The row's warnings, the most serious first."""
    held = (
        (row.vacancy, "Ledig stilling"),
        (row.too_few_hours, "For få timer"),
        (row.missing_count, "Medlemstal mangler"),
    )
    return [label for holds, label in held if holds]
