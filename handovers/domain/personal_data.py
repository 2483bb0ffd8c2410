"""What handovers hold on one person (R20). Names come from the person and the account, and go with them."""

from collections.abc import Iterator
from typing import Any

from core.formats import date_text, period_text
from core.registry import Held, PersonalData, Subject
from handovers.models import Handover, HandoverItem

STAYS = (
    "Overleveringen er foreningens. Den viser navnet fra personen eller brugeren, så navnet forsvinder, når de slettes "
    "eller anonymiseres."
)
NOTES_STAY = "Teksten er skrevet om foreningens ting. Nævner den personen, rettes den i overleveringen."


def held(subject: Subject) -> Iterator[Held]:
    """Handovers after the person, those the person owns, and the items the account has ticked."""
    if subject.person_id is not None:
        yield from _of_person(subject.person_id)
    if subject.user_id is not None:
        ticked = HandoverItem.objects.filter(done_by=subject.user_id).select_related(
            "handover__employment__person", "handover__employment__association"
        )
        lines = [f"{_where(item.handover)}: {item.title} ({date_text(item.done_on)})" for item in ticked]
        if lines:
            yield Held("Kryds i overleveringer", tuple(lines), STAYS)


def _of_person(person_id: int) -> Iterator[Held]:
    rows = Handover.objects.select_related("employment__person", "employment__association", "owner")
    after = rows.filter(employment__person=person_id).prefetch_related("items")
    lines = [f"{_where(row)}, {period_text(row.employment.start, row.employment.end)}" for row in after]
    if lines:
        yield Held("Overleveringer efter personen", tuple(lines), STAYS)
    notes = [f"{item.title}: {item.note}" for row in after for item in row.items.all() if item.note]
    notes += [f"Det, der manglede: {row.left_over}" for row in after if row.left_over]
    if notes:
        yield Held("Bemærkninger i overleveringer efter personen", tuple(notes), NOTES_STAY)
    owned = [_where(row) for row in rows.filter(owner__person=person_id)]
    if owned:
        yield Held("Ansvarlig for overleveringer", tuple(owned), STAYS)


def _where(handover: Handover) -> str:
    return f"{handover} i {handover.employment.association}"


def erase(subject: Subject, by: Any) -> None:
    """Nothing of its own: see `STAYS`."""


PERSONAL_DATA = PersonalData("handovers", "Overleveringer", order=40, held=held, erase=erase)
