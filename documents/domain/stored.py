"""Files that hang on other apps' records: kept with their row or not at all, served, and forgotten (R20)."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone

from accounts.models import User
from core import clock
from documents.domain.content import inspected
from documents.domain.document import NO_ROOM, ORPHAN_AGE
from documents.domain.names import download_name, shown_name
from documents.enums import FileType
from documents.models import ATTACHMENT_FOLDER, StoredFile
from workflow import audit

logger = logging.getLogger(__name__)
Stored = TypeVar("Stored", bound=StoredFile)


@transaction.atomic
def keep_file(row: Stored, file: "File[bytes]", *, by: User | None) -> Stored:
    """Keeps the file with its new row (whose foreign key is set), traced.

    What a transaction that fails later leaves behind, the sweep removes. Raises `ValidationError`: a content that is
    not allowed, no room in the storage.
    """
    content = inspected(file)
    row.file_type, row.size, row.sha256 = content.file_type, content.size, content.sha256
    row.original_name, row.uploaded_by, row.uploaded_on = shown_name(file.name or ""), by, clock.today()
    name = type(row)._meta.get_field("file").generate_filename(row, row.original_name)  # type: ignore[union-attr]
    try:
        file.seek(0)
        row.file.name = default_storage.save(name, file)
    except OSError as error:
        logger.exception("a file could not be stored")
        _remove(name)
        raise ValidationError(NO_ROOM) from error
    try:
        return audit.save(row, by=by)
    except BaseException:
        _remove(str(row.file.name))
        raise


def download(row: StoredFile) -> FileResponse:
    """The file, always as a download and never shown by the browser. Raises `FileNotFoundError`."""
    content_type = FileType(row.file_type).content_type
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=download_name(row), content_type=content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@transaction.atomic
def forget_files(rows: Sequence[StoredFile], *, by: User | None) -> None:
    """Deletes rows of one model with their files; the trace says so, but no longer what they were."""
    audit.forget_many(rows, by=by)
    for row in rows:
        transaction.on_commit(partial(_remove, str(row.file.name)))


def sweep_orphans() -> int:
    """Removes files that no row knows and that are too old to be on their way; how many they were."""
    old = timezone.now() - ORPHAN_AGE
    return sum(_sweep(model, old) for model in StoredFile.__subclasses__())


def _sweep(model: type[StoredFile], old: datetime) -> int:
    folder = f"{ATTACHMENT_FOLDER}/{model._meta.model_name}"
    if not default_storage.exists(folder):
        return 0
    names = [f"{folder}/{file}" for file in default_storage.listdir(folder)[1]]
    known = set(model._default_manager.filter(file__in=names).values_list("file", flat=True))
    orphans = [name for name in names if name not in known and default_storage.get_modified_time(name) < old]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _remove(name: str) -> None:
    """Removes a file; what cannot be removed now, the sweep finds."""
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("a file could not be removed: %s", name)
