"""The staff's list of plans."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from actionplans.domain.list_queries import days_waiting
from actionplans.enums import PlanState
from core import clock
from core.formats import number, short_date_text
from core.tables import Column, NumberColumn, Table

BADGES = {
    PlanState.APPROVED: " badge-success",
    PlanState.RETURNED: " badge-warning",
    PlanState.SUBMITTED: " badge-info",
    PlanState.AWAITING_CHAIR: " badge-info",
}


class PlanTable(Table):
    """Rows of `list_queries.plan_list`."""

    names = Column("Forening", order_by=("name_key",), empty_values=())
    plan = Column("Handleplan", order_by=("plan__start",), empty_values=())
    state = Column("Tilstand", order_by=("state",))
    waiting = NumberColumn("Ventet", accessor="state_since", order_by=("state_since",), empty_values=())
    contact_name = Column("Kontaktperson", default="–")
    areas_in_focus = NumberColumn("I\N{NO-BREAK SPACE}fokus", default="0")
    goals = NumberColumn("Mål", default="0")
    end = Column("Udløber", accessor="plan__end", attrs={"td": {"class": "nowrap"}})

    class Meta(Table.Meta):
        one, many, row_header = "handleplan", "handleplaner", "names"
        attrs = {"class": "table table--compact table--dense"}

    def render_names(self, record: Any) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("actionplans:revision-detail", args=[record.pk]), record.names or "–"
        )

    def render_plan(self, record: Any) -> str:
        return f"{record.plan}, revision\N{NO-BREAK SPACE}{record.number}"

    def render_state(self, record: Any) -> SafeString:
        kind = BADGES.get(PlanState(record.state), "")
        return format_html('<span class="badge{}">{}</span>', kind, record.get_state_display())

    def render_waiting(self, record: Any) -> str:
        days = days_waiting(record, clock.today())
        return "–" if days is None else number(days)

    def render_end(self, value: Any) -> str:
        return short_date_text(value)
