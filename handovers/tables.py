"""The programme's list of handovers."""

from typing import Any

from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import clock
from core.addresses import address
from core.formats import plural, short_date_text
from core.tables import Column, NumberColumn, Table
from handovers.domain.queries import age_in_days, standing
from handovers.models import Handover


class HandoverTable(Table):
    """Rows of `queries.handover_rows`."""

    association = Column("Forening", order_by=("employment__association__sort_key",), empty_values=())
    person = Column("Efter", order_by=("employment__person__sort_key",), empty_values=())
    end = Column(
        "Sidste dag",
        accessor="employment__end",
        default=SafeString('<span class="muted">fjernet</span>'),
        attrs={"td": {"class": "nowrap"}},
    )
    state = Column("Tilstand", empty_values=(), orderable=False)
    age = NumberColumn("Åben i", accessor="opened_on", initial_sort_descending=False)
    owner = Column("Ansvarlig", order_by=("owner__person__sort_key",), empty_values=())
    left = NumberColumn("Mangler")

    class Meta(Table.Meta):
        one, many = "overlevering", "overleveringer"
        row_header = "association"
        attrs = {"class": "table table--compact table--dense"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = clock.today()

    def render_association(self, record: Handover) -> SafeString:
        association = record.employment.association
        url = address("handovers:handover-detail", association.pk, record.pk)
        return format_html('<a href="{}">{}</a>', url, association.name)

    def render_person(self, record: Handover) -> str:
        return str(record.employment.person)

    def render_end(self, value: Any) -> str:
        return short_date_text(value)

    def render_state(self, record: Handover) -> SafeString:
        state = standing(record, self.day)
        kind = f" badge-{state.kind}" if state.kind else ""
        return format_html('<span class="badge{}">{}</span> {}', kind, state.label, state.age)

    def render_age(self, record: Handover) -> str:
        return plural(age_in_days(record, self.day), "dag", "dage") if record.is_open else "–"

    def render_owner(self, record: Handover) -> str:
        return record.owner.person.name if record.owner else "–"

    def render_left(self, record: Handover) -> str:
        return f"{record.left} af {record.total}"  # type: ignore[attr-defined]  # annotated by with_counts

    def order_left(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 — signature of django-tables2
        return rows.order_by(F("left").desc() if is_descending else F("left").asc()), True
