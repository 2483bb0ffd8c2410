"""The lists of partnerships and of accounts as tables; their downloads have the same rows and more columns."""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import address
from core.exports import AMOUNT, Column
from core.formats import short_date_text
from core.tables import AmountColumn, DateColumn, NumberColumn, Table
from core.tables import Column as TableColumn
from partnerships.domain.accounts import AccountState
from partnerships.domain.list_queries import status_label

NONE = "–"
BADGES = {
    AccountState.WAITING: "badge",
    AccountState.MISSING: "badge badge-warning",
    AccountState.FLAGGED: "badge badge-error",
    AccountState.SETTLED: "badge badge-info",
    AccountState.FINE: "badge badge-success",
}


class LastColumn(TableColumn):  # type: ignore[misc]  # django-tables2 ships no types
    """Sorted by its value; rows without one come last either way."""

    def order(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 — signature of django-tables2
        key = F(str(self.accessor))
        return rows.order_by(key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True)), True


class PartnershipTable(Table):
    """Rows of `list_queries.list_rows` on a day."""

    names = TableColumn("Forening", order_by=("name_key",))
    status = TableColumn("Status", orderable=False, empty_values=())
    start = DateColumn("Fra")
    end = DateColumn("Til")
    extensions_count = NumberColumn("Forlængelser")
    granted = AmountColumn("Tilskud i alt", default=NONE)
    contact_name = LastColumn("Kontaktperson", accessor="contact_name", default=NONE)

    class Meta(Table.Meta):
        one, many = "partnerskab", "partnerskaber"
        row_header = "names"
        attrs = {"class": "table table--compact table--dense"}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def render_names(self, record: Any) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', address("overview:association-partnership", record.first_association), record.names
        )

    def render_status(self, record: Any) -> SafeString | str:
        label = status_label(record.start, record.end, self.day)
        return format_html('{} <span class="badge">Slutter før tid</span>', label) if record.ended_early_on else label


class AccountTable(Table):
    """Rows of `list_queries.account_rows`."""

    names = TableColumn("Forening", order_by=("name_key",))
    amount = AmountColumn("Tilskud")
    paid = AmountColumn("Betalt")
    received = DateColumn("Modtaget", accessor="account__received_on", default=NONE)
    wages = AmountColumn("Løn", accessor="account__wages_spent", default=NONE)
    difference = AmountColumn("Forskel", default=NONE)
    account_state = TableColumn("Regnskab")
    decision = TableColumn("Afgørelse", accessor="account__decision", orderable=False, default=NONE)

    class Meta(Table.Meta):
        one, many = "tilskud", "tilskud"
        row_header = "names"
        attrs = {"class": "table table--compact table--dense"}

    def render_names(self, record: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', address("partnerships:grant-detail", record.pk), record.names)

    def render_account_state(self, value: str) -> SafeString:
        state = AccountState(value)
        return format_html('<span class="{}">{}</span>', BADGES[state], state.label)

    def render_decision(self, record: Any) -> str:
        return decision_text(record)


def decision_text(record: Any) -> str:
    """What happens to the difference, and since when it is done."""
    if not account_of(record) or not record.account.decision:
        return NONE
    text: str = record.account.get_decision_display()
    return f"{text}, {short_date_text(record.account.settled_on)}" if record.account.settled_on else text


def account_of(record: Any) -> Any:
    """The grant's account, or None."""
    return getattr(record, "account", None)


def partnership_columns(day: date) -> list[Column[Any]]:
    """Columns of the downloads, for rows of `list_queries.list_rows`."""
    return [
        Column("Forening", lambda row: row.names, width=40),
        Column("Status", lambda row: status_label(row.start, row.end, day), width=18),
        Column("Fra", lambda row: row.start),
        Column("Første aftale til", lambda row: row.first_end),
        Column("Til", lambda row: row.end),
        Column("Forlængelser", lambda row: row.extensions_count),
        Column("Antal foreninger", lambda row: row.associations),
        Column("Tilskud i alt", lambda row: row.granted, number_format=AMOUNT),
        Column("Kontaktperson", lambda row: row.contact_name, width=24),
        Column("Oprettelse besluttet den", lambda row: row.decided_on),
        Column("Oprettelse besluttet af", lambda row: row.decided_by, width=30),
        Column("Begrundelse", lambda row: row.reason, width=40),
        Column("Ophør før tid besluttet den", lambda row: row.ended_early_on),
        Column("Ophør før tid besluttet af", lambda row: row.end_decided_by, width=30),
        Column("Årsag til ophør", lambda row: row.end_reason, width=40),
    ]


def account_columns() -> list[Column[Any]]:
    """Columns of the downloads, for rows of `list_queries.account_rows`."""
    return [
        Column("Forening", lambda row: row.names, width=40),
        Column("Kontaktperson", lambda row: row.contact_name, width=24),
        Column("Tilskud", lambda row: row.amount, number_format=AMOUNT),
        Column("Betalt", lambda row: row.paid, number_format=AMOUNT),
        Column("Regnskab", lambda row: AccountState(row.account_state).label, width=22),
        Column("Modtaget", lambda row: account_of(row) and row.account.received_on),
        Column("Brugt til løn", lambda row: account_of(row) and row.account.wages_spent, number_format=AMOUNT),
        Column("Brugt til andet", lambda row: account_of(row) and row.account.other_spent, number_format=AMOUNT),
        Column("Hvad andet", lambda row: account_of(row) and row.account.other_what, width=30),
        Column("Forskel", lambda row: row.difference, number_format=AMOUNT),
        Column("Hvad der skal ske", lambda row: account_of(row) and row.account.get_decision_display(), width=24),
        Column("Afgjort den", lambda row: account_of(row) and row.account.settled_on),
        Column("Bemærkning", lambda row: account_of(row) and row.account.note, width=40),
    ]
