"""The due items of handovers (registered in `apps.py`). Definition: docs/figures.md."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, F, Q

from core.formats import plural
from core.registry import DueItem, DueRule, DueState, Turn
from handovers.enums import HandoverState
from handovers.models import Handover

KEY = "handover_open"
DUE_BEFORE = timedelta(days=30)
COMING_BEFORE = timedelta(days=92)


def due_items(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """Open handovers from three months before the employment's last day, in one query.

    One whose end date has been taken back is due today: the board decides whether it is cancelled.
    """
    rows = Handover.objects.filter(state=HandoverState.OPEN.value)
    rows = rows.filter(Q(employment__end=None) | Q(employment__end__lte=day + COMING_BEFORE))
    if association_ids is not None:
        rows = rows.filter(employment__association__any_of=association_ids)
    left = Count("items", filter=Q(items__done_on=None))
    found = rows.select_related("employment__person").annotate(total=Count("items"), left=left)
    for handover in found.order_by(F("employment__end").asc(nulls_first=True), "pk"):
        yield _item(handover, day)


def _item(handover: Handover, day: date) -> DueItem:
    end = handover.employment.end
    return DueItem(
        key=KEY,
        association_id=handover.employment.association_id,
        what=_what(handover),
        due_on=end or day,
        state=_state(end or day, day),
        turn=Turn.BOARD,
        url=handover.get_absolute_url(),
        link="Gå til overleveringen",
        since=handover.opened_on,
        ref=str(handover.pk),
    )


def _what(handover: Handover) -> str:
    name, left, total = handover.employment.person.name, handover.left, handover.total  # type: ignore[attr-defined]  # annotated above
    if handover.employment.end is None:
        return f"Slutdatoen for {name} er fjernet: skal overleveringen aflyses?"
    if left == 0:
        return f"Overleveringen efter {name} er klar til at blive afsluttet."
    return f"Overleveringen efter {name} mangler {left} af {plural(total, 'punkt', 'punkter')}."


def _state(due_on: date, day: date) -> DueState:
    if due_on < day:
        return DueState.OVERDUE
    return DueState.DUE if due_on <= day + DUE_BEFORE else DueState.COMING


RULE = DueRule(KEY, "Overlevering", order=40, find=due_items)
