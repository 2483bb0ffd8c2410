"""Finding entries of an association's journal, and the last contact of each association. Pure reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, QuerySet

from accounts.permissions import AnyUser
from associations.models import Association
from core.ordering import danish_key, danish_key_of
from journal.enums import CONTACTS
from journal.models import JournalEntry, JournalEntryQuerySet

OPEN, DONE = "aaben", "lukket"


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; empty values narrow nothing. Both days are included."""

    text: str = ""
    kind: str = ""
    author: str = ""
    first: date | None = None
    last: date | None = None
    follow_up: str = ""


def entries_of(association: Association, user: AnyUser) -> JournalEntryQuerySet:
    """The association's entries that the user may read, the newest first."""
    rows = JournalEntry.objects.visible_to(user).filter(association=association)
    return rows.select_related("author").order_by("-held_on", "-pk")


def with_keys(entries: JournalEntryQuerySet) -> JournalEntryQuerySet:
    """The same entries, ready for `holds`."""
    return entries.alias(text_key=danish_key_of(F("text")), with_whom_key=danish_key_of(F("with_whom")))


def holds(text: str) -> Q:
    """The text stands in the entry or in whom it was with; capitals do not matter, and aa is å."""
    key = danish_key(text)
    return Q(text_key__contains=key) | Q(with_whom_key__contains=key)


def author_choices(entries: JournalEntryQuerySet) -> list[tuple[str, str]]:
    """Who has written: key and name, in Danish order."""
    rows = entries.order_by().values_list("author", "author__name").distinct()
    return sorted(((str(pk), name) for pk, name in rows if pk), key=lambda row: (danish_key(row[1]), row[0]))


def found(entries: JournalEntryQuerySet, wanted: Wanted) -> JournalEntryQuerySet:
    """The entries that fit: every word of the text stands in the entry or in whom it was with."""
    if wanted.text:
        entries = with_keys(entries)
    for word in wanted.text.split():
        entries = entries.filter(holds(word))
    if wanted.kind:
        entries = entries.filter(kind=wanted.kind)
    if wanted.author:
        entries = entries.filter(author=int(wanted.author))
    if wanted.first:
        entries = entries.filter(held_on__gte=wanted.first)
    if wanted.last:
        entries = entries.filter(held_on__lte=wanted.last)
    if wanted.follow_up == OPEN:
        return entries.open_follow_ups()
    return entries.filter(followed_up_on__isnull=False) if wanted.follow_up == DONE else entries


def last_contacts(user: AnyUser, day: date) -> QuerySet[JournalEntry, tuple[int, date]]:
    """The last contact (no note) of each association up to the day, of those whose journal the user may read."""
    rows = JournalEntry.objects.visible_to(user).filter(kind__in=CONTACTS, held_on__lte=day)
    return rows.order_by().values("association").annotate(last=Max("held_on")).values_list("association", "last")
