"""What the reports make due (docs/figures.md): a delivered report whose numbers have changed since. Pure reads."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from core.addresses import address
from core.formats import date_text
from core.registry import DueItem, DueRule, DueState, Turn
from reporting.models import StatusReport

KEY = "report_changed"
DAYS = timedelta(days=30)


def changed_since_delivery(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """The newest report of the last ended year, where the scheduled look found its numbers changed; one query."""
    newest = StatusReport.objects.filter(year=day.year - 1, association__isnull=False).latest_versions()
    if association_ids is not None:
        newest = newest.filter(association__any_of=association_ids)
    rows = newest.values_list("pk", "association_id", "year", "check_row__changed_on")
    for pk, association_id, year, since in rows:
        if association_id and since:
            due_on = since + DAYS
            yield DueItem(
                key=KEY,
                association_id=association_id,
                what=f"Statusrapporten for {year} passer ikke længere: tallene er ændret {date_text(since)}.",
                due_on=due_on,
                state=DueState.OVERDUE if due_on < day else DueState.DUE,
                turn=Turn.CONSULTANT,
                url=address("reporting:association-reports", association_id),
                link="Se rapporterne",
                since=since,
                ref=str(pk),
            )


RULE = DueRule(KEY, "Statusrapport ændret", 70, changed_since_delivery)
