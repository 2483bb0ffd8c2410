"""Work on a handover's checklist: ticks, notes, own items, their order and their files.

Every function locks the handover first, so a tick and a close never pass each other, and reads the item afresh, so
that nobody's tick is overwritten with an older one.
"""

from datetime import date
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import clock
from documents.domain.content import inspected
from documents.domain.document import add_document
from documents.domain.names import shown_name
from documents.enums import DocumentKind
from documents.models import Document
from handovers.domain.handovers import locked, work_blockers
from handovers.domain.places import changed_places
from handovers.models import NO_TITLE, Handover, HandoverFile, HandoverItem
from workflow import audit

# What an editor of an item can have changed under another one's hands; a tick is no conflict with a note.
WRITTEN = {"title", "note"}
LONGEST_TITLE = 120  # a document's
NOT_OWN = (
    "Punktet hører til programmets standardliste og kan ikke fjernes. Skriv i bemærkningen, hvis det ikke er aktuelt."
)


def _opened(handover: Handover, by: User | None) -> Handover:
    """The handover, locked. Raises `ValidationError` when it cannot be worked on."""
    stands = locked(handover)
    if reasons := work_blockers(stands, by):
        raise ValidationError(reasons)
    return stands


def _fresh(item: HandoverItem, by: User | None) -> HandoverItem:
    handover = _opened(item.handover, by)
    fresh = HandoverItem.objects.select_related("done_by").get(pk=item.pk)
    fresh.handover = handover
    return fresh


@transaction.atomic
def tick(item: HandoverItem, *, done: bool, by: User | None, day: date | None = None) -> HandoverItem:
    """Ticks the item, or takes the tick away; the first to tick it stays the one who did. Raises `ValidationError`."""
    fresh = _fresh(item, by)
    if fresh.is_done is done:
        return fresh
    fresh.done_on = (day or clock.today()) if done else None
    fresh.done_by = by if done else None
    return audit.save(fresh, by=by)


@transaction.atomic
def write(
    item: HandoverItem, *, note: str, title: str | None = None, by: User | None, based_on: int | None = None
) -> HandoverItem:
    """Writes the item's note, and the title of an own one. Raises `ValidationError`, `StaleError`."""
    fresh = _fresh(item, by)
    if based_on is not None:
        later = audit.events_of(fresh).filter(pk__gt=based_on)
        since = [event for event in later if WRITTEN & {change["field"] for change in event.changes}]
        if since:
            raise audit.StaleError(since)
    fresh.note = note.strip()
    if title is not None and fresh.is_own:
        fresh.title = title.strip()
    return audit.save(fresh, by=by)


@transaction.atomic
def add(handover: Handover, *, title: str, note: str = "", by: User | None) -> HandoverItem:
    """Puts an own item at the end; one that stands there already is given as it is. Raises `ValidationError`."""
    stands = _opened(handover, by)
    title = title.strip()
    if not title:
        raise ValidationError({"title": NO_TITLE})
    # In Python: the database knows no capital Ø where its locale is C.
    found = next((row for row in stands.items.all() if row.title.casefold() == title.casefold()), None)
    if found:
        return found
    last = stands.items.aggregate(last=Max("position"))["last"] or 0
    item = HandoverItem(handover=stands, title=title, note=note.strip(), position=last + 1, is_own=True)
    return audit.save(item, by=by)


def removal_blockers(item: HandoverItem) -> list[str]:
    """Why the item cannot be removed from the list."""
    if not item.is_own:
        return [NOT_OWN]
    if item.is_done:
        return ["Punktet er klaret. Fjern krydset først."]
    return []


@transaction.atomic
def remove(item: HandoverItem, *, by: User | None) -> None:
    """Takes an own item off the list; the trace tells what it said. Raises `ValidationError`."""
    fresh = _fresh(item, by)
    if reasons := removal_blockers(fresh):
        raise ValidationError(reasons)
    audit.delete(fresh, by=by)


@transaction.atomic
def move(item: HandoverItem, *, up: bool, by: User | None) -> None:
    """Lets the item change places with its neighbour; the first does not move up, the last not down."""
    handover = _opened(item.handover, by)
    rows = list(handover.items.order_by("position", "pk"))
    HandoverItem.objects.bulk_update(changed_places(rows, item.pk, up=up), ["position"])


# --- Files ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def attach(item: HandoverItem, *, file: "File[bytes]", title: str = "", by: User | None) -> HandoverFile:
    """Keeps the file among the association's documents, where its people may read it, and ties it to the item.

    A file that lies there already is tied as it is, so sending it twice does no harm. Without a title it bears the name
    of its file. Raises `ValidationError`: a content that is not allowed, no room in the storage.
    """
    fresh = _fresh(item, by)
    association = fresh.handover.employment.association
    known = Document.objects.filter(association=association, sha256=inspected(file).sha256, is_internal=False)
    document = known.first() or add_document(
        association=association,
        kind=DocumentKind.OTHER,
        title=title.strip() or PurePath(shown_name(file.name or "")).stem[:LONGEST_TITLE] or fresh.title,
        file=file,
        by=by,
    )
    found = fresh.files.filter(document=document).first()
    return found or audit.save(HandoverFile(item=fresh, document=document), by=by)


@transaction.atomic
def detach(file: HandoverFile, *, by: User | None) -> None:
    """Takes the file off the item; it stays among the association's documents. Raises `ValidationError`."""
    _opened(file.item.handover, by)
    found = HandoverFile.objects.select_related("item", "document").filter(pk=file.pk).first()
    if found:
        found.item.handover = file.item.handover
        audit.delete(found, by=by)
