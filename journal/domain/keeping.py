"""What the journal holds on a person, and how long entries are kept (R20)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from associations.models import Person
from core.formats import date_text
from core.periods import years_after
from core.registry import Expired, Held, Subject
from journal.domain.entry_queries import holds, with_keys
from journal.models import JournalEntry
from workflow import audit

WRITTEN_STAYS = (
    "Journalen dokumenterer forvaltningens arbejde og slettes, når opbevaringstiden er gået. Navnet følger "
    "brugerkontoen og forsvinder med den."
)
NAMED_STAYS = (
    "Notaterne dokumenterer forvaltningens arbejde og slettes, når opbevaringstiden er gået. Navn, e-mail og telefon "
    "tages ud af dem, men de kan stadig handle om personen."
)


def held(subject: Subject) -> Iterator[Held]:
    """What the person has written, and what names the person."""
    written = JournalEntry.objects.filter(author=subject.user_id) if subject.user_id else JournalEntry.objects.none()
    lines = tuple(_line(entry) for entry in written.select_related("association"))
    if lines:
        yield Held("Skrevet i journalen", lines, WRITTEN_STAYS)
    named = Q()
    for name in _names(subject):
        named |= holds(name)
    if named:
        rows = with_keys(JournalEntry.objects.all()).filter(named).select_related("association")
        lines = tuple(_line(entry, entry.with_whom, entry.text) for entry in rows)
        if lines:
            yield Held("Nævnt i journalen", lines, NAMED_STAYS)


def erase(_subject: Subject, _by: Any) -> None:
    """Nothing: what is held stays, for the reasons given."""


def expired(years: int, day: date) -> Iterable[Expired]:
    """Entries that are older than the retention period on the day, the oldest first."""
    rows = JournalEntry.objects.filter(held_on__lt=years_after(day, -years)).select_related("association")
    return [
        Expired(entry.pk, f"{entry}, {entry.association}", years_after(entry.held_on, years))
        for entry in rows.order_by("held_on", "pk")
    ]


@transaction.atomic
def carry_out(ids: Collection[int], by: User | None) -> None:
    """Deletes the entries; the trace says so, but no longer what they said."""
    audit.forget_many(list(JournalEntry.objects.select_for_update().filter(pk__in=ids)), by=by)


def _names(subject: Subject) -> set[str]:
    persons = Person.objects.filter(pk__in=[subject.person_id or 0]).values_list("name", flat=True)
    users = User.objects.filter(pk__in=[subject.user_id or 0]).values_list("name", flat=True)
    return {*persons, *users}


def _line(entry: JournalEntry, *texts: str) -> str:
    return ": ".join(
        part
        for part in (f"{date_text(entry.held_on)}, {entry.get_kind_display()}, {entry.association}", *texts)
        if part
    )
