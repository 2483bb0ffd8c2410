"""The staff's lists of collaborations, partners and participation as tables."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from collaborations.domain.chain import Part
from collaborations.enums import CollaborationState
from collaborations.models import Collaboration, Partner
from collaborations.since import since_text
from core.addresses import address
from core.formats import MISSING, number
from core.tables import Column, LinkColumn, NumberColumn, Table

NONE = "–"
BADGES = {
    CollaborationState.IDEA: " badge-info",
    CollaborationState.RUNNING: " badge-success",
    CollaborationState.PAUSED: " badge-warning",
    CollaborationState.ENDED: "",
}
DENSE = {"class": "table table--compact table--dense"}


def state_badge(row: Collaboration) -> SafeString:
    """The state in words on its colour."""
    state = CollaborationState(row.state)
    return format_html('<span class="badge{}">{}</span>', BADGES[state], state.label)


class CollaborationTable(Table):
    """Rows of `collaboration_list`."""

    association = Column("Forening", order_by=("association__sort_key",), empty_values=())
    partner = Column("Samarbejdspartner", order_by=("partner__sort_key",), empty_values=())
    kind = Column("Slags", accessor="partner__kind", empty_values=())
    about = Column("Hvad det går ud på", attrs={"td": {"class": "text-column"}})
    state = Column("Tilstand", empty_values=())
    start = Column("Siden", default=NONE, attrs={"td": {"class": "nowrap"}})

    class Meta(Table.Meta):
        one, many, row_header, attrs = "samarbejde", "samarbejder", "association", DENSE

    def render_association(self, record: Collaboration) -> SafeString:
        url = address("collaborations:association-collaborations", record.association_id)
        return format_html('<a href="{}">{}</a>', url, record.association.name)

    def render_partner(self, record: Collaboration) -> SafeString:
        url = address("collaborations:partner-detail", record.partner_id)
        return format_html('<a href="{}">{}</a>', url, record.partner.name)

    def render_kind(self, record: Collaboration) -> str:
        return str(record.partner.get_kind_display())

    def render_state(self, record: Collaboration) -> SafeString:
        return state_badge(record)

    def render_start(self, record: Collaboration) -> str:
        return since_text(record.start, record.precision)


class PartnerTable(Table):
    """Rows of `partner_list`."""

    name = LinkColumn("Navn", order_by=("sort_key",))
    kind = Column("Slags")
    district = Column("Bydel", accessor="district__name", order_by=("district__sort_key",), default=NONE)
    count = NumberColumn("Samarbejder")
    clubs = NumberColumn("Foreninger")

    class Meta(Table.Meta):
        one, many, row_header, attrs = "samarbejdspartner", "samarbejdspartnere", "name", DENSE

    def render_name(self, record: Partner) -> SafeString | str:
        if not record.other_names:
            return record.name
        return format_html("{} (også kaldt {})", record.name, ", ".join(record.other_names))


class PartTable(Table):
    """Rows of `chain.parts`: dataclasses, sorted here."""

    association = Column("Forening", order_by=("name_key",))
    link = Column("Led", accessor="initiative__link_label")
    initiative = Column("Indsats", accessor="initiative__name")
    year = Column("År", attrs={"td": {"class": "nowrap"}})
    number = Column("Børn og unge", empty_values=(), orderable=False, attrs={"td": {"class": "numeric nowrap"}})
    note = Column("Bemærkning", orderable=False, default=NONE, attrs={"td": {"class": "text-column"}})

    class Meta(Table.Meta):
        one, many, row_header, attrs = "deltagelse", "deltagelser", "association", DENSE

    def render_association(self, record: Part) -> SafeString:
        url = address("collaborations:association-collaborations", record.association_id)
        return format_html('<a href="{}">{}</a>', url, record.association)

    def render_year(self, value: Any) -> str:
        return str(value)

    def render_number(self, record: Part) -> str:
        if record.number is not None:
            return number(record.number)
        return MISSING if record.key else NONE
