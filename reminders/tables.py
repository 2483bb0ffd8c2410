"""The staff's lists of what was told and what is to come."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import address
from core.tables import Column, DateColumn, Table
from reminders.domain.sending import label_of
from reminders.enums import Outcome, Stage

STAGE_BADGES = {Stage.OVERDUE: " badge-error", Stage.ESCALATED: " badge-error", Stage.DUE: " badge-warning"}
OUTCOME_BADGES = {Outcome.FAILED: " badge-error", Outcome.SENT: " badge-success", Outcome.WAITING: " badge-info"}


class ReminderTable(Table):
    """Rows of `ledger_queries.reminders`."""

    association = Column("Forening", order_by=("association__sort_key",))
    on = DateColumn("Dag")
    kind = Column("Slags")
    stage = Column("Trin", order_by=("stage",))
    due_on = DateColumn("Frist")
    user = Column("Modtager", order_by=("user__sort_key",))
    outcome = Column("Hvad der skete", order_by=("outcome",))

    class Meta(Table.Meta):
        one, many, row_header = "påmindelse", "påmindelser", "association"
        attrs = {"class": "table table--compact table--dense"}

    def render_association(self, record: Any) -> SafeString:
        url = address("overview:association-detail", record.association_id)
        return format_html('<a href="{}">{}</a>', url, record.association.name)

    def render_kind(self, value: str) -> str:
        return label_of(value)

    def render_stage(self, record: Any) -> SafeString:
        kind = STAGE_BADGES.get(Stage(record.stage), "")
        return format_html('<span class="badge{}">{}</span>', kind, record.get_stage_display())

    def render_user(self, record: Any) -> SafeString:
        return format_html('{}<br><span class="muted">{}</span>', record.user.name, record.get_rung_display())

    def render_outcome(self, record: Any) -> SafeString:
        kind = OUTCOME_BADGES.get(Outcome(record.outcome), "")
        text = "Med i ugens samling" if record.outcome == Outcome.SENT and record.digest_id else ""
        error = record.error if record.outcome in {Outcome.FAILED, Outcome.WAITING} else ""
        return format_html(
            '<span class="badge{}">{}</span>{}',
            kind,
            record.get_outcome_display(),
            format_html('<br><span class="muted">{}</span>', text or error) if text or error else "",
        )


class UpcomingTable(ReminderTable):
    """Rows of `ledger_queries.upcoming`."""

    outcome = Column("Hvordan", order_by=("outcome",))

    class Meta(ReminderTable.Meta):
        one, many = "kommende påmindelse", "kommende påmindelser"

    def render_outcome(self, record: Any) -> SafeString:
        texts = {
            Outcome.WAITING: "Mail samme dag",
            Outcome.IN_DIGEST: "Ugens samling",
            Outcome.PAGE_ONLY: "Kun på siden",
        }
        return format_html("{}", texts[Outcome(record.outcome)])
