"""Writing in the journal: adding, changing, removing and following up (R19: consultants only)."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission
from core import clock
from journal.models import JournalEntry
from workflow import audit

NOT_AUTHOR = "Kun den, der har skrevet notatet, kan rette eller slette det."
NO_LONGER_WRITER = "Du kan ikke længere skrive i journalen for denne forening."
GONE = "Notatet er slettet i mellemtiden. Skriv det på ny, hvis det skal være her."
FUTURE = "Datoen kan ikke ligge efter i dag. Skriv, hvornår du vil vende tilbage, i feltet til det."


def change_blockers(entry: JournalEntry, user: User) -> list[str]:
    """Why the user may not change or remove the entry, in words for the page."""
    if not has_permission(user, Permission.EDIT_JOURNAL, entry):
        return [NO_LONGER_WRITER]
    return [] if entry.author_id == user.pk else [NOT_AUTHOR]


def add_entry(*, entry: JournalEntry, by: User | None, form_key: UUID | None = None) -> JournalEntry:
    """Saves a new entry with a trace; the same form sent twice gives the first one's. Raises `ValidationError`."""
    _refuse_future(entry)
    entry.author, entry.form_key = by, form_key
    try:
        with transaction.atomic():
            return _sent_before(form_key, by) or audit.save(entry, by=by)
    except (IntegrityError, ValidationError):
        # Two clicks at once: the other one has made it.
        sent = _sent_before(form_key, by)
        if sent is None:
            raise
        return sent


@transaction.atomic
def edit_entry(*, entry: JournalEntry, by: User, based_on: int | None = None) -> JournalEntry:
    """Saves the entry's new values; the caller has asked `change_blockers`. Raises `ValidationError`, `StaleError`."""
    _refuse_future(entry)
    if not JournalEntry.objects.filter(pk=entry.pk).exists():
        raise ValidationError(GONE)
    if entry.follow_up_on is None:
        entry.followed_up_on = None
    return audit.save(entry, by=by, based_on=based_on)


@transaction.atomic
def follow_up(*, entry: JournalEntry, by: User) -> bool:
    """Notes that somebody has come back, today; whether there was anything to note."""
    stored = JournalEntry.objects.select_for_update(of=("self",)).select_related("association").get(pk=entry.pk)
    if not stored.is_waiting:
        return False
    stored.followed_up_on = clock.today()
    audit.save(stored, by=by)
    return True


@transaction.atomic
def remove_entry(*, entry: JournalEntry, by: User | None) -> None:
    """Deletes the entry with a trace that only staff can see. Raises `DoesNotExist` when it is gone."""
    audit.delete(JournalEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk), by=by)


def _sent_before(form_key: UUID | None, by: User | None) -> JournalEntry | None:
    return JournalEntry.objects.filter(form_key=form_key, author=by).first() if form_key else None


def _refuse_future(entry: JournalEntry) -> None:
    if entry.held_on > clock.today():
        raise ValidationError({"held_on": FUTURE})
