"""Files as they were uploaded, whichever format they turn out to have, read into tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from django.conf import settings

from imports.problems import Problems, UnreadableFile
from imports.reading.csv_files import BINARY, read_csv
from imports.reading.excel import read_workbook, refuse_ole
from imports.reading.raw import RawSheet
from imports.reading.tables import Table, parsed

ZIP_HEADER = b"PK\x03\x04"
CSV_ENDINGS = frozenset({".csv", ".txt"})
MEGABYTE = 1024 * 1024


@dataclass
class UploadedFile:
    """A file's name, as the user knows it, and its open content."""

    name: str
    content: IO[bytes]


def read_tables(files: Sequence[UploadedFile], problems: Problems) -> dict[str, Table]:
    """The sheets of all files together, by name; what cannot be read or used stands in `problems`."""
    raw_sheets: list[RawSheet] = []
    for file in files:
        try:
            raw_sheets += _raw_sheets(file)
        except UnreadableFile as error:
            problems.add(f"{PurePath(file.name).name[:80]}: {error}" if len(files) > 1 else str(error))
    return {} if problems else parsed(raw_sheets, problems)


def too_large(size: int) -> str | None:
    """Why a file of `size` bytes is refused, or None."""
    if size <= settings.UPLOAD_MAX_BYTES:
        return None
    return f"Filen fylder {size // MEGABYTE} MB. Den må højst fylde {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB."


def _raw_sheets(file: UploadedFile) -> list[RawSheet]:
    size = file.content.seek(0, 2)
    if size == 0:
        raise UnreadableFile("Filen er tom. Vælg en fil med indhold.")
    refusal = too_large(size)
    if refusal:
        raise UnreadableFile(refusal)
    refuse_ole(file.content)
    file.content.seek(0)
    if file.content.read(len(ZIP_HEADER)) == ZIP_HEADER:
        return read_workbook(file.content)
    if PurePath(file.name).suffix.lower() not in CSV_ENDINGS:
        raise UnreadableFile(BINARY)
    file.content.seek(0)
    sheet = read_csv(file.content.read(), file_name=file.name)
    return [sheet] if sheet.rows else []
