"""What the journal says is due: to come back to an association on the day that was promised. A pure read."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from core.addresses import address
from core.formats import date_text
from core.registry import DueItem, DueState, Turn
from journal.domain.entry_queries import OPEN
from journal.models import JournalEntry

KEY, LABEL = "follow_up", "Vend tilbage"
SOON, AHEAD = timedelta(days=7), timedelta(days=30)


def follow_ups(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """An item for each open follow-up of the next 30 days or earlier, in one query; only for staff (R19)."""
    rows = JournalEntry.objects.open_follow_ups().filter(follow_up_on__lte=day + AHEAD)
    if association_ids is not None:
        rows = rows.filter(association__any_of=association_ids)
    for entry in rows.order_by("follow_up_on", "pk"):
        due_on = entry.follow_up_on
        assert due_on is not None  # noqa: S101 — for the type checker: open follow-ups have a day
        yield DueItem(
            key=KEY,
            association_id=entry.association_id,
            what=f"Vend tilbage efter {entry.get_kind_display().lower()} den {date_text(entry.held_on)}.",
            due_on=due_on,
            state=_state(due_on, day),
            turn=Turn.CONSULTANT,
            url=f"{address('journal:entry-list', entry.association_id)}?opfoelgning={OPEN}",
            link="Se journalen",
            since=entry.held_on,
            is_internal=True,
            ref=str(entry.pk),
        )


def _state(due_on: date, day: date) -> DueState:
    if due_on < day:
        return DueState.OVERDUE
    return DueState.DUE if due_on <= day + SOON else DueState.COMING
