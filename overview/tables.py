"""The association list as a table; its downloads have the same rows and more columns (`overview.exports`)."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import CombinedExpression
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from associations.models import Association
from core.addresses import address
from core.formats import short_date_text
from core.tables import NUMERIC, Column, NumberColumn, Table
from overview.domain.list_rows import Row, change_of, cohort_label, place_of, signed, warnings_of

Rows = QuerySet[Association]
Key = F | CombinedExpression
NONE = "–"  # nobody or none, unlike a number that nobody has reported
BADGE = SafeString('<span class="badge badge-warning">')


class KeyColumn(Column):  # type: ignore[misc]  # django-tables2 ships no types
    """A column sorted by an expression of its own; rows without a value come last either way."""

    def __init__(self, *args: Any, key: Key, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def order(self, rows: Rows, is_descending: bool) -> tuple[Rows, bool]:  # noqa: FBT001 — signature of django-tables2
        key = self.key.desc(nulls_last=True) if is_descending else self.key.asc(nulls_last=True)
        return rows.order_by(key), True


class AssociationTable(Table):
    """Rows of `list_queries.list_rows`."""

    name = Column("Forening", order_by=("sort_key",))
    cohort_start = KeyColumn("Årgang", key=F("cohort_start"))
    place = Column("Bydel", order_by=("citywide", "district__sort_key"), empty_values=())
    contact_name = KeyColumn("Kontaktperson", key=F("contact_key"), default=NONE)
    resource_persons = Column("Ressourceperson", orderable=False, default=NONE)
    hours = NumberColumn("Timer", default=NONE)
    under_25 = NumberColumn("Under 25 år")
    change = KeyColumn(
        "Ændring",
        key=F("under_25") - F("under_25_before"),
        attrs=NUMERIC,
        initial_sort_descending=True,
        empty_values=(),
    )
    partnership_end = KeyColumn("Udløber", key=F("partnership_end"), default=NONE, attrs={"td": {"class": "nowrap"}})

    class Meta(Table.Meta):
        one, many = "forening", "foreninger"
        row_header = "name"
        attrs = {"class": "table table--compact table--dense"}

    def render_name(self, record: Row) -> SafeString:
        badges = "".join(f"{BADGE}{kind.label}</span>" for kind in warnings_of(record))
        if record.closed_on:
            badges = f'<span class="badge">Lukket {short_date_text(record.closed_on)}</span>'
        activities = escape(record.activity_names or "")
        link = f'<a href="{address("overview:association-detail", record.pk)}">{escape(record.name)}</a>'
        return mark_safe(f'{link}<span class="activities">{activities}</span>{badges}')

    def render_cohort_start(self, value: date) -> str:
        return cohort_label(value)

    def render_place(self, record: Row) -> str:
        return place_of(record)

    def render_change(self, record: Row) -> str:
        change = change_of(record)
        return NONE if change is None else signed(change)

    def render_partnership_end(self, value: date) -> str:
        return short_date_text(value)
