"""Adding, changing and removing documents: the row with its trace and the file together, or neither (R20)."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.permissions import has_permission, roles_towards
from associations.models import Association
from core import clock
from core.formats import date_text
from documents.domain.content import Content, inspected
from documents.domain.names import shown_name
from documents.models import FOLDER, Document
from workflow import audit

logger = logging.getLogger(__name__)
NO_ROOM = (
    "Filen kunne ikke gemmes, fordi der ikke er plads på serveren lige nu. Intet er ændret. Prøv igen senere, "
    "og sig det til en administrator, hvis det gentager sig."
)
NOT_YOURS = "Dokumentet er lagt op af en anden. Skriv til jeres kontaktperson, hvis det skal ændres eller fjernes."
GONE = "Dokumentet er fjernet i mellemtiden. Læg det op igen, hvis det skal være her."
ORPHAN_AGE = timedelta(hours=1)


def sees_internal(user: User, association: Association) -> bool:
    """Whether the user may know of internal documents: staff without a part in the association (R19)."""
    return has_permission(user, Permission.VIEW_JOURNAL, association)


def may_be_internal(user: User, association: Association) -> bool:
    """Whether the user chooses who may read a document; for others it is always everybody of the association."""
    return has_permission(user, Permission.EDIT_JOURNAL, association)


def change_blockers(document: Document, user: User) -> list[str]:
    """Why the user may not change or remove the document, in words for the page.

    Consultants may always; the board what the association's people have uploaded; others what they uploaded themselves.
    """
    roles = roles_towards(user, document.association)
    if Role.CONSULTANT in roles or document.uploaded_by_id == user.pk:
        return []
    uploader = document.uploaded_by
    if Role.BOARD in roles and uploader is not None and not uploader.staff_role:
        return []
    return [NOT_YOURS]


@transaction.atomic
def add_document(
    *,
    association: Association,
    kind: str,
    title: str,
    file: "File[bytes]",
    by: User | None,
    is_internal: bool = False,
    came_on: date | None = None,
) -> Document:
    """Keeps a file on the association; the caller has checked the right to. The file's name is what people will see.

    `came_on` is the day that retention counts from: today, unless the document is known to be older.
    Raises `ValidationError`: a content that is not allowed, the same content once more, no room in the storage.
    """
    content = inspected(file)
    _lock(association)
    _refuse_twin(association, content, is_internal=is_internal)
    document = Document(
        association=association,
        kind=kind,
        title=title.strip(),
        is_internal=is_internal,
        uploaded_by=by,
        uploaded_on=came_on or clock.today(),
    )
    with _stored(document, file, content):
        return audit.save(document, by=by)


@transaction.atomic
def edit_document(*, document: Document, file: "File[bytes] | None", by: User, based_on: int | None = None) -> Document:
    """Saves the document's new values, with `file` in place of the old one where there is one.

    Raises `ValidationError` as `add_document`, and `StaleError`.
    """
    _lock(document.association)
    stored = Document.objects.filter(pk=document.pk).first()
    if stored is None:
        raise ValidationError(GONE)
    content = inspected(file) if file else None
    if file is None or content is None or content.sha256 == stored.sha256:
        _refuse_twin(document.association, document, is_internal=document.is_internal, but=document.pk)
        return audit.save(document, by=by, based_on=based_on)
    _refuse_twin(document.association, content, is_internal=document.is_internal, but=document.pk)
    with _stored(document, file, content):
        document.uploaded_by, document.uploaded_on = by, clock.today()
        audit.save(document, by=by, based_on=based_on)
    transaction.on_commit(partial(_forget, str(stored.file.name)))
    return document


@transaction.atomic
def remove_document(*, document: Document, by: User | None) -> None:
    """Deletes the document with a trace, and its file when that is committed. Raises `DoesNotExist` when it is gone."""
    stored = Document.objects.select_for_update(of=("self",)).select_related("association").get(pk=document.pk)
    audit.delete(stored, by=by)
    transaction.on_commit(partial(_forget, str(stored.file.name)))


@transaction.atomic
def forget_documents(ids: Collection[int], *, by: User | None) -> None:
    """Deletes documents whose time is up with their files; the trace says so, but no longer what they were."""
    rows = list(Document.objects.select_for_update().filter(pk__in=ids))
    audit.forget_many(rows, by=by)
    for row in rows:
        transaction.on_commit(partial(_forget, str(row.file.name)))


def sweep_orphans() -> int:
    """Removes files that no document knows and that are too old to be on their way; how many they were."""
    if not default_storage.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{file}" for file in default_storage.listdir(FOLDER)[1]]
    known = set(Document.objects.filter(file__in=names).values_list("file", flat=True))
    old = timezone.now() - ORPHAN_AGE
    orphans = [name for name in names if name not in known and default_storage.get_modified_time(name) < old]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _lock(association: Association) -> None:
    """Two who upload to the same association do so one after the other, so that the second meets the first's file."""
    Association.objects.select_for_update(no_key=True).only("pk").get(pk=association.pk)


def _refuse_twin(
    association: Association, content: Content | Document, *, is_internal: bool, but: int | None = None
) -> None:
    """Refuses a content that lies here already, and says which document has it."""
    same = Document.objects.filter(association=association, sha256=content.sha256, is_internal=is_internal)
    others = same.exclude(pk=but) if but else same
    twin = others.select_related("uploaded_by").first()
    if twin:
        by = f" af {twin.uploaded_by}" if twin.uploaded_by else ""
        raise ValidationError(
            f"Den samme fil ligger her allerede som »{twin.title}«, lagt op{by} {date_text(twin.uploaded_on)}. "
            "Den er ikke gemt en gang til."
        )


@contextmanager
def _stored(document: Document, file: "File[bytes]", content: Content) -> Iterator[None]:
    """Writes the file and sets what is known of it; takes the file away again when what follows fails."""
    document.file_type, document.size, document.sha256 = content.file_type, content.size, content.sha256
    document.original_name = shown_name(file.name or "")
    name = Document.file.field.generate_filename(document, document.original_name)
    try:
        file.seek(0)
        document.file.name = default_storage.save(name, file)
    except OSError as error:
        logger.exception("a document could not be stored")
        _forget(name)
        raise ValidationError(NO_ROOM) from error
    try:
        yield
    except BaseException:
        _forget(str(document.file.name))
        raise


def _forget(name: str) -> None:
    """Removes a file; what cannot be removed now, the sweep finds."""
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("a document's file could not be removed: %s", name)
