"""Lists of enquiries, on pages and as sheets. A sheet never holds what was written, only the subject."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import clock
from core.addresses import address
from core.exports import Column as SheetColumn
from core.formats import number
from core.tables import Column, DateColumn, NumberColumn, Table
from enquiries.domain.due import answer_by
from enquiries.enums import EnquiryState
from enquiries.models import Enquiry

BADGES = {
    EnquiryState.NEW: " badge-error",
    EnquiryState.WITH_OWNER: " badge-warning",
    EnquiryState.ANSWERED: " badge-info",
    EnquiryState.CLOSED: "",
}
TURNS = {
    EnquiryState.NEW: "Kommunen",
    EnquiryState.WITH_OWNER: "Kommunen",
    EnquiryState.ANSWERED: "Foreningen",
    EnquiryState.CLOSED: "Ingen",
}


def owner_text(row: Enquiry) -> str:
    """The owner's name; one who is no consultant any more leaves it without owner."""
    return str(row.owner) if row.has_owner or (row.owner and not row.is_open) else "Uden ejer"


def waited(row: Enquiry) -> int | None:
    """For how many days the present side has had the turn; None when it is closed."""
    return row.days_waiting(clock.today()) if row.is_open else None


class EnquiryTable(Table):
    """Rows of `queries.enquiries_for`."""

    subject = Column("Emne")
    association = Column("Forening", order_by=("association__sort_key",), accessor="association__name")
    kind = Column("Handler om")
    state = Column("Tilstand")
    turn = Column("Hvis tur", empty_values=(), orderable=False)
    waiting = NumberColumn("Ventet, dage", accessor="turn_since", order_by=("-turn_since",), empty_values=())
    owner = Column("Ejer", order_by=("owner__sort_key",), empty_values=())
    asked_on = DateColumn("Modtaget")

    class Meta(Table.Meta):
        one, many, row_header = "henvendelse", "henvendelser", "subject"
        attrs = {"class": "table table--compact"}

    def render_subject(self, record: Enquiry) -> SafeString:
        url = address("enquiries:enquiry-detail", record.association_id, record.pk)
        return format_html('<a href="{}">{}</a>', url, record.subject)

    def render_kind(self, record: Enquiry) -> str:
        return record.get_kind_display()

    def render_state(self, record: Enquiry) -> SafeString:
        kind = BADGES[EnquiryState(record.state)]
        return format_html('<span class="badge{}">{}</span>', kind, record.get_state_display())

    def render_turn(self, record: Enquiry) -> str:
        return TURNS[EnquiryState(record.state)]

    def render_waiting(self, record: Enquiry) -> str | SafeString:
        days = waited(record)
        if days is None:
            return "–"
        if record.is_ours and answer_by(record.turn_since) < clock.today():
            return format_html('{} <span class="badge badge-error">Over tiden</span>', number(days))
        return number(days)

    def render_owner(self, record: Enquiry) -> str:
        return owner_text(record)


class OwnEnquiryTable(EnquiryTable):
    """The same on an association's own page."""

    association = None

    class Meta(EnquiryTable.Meta):
        exclude = ("association",)
        sequence = ("subject", "state", "turn", "waiting", "...")


COLUMNS: list[SheetColumn[Any]] = [
    SheetColumn("Nr.", lambda row: row.pk, number_format="0"),
    SheetColumn("Emne", lambda row: row.subject, width=40),
    SheetColumn("Forening", lambda row: row.association.name, width=30),
    SheetColumn("Handler om", lambda row: row.get_kind_display(), width=26),
    SheetColumn("Tilstand", lambda row: row.get_state_display(), width=16),
    SheetColumn("Hvis tur", lambda row: TURNS[EnquiryState(row.state)], width=14),
    SheetColumn("Ventet, dage", waited),
    SheetColumn("Ejer", owner_text, width=24),
    SheetColumn("Kom ved", lambda row: row.get_came_by_display(), width=14),
    SheetColumn("Modtaget", lambda row: row.asked_on),
    SheetColumn("Første svar", lambda row: row.first_answered_on),
    SheetColumn("Lukket", lambda row: row.closed_on),
]
