"""Excel workbooks (.xlsx), read without trust: bounded before anything is parsed, and no XML bombs (defusedxml)."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from imports.problems import UnreadableFile
from imports.reading.raw import MOST_COLUMNS, MOST_ROWS, RawRow, RawSheet

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2_000
OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+(\d+)[^\"]*)\"")
# A cell with a formula and no value: it was never calculated, so nobody knows what it shows.
UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?r=\"([A-Z]+(\d+))\"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
BROKEN = "Filen er beskadiget eller afbrudt under overførslen. Åbn den i Excel, gem den igen, og prøv igen."
PASSWORD = "Filen er beskyttet med adgangskode. Fjern adgangskoden i Excel, gem filen, og prøv igen."  # noqa: S105
OLD_FORMAT = "Filen er i et gammelt Excel-format. Åbn den i Excel, og gem den som .xlsx."
TOO_LARGE = "Filen fylder for meget, når den pakkes ud. Del den i flere filer."
NOT_EXCEL = "Filen er ikke et Excel-regneark (.xlsx). Vælg et regneark eller CSV-filer."
MAC_DATES = "Filen bruger Excels 1904-datosystem. Slå det fra under Filer → Indstillinger → Avanceret, og gem igen."
# What openpyxl and the zip and XML readers below it raise on files that are not what they say.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, ValueError, TypeError, IndexError,
    AttributeError, EOFError, OSError, NotImplementedError, RuntimeError, AssertionError,
)  # fmt: skip


def refuse_ole(file: IO[bytes]) -> None:
    """Raises `UnreadableFile` for Excel's older container, which is also what a password makes of a workbook."""
    file.seek(0)
    if file.read(len(OLE_HEADER)) == OLE_HEADER:
        raise UnreadableFile(PASSWORD if ENCRYPTED in file.read() else OLD_FORMAT)


def read_workbook(file: IO[bytes]) -> list[RawSheet]:
    """Every sheet with something in it. Raises `UnreadableFile` with what to do."""
    parts = _checked_parts(file)
    file.seek(0)
    try:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        if workbook.epoch == CALENDAR_MAC_1904:
            raise UnreadableFile(MAC_DATES)
        sheets = []
        for worksheet in workbook.worksheets:
            worksheet.reset_dimensions()  # the file's own word about its size cannot be trusted
            rows = list(_rows(worksheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)))
            sheets.append(RawSheet(worksheet.title, rows, _flaws(file, parts.get(worksheet.title))))
        workbook.close()
    except DAMAGE as error:
        raise UnreadableFile(BROKEN) from error
    return [sheet for sheet in sheets if sheet.rows]


def _rows(lines: Iterator[tuple[Any, ...]]) -> Iterator[RawRow]:
    for number, cells in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise UnreadableFile(f"Et ark har mere end {MOST_ROWS} rækker. Del det i flere filer.")
        if any(cell is not None and cell != "" for cell in cells):
            yield RawRow(number, list(cells))


def _checked_parts(file: IO[bytes]) -> dict[str, str]:
    """The zip member of each sheet by title, after the sizes are found sane."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise UnreadableFile(TOO_LARGE)
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names:
                raise UnreadableFile(NOT_EXCEL)
            if "xl/workbook.xml" not in names:
                raise UnreadableFile(NOT_EXCEL)
            return _sheet_parts(archive)
    except DAMAGE as error:
        raise UnreadableFile(BROKEN) from error


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    workbook = fromstring(archive.read("xl/workbook.xml"))
    parts = {}
    for element in workbook.iter():
        target = targets.get(element.get(RELATION)) if element.tag.endswith("}sheet") else None
        if target:
            parts[str(element.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _flaws(file: IO[bytes], part: str | None) -> list[tuple[int | None, str]]:
    """Merged cells and formulas without a value, which openpyxl's quick reader does not tell about."""
    if not part:
        return []
    with zipfile.ZipFile(file) as archive:
        content = archive.read(part)
    flaws: list[tuple[int | None, str]] = [
        (int(row), f"Cellerne {area.decode()} er flettet. Ophæv fletningen, og skriv værdien i hver celle.")
        for area, row in MERGED.findall(content)
    ]
    if re.search(rb"<(?:\w+:)?f\b", content):
        flaws += [
            (int(row), f"Cellen {cell.decode()} har en formel uden beregnet værdi. Åbn filen i Excel, og gem den igen.")
            for cell, row in UNCALCULATED.findall(content)
        ]
    return flaws
