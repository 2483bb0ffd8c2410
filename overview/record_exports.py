"""The columns of the smaller lists' downloads: people and grants of an association, programme years, staff accounts."""

from collections.abc import Callable
from typing import Any

from associations.domain.funding import funding_text
from associations.models import BoardMember, Employment
from core.exports import AMOUNT, PLAIN_NUMBER, Column
from overview.domain.administration_queries import YearRow
from overview.domain.association_people import AssociationPeople, PostRow
from overview.domain.staff_accounts import StaffRow
from partnerships.domain.accounts import AccountState

PersonRow = PostRow | BoardMember


def person_rows(people: AssociationPeople) -> list[PersonRow]:
    """The page's rows in its order: employments and vacancies, the board today, the board before."""
    return [*people.posts, *people.board, *people.former_board]


def _employment(row: PersonRow) -> Employment | None:
    """The row's employment; a seat on the board and a vacancy have none."""
    return None if isinstance(row, BoardMember) else row.employment


def _of_employment(field: str) -> Callable[[PersonRow], Any]:
    """Reads a field of the row's employment, empty where there is none."""
    return lambda row: getattr(_employment(row), field, None)


def _post_name(row: PersonRow) -> str:
    if isinstance(row, BoardMember):
        return row.get_role_display()
    return "Ressourceperson" if row.employment else "Ingen ansat"


def _reach(field: str) -> Column[PersonRow]:
    """A way to reach the person, which a vacancy has not."""
    label, width = {"name": ("Navn", 28), "email": ("E-mail", 30), "phone": ("Telefon", 16)}[field]

    def value(row: PersonRow) -> str | None:
        holder = row if isinstance(row, BoardMember) else _employment(row)
        return getattr(holder.person, field) if holder else None

    return Column(label, value, width=width)


def _end_reason(row: PersonRow) -> str:
    employment = _employment(row)
    return employment.get_end_reason_display() if employment else ""


def _funding(row: PersonRow) -> str:
    return funding_text(row.employment, row.shares) if isinstance(row, PostRow) and row.employment else ""


PERSON_COLUMNS: list[Column[PersonRow]] = [
    _reach("name"),
    Column("Post", _post_name, width=20),
    Column("Fra", lambda row: row.start if isinstance(row, BoardMember) else row.period.start),
    Column("Til", lambda row: row.end if isinstance(row, BoardMember) else (None if row.goes_on else row.period.end)),
    Column("Dage", lambda row: None if isinstance(row, BoardMember) else row.days),
    Column("Timer om ugen", _of_employment("weekly_hours")),
    Column("Timer fra tilskuddet", _of_employment("funded_hours")),
    Column("Hvem betaler timerne", _funding, width=40),
    Column("Primær kontakt", _of_employment("is_primary_contact")),
    Column("Årsag til ophør", _end_reason, width=26),
    _reach("email"),
    _reach("phone"),
]


GRANT_COLUMNS: list[Column[Any]] = [  # grants with what `partnerships.domain.accounts.with_accounts` adds
    Column("År", lambda grant: grant.programme_year.year, number_format=PLAIN_NUMBER),
    Column("Partnerskab fra", lambda grant: grant.partnership.start),
    Column("Partnerskab til", lambda grant: grant.partnership.end),
    Column("Måneder", lambda grant: grant.months),
    Column("Beløb", lambda grant: grant.amount, number_format=AMOUNT),
    Column("Betalt", lambda grant: grant.paid, number_format=AMOUNT),
    Column("Regnskab", lambda grant: AccountState(grant.account_state).label, width=22),
    Column("Forskel", lambda grant: grant.difference, number_format=AMOUNT),
    Column("Begrundelse for andet beløb", lambda grant: grant.override_reason, width=40),
    Column("Bevilling", lambda grant: grant.funding_line.name, width=34),
]

YEAR_COLUMNS: list[Column[YearRow]] = [
    Column("År", lambda row: row.year.year, number_format=PLAIN_NUMBER),
    Column("Budget", lambda row: row.money.budget, number_format=AMOUNT, width=16),
    Column("Betinget, tæller ikke endnu", lambda row: row.money.pending, number_format=AMOUNT, width=16),
    Column("Tilsagn", lambda row: row.money.committed, number_format=AMOUNT, width=16),
    Column("Reserveret", lambda row: row.money.reserved, number_format=AMOUNT, width=16),
    Column("Fri", lambda row: row.money.free, number_format=AMOUNT, width=16),
    Column(
        "Reserverede poster",
        lambda row: ", ".join(f"{post.title}: {post.amount}" for post in row.year.reserved_posts.all()),
        width=50,
    ),
    Column("Tilskud pr. partnerskab", lambda row: row.year.default_grant, number_format=AMOUNT, width=16),
    Column("Timer om ugen", lambda row: row.year.required_weekly_hours),
    Column("Statusmøder", lambda row: row.year.required_status_meetings),
    Column("Netværksmøder", lambda row: row.year.required_network_meetings),
    Column("Mindste antal medlemmer under 25 år", lambda row: row.year.minimum_members),
]

STAFF_COLUMNS: list[Column[StaffRow]] = [
    Column("Navn", lambda row: row.user.name, width=28),
    Column("Rolle", lambda row: row.user.role_label, width=16),
    Column("E-mail", lambda row: row.user.email, width=32),
    Column("Telefon", lambda row: row.user.phone, width=16),
    Column("Aktiv", lambda row: row.user.is_active),
    Column("Adgang", lambda row: row.sign_in.text, width=44),
]
