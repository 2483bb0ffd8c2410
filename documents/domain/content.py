"""What a file is, by its content alone, and why it is refused. Nothing is unpacked but a few small parts.

Only formats that carry no programs are let in; a file is never opened by Medspil and is always sent as a download.
"""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File

from core.cpr import refuse_cpr_numbers
from documents.enums import FileType

MEGABYTE = 1024 * 1024
ALLOWED = "PDF, Word (.docx), Excel (.xlsx), ODT, ODS, PNG, JPEG eller ren tekst (.txt)"
EMPTY = "Filen er tom. Vælg en fil med indhold."
UNKNOWN = f"Filen er af en slags, som ikke kan lægges op. Brug {ALLOWED}."
PROGRAM = f"Filen er et program. Programmer kan ikke lægges op. Brug {ALLOWED}."
OLD_OFFICE = (
    "Filen er i et gammelt Office-format eller låst med adgangskode. Gem den som .docx, .xlsx eller PDF uden kode."
)
LOCKED = "Filen er låst med adgangskode. Gem den uden, og læg den op igen."
MACROS = (
    "Filen indeholder makroer eller indlejrede programmer. Gem den uden (som .docx, .xlsx eller PDF), og prøv igen."
)
BROKEN = "Filen er ikke hel, eller den kan ikke læses. Åbn den, gem den på ny, og prøv igen."
TOO_MUCH = "Filen fylder alt for meget, når den pakkes ud. Gem den som PDF i stedet."
MARKUP = f"Filen er en webside, et script eller et billede i SVG-format. Brug {ALLOWED}."
NOT_TEXT_NAME = f"Filen indeholder ren tekst, men hedder noget andet end .txt, .csv eller .md. Brug {ALLOWED}."

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * MEGABYTE
LARGEST_RATIO = 250
LARGEST_SMALL_PART = 2 * MEGABYTE
ZIP_ENCRYPTED = 0x1
OOXML = "application/vnd.openxmlformats-officedocument."
OOXML_MAIN = {
    f"{OOXML}wordprocessingml.document.main+xml": FileType.DOCX,
    f"{OOXML}spreadsheetml.sheet.main+xml": FileType.XLSX,
}
ODF = {
    b"application/vnd.oasis.opendocument.text": FileType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ODS,
}
MACRO_PARTS = re.compile(r"vbaproject|vbadata|activex|oleobject|macrosheets|^basic/|^scripts/", re.IGNORECASE)
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
PDF_LOCKED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
MARKUP_SIGNS = re.compile(
    rb"\A#!|<\?(xml|php|=)|<!doctype|<(html|head|body|script|svg|iframe|object|embed)[\s>/]|\A\s*\{\\rtf",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TEXT_ENDINGS = (".txt", ".csv", ".md")
PNG_START, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
JPEG_START, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
OLE_START, ZIP_START, PDF_START, PDF_END = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF-", b"%%EOF"
# What zipfile and the XML reader raise for files that are damaged or made to harm (defusedxml's are ValueErrors).
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Content:
    """What is known of a file that may be kept."""

    file_type: FileType
    size: int
    sha256: str


def inspected(file: "File[bytes]") -> Content:
    """The content's type, size in bytes and checksum. Raises `ValidationError` that says why it is refused.

    The name is looked at for plain text alone, which could be a script: its name must not say anything else.
    """
    limit = settings.UPLOAD_MAX_BYTES
    file.seek(0)
    data = file.read(limit + 1)
    file.seek(0)
    if not data:
        raise ValidationError(EMPTY)
    if len(data) > limit:
        raise ValidationError(f"Filen er for stor. Den må højst fylde {limit // MEGABYTE} MB.")
    file_type = _type_of(data, file, (file.name or "").lower())
    return Content(file_type, len(data), hashlib.sha256(data).hexdigest())


def _type_of(data: bytes, file: IO[bytes], name: str) -> FileType:
    if data.startswith(PROGRAM_STARTS):
        raise ValidationError(PROGRAM)
    if data.startswith(OLE_START):
        raise ValidationError(OLD_OFFICE)
    for start, check in STARTS.items():
        if data.startswith(start):
            return check(data)
    if data.startswith(ZIP_START):
        return _zip_type(file)
    return _text(data, name)


def _pdf(data: bytes) -> FileType:
    if PDF_LOCKED.search(data):
        raise ValidationError(LOCKED)
    return _whole(data, PDF_END, FileType.PDF)


def _png(data: bytes) -> FileType:
    return _whole(data, PNG_END, FileType.PNG)


def _jpeg(data: bytes) -> FileType:
    return _whole(data, JPEG_END, FileType.JPEG)


STARTS: dict[bytes, Callable[[bytes], FileType]] = {PDF_START: _pdf, PNG_START: _png, JPEG_START: _jpeg}


def _whole(data: bytes, end: bytes, file_type: FileType) -> FileType:
    """The type, when the file has its end: one that was cut off on the way is of no use to anybody."""
    if end not in data:
        raise ValidationError(BROKEN)
    return file_type


def _text(data: bytes, name: str) -> FileType:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise ValidationError(UNKNOWN) from None
    if CONTROL.search(text):
        raise ValidationError(UNKNOWN)
    refuse_cpr_numbers(text)
    if MARKUP_SIGNS.search(data):
        raise ValidationError(MARKUP)
    if not name.endswith(TEXT_ENDINGS):
        raise ValidationError(NOT_TEXT_NAME)
    return FileType.TEXT


def _zip_type(file: IO[bytes]) -> FileType:
    """Word, Excel and OpenDocument are zip archives; what they are stands inside."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bad_parts(archive)
            return _office_type(archive)
    except DAMAGE as error:
        raise ValidationError(BROKEN) from error
    finally:
        file.seek(0)


def _refuse_bad_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    is_bomb = unpacked > MEGABYTE and unpacked > packed * LARGEST_RATIO
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or is_bomb:
        raise ValidationError(TOO_MUCH)
    if any(part.flag_bits & ZIP_ENCRYPTED for part in parts):
        raise ValidationError(LOCKED)
    if any(MACRO_PARTS.search(part.filename) for part in parts):
        raise ValidationError(MACROS)


def _office_type(archive: zipfile.ZipFile) -> FileType:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return _ooxml_type(archive, names)
    if {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
        return _odf_type(archive)
    raise ValidationError(UNKNOWN)


def _ooxml_type(archive: zipfile.ZipFile, names: set[str]) -> FileType:
    content_types = dict(_content_types(archive))
    if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in content_types.values()):
        raise ValidationError(MACROS)
    for part, kind in content_types.items():
        if kind in OOXML_MAIN and part.lstrip("/") in names:
            return OOXML_MAIN[kind]
    raise ValidationError(UNKNOWN)


def _content_types(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for element in fromstring(_small_part(archive, "[Content_Types].xml")):
        yield str(element.get("PartName") or element.get("Extension")), str(element.get("ContentType"))


def _odf_type(archive: zipfile.ZipFile) -> FileType:
    if b"encryption-data" in _small_part(archive, "META-INF/manifest.xml"):
        raise ValidationError(LOCKED)
    found = ODF.get(_small_part(archive, "mimetype").strip())
    if found is None:
        raise ValidationError(UNKNOWN)
    return found


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The part's bytes; a part that is larger than it may be is refused before it is unpacked to its end."""
    with archive.open(name) as part:
        data = part.read(LARGEST_SMALL_PART + 1)
    if len(data) > LARGEST_SMALL_PART:
        raise ValidationError(TOO_MUCH)
    return data
