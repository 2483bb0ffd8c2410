"""The grants of a year as a table."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import address
from core.formats import short_date_text
from core.tables import AmountColumn, Column, DateColumn, NumberColumn, Table


class GrantTable(Table):
    """Rows of `grant_list.grant_rows`."""

    association_names = Column("Forening", order_by=("association_key",))
    period = DateColumn("Partnerskab", accessor="partnership__start", order_by=("partnership__start",))
    months = NumberColumn("Måneder")
    amount = AmountColumn("Beløb")
    funding_line = Column("Bevilling", accessor="funding_line__name", order_by=("funding_line__name",))
    override_reason = Column("Begrundelse for andet beløb", orderable=False, default="")
    move = Column("Handling", empty_values=(), orderable=False)

    class Meta(Table.Meta):
        one, many = "tilskud", "tilskud"
        row_header = "association_names"

    def __init__(self, rows: QuerySet[Any], *, may_move: bool, may_see: bool) -> None:
        """`may_see`: the names lead to the grants' own pages."""
        super().__init__(rows, exclude=() if may_move else ("move",))
        self.may_see = may_see

    def render_association_names(self, value: str, record: Any) -> str:
        if not self.may_see:
            return value
        return format_html('<a href="{}">{}</a>', address("partnerships:grant-detail", record.pk), value)

    def render_period(self, record: Any) -> str:
        return f"{short_date_text(record.partnership.start)} – {short_date_text(record.partnership.end)}"

    def render_move(self, record: Any) -> SafeString:
        url = address("partnerships:grant-move", record.pk)
        return format_html(
            '<a href="{}">Flyt<span class="sr-only"> tilskuddet til {}</span></a>', url, record.association_names
        )
