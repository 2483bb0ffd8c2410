"""The lists of handovers as Excel and CSV."""

from core import clock
from core.exports import Column
from handovers.domain.queries import age_in_days, standing
from handovers.models import Handover, HandoverStandardItem


def _state(row: Handover) -> str:
    return standing(row, clock.today()).label


def _owner(row: Handover) -> str:
    return row.owner.person.name if row.owner else ""


def _age(row: Handover) -> int | None:
    """Days since it was opened, for one that is open."""
    return age_in_days(row, clock.today()) if row.is_open else None


ASSOCIATION_COLUMNS: list[Column[Handover]] = [
    Column("Efter", lambda row: row.employment.person.name, width=28),
    Column("Sidste dag", lambda row: row.employment.end),
    Column("Tilstand", _state, width=20),
    Column("Dage åben", _age),
    Column("Ansvarlig", _owner, width=28),
    Column("Punkter", lambda row: row.total),  # type: ignore[attr-defined]  # annotated by with_counts
    Column("Mangler", lambda row: row.left),  # type: ignore[attr-defined]  # the same
    Column("Åbnet", lambda row: row.opened_on),
    Column("Afsluttet", lambda row: row.closed_on),
    Column("Det, der manglede", lambda row: row.left_over, width=50),
]
COLUMNS: list[Column[Handover]] = [
    Column("Forening", lambda row: row.employment.association.name, width=32),
    *ASSOCIATION_COLUMNS,
]
STANDARD_COLUMNS: list[Column[HandoverStandardItem]] = [
    Column("Punkt", lambda row: row.title, width=50),
    Column("Hjælpetekst", lambda row: row.help_text, width=70),
    Column("I brug", lambda row: row.in_use),
]
