"""What handovers hold on one person, and how long they are kept (R20).

Names come from the person and the account, and go with them; names in notes are taken out by the eraser.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from core.formats import date_text, period_text
from core.periods import years_after
from core.registry import Expired, Held, PersonalData, Retention, Subject
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverItem
from workflow import audit

STAYS = (
    "Overleveringen er foreningens. Den viser navnet fra personen eller brugeren, så navnet forsvinder, når de slettes "
    "eller anonymiseres."
)
NOTES_STAY = "Teksterne handler om foreningens ting og bliver. Personens navn, e-mail og telefon tages ud af dem."


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


def expired(years: int, day: date) -> list[Expired]:
    """Handovers that are over, and whose last day (of the work or of the employment) is past the period."""
    over = Handover.objects.exclude(state=HandoverState.OPEN.value)
    last = Greatest(Coalesce("closed_on", "opened_on"), Coalesce("employment__end", "opened_on"))
    rows = over.annotate(last=last).filter(last__lt=years_after(day, -years)).order_by("last", "pk")
    return [
        Expired(row.pk, _where(row), years_after(row.last, years))  # type: ignore[attr-defined]  # annotated
        for row in rows.select_related("employment__person", "employment__association")
    ]


@transaction.atomic
def carry_out(ids: Collection[int], by: User | None) -> None:
    """Deletes the handovers with their items; the trace says so, but no longer what they held. Files stay documents."""
    rows = Handover.objects.select_for_update(of=("self",)).filter(pk__in=ids).exclude(state=HandoverState.OPEN.value)
    found = list(rows.select_related("employment__person", "employment__association"))
    items = HandoverItem.objects.filter(handover__in=found)
    audit.forget_many(list(items.select_related("handover__employment__person")), by=by)
    audit.forget_many(found, by=by)


RETENTION = Retention(
    "handovers",
    "Overleveringer",
    order=65,
    setting="HANDOVER_RETENTION_YEARS",
    find=expired,
    carry_out=carry_out,
)
PERSONAL_DATA = PersonalData("handovers", "Overleveringer", order=40, held=held, erase=erase)
