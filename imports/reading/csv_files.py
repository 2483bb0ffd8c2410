"""CSV files as Danish Excel writes them: semicolons, UTF-8 with or without BOM, or Windows-1252."""

import csv
import io
from pathlib import PurePath

from imports.problems import UnreadableFile
from imports.reading.raw import MOST_COLUMNS, MOST_ROWS, RawRow, RawSheet

DELIMITER = ";"
EXCEL_HINT = "sep="
# Letters that only a wrong guess of the encoding gives: no Danish text holds them.
BINARY = "Filen er hverken et Excel-regneark (.xlsx) eller en CSV-fil med tekst. Vælg en anden fil."


def read_csv(content: bytes, *, file_name: str) -> RawSheet:
    """The file as one sheet, named as the file without its ending. Raises `UnreadableFile` with what to do."""
    text = _decoded(content)
    first_line = text.lstrip().partition("\n")[0]
    if DELIMITER not in first_line and ("," in first_line or "\t" in first_line):
        raise UnreadableFile(
            "Kolonnerne er ikke adskilt af semikolon. Gem filen i Excel som »CSV (semikolonsepareret)«."
        )
    return RawSheet(PurePath(file_name).stem, _rows(text))


def _decoded(content: bytes) -> str:
    if b"\0" in content[:4096]:
        raise UnreadableFile(BINARY)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(BINARY) from error


def _rows(text: str) -> list[RawRow]:
    rows: list[RawRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER)
    number = 0
    try:
        for cells in reader:
            number += 1
            if number == 1 and len(cells) <= 2 and cells and cells[0].casefold().startswith(EXCEL_HINT):
                continue
            if len(cells) > MOST_COLUMNS:
                raise UnreadableFile(f"Række {number} har mere end {MOST_COLUMNS} kolonner. Ret den, og prøv igen.")
            if number > MOST_ROWS:
                raise UnreadableFile(f"Filen har mere end {MOST_ROWS} rækker. Del den i flere filer.")
            if any(cell.strip() for cell in cells):
                rows.append(RawRow(number, [cell if cell.strip() else None for cell in cells]))
    except csv.Error as error:
        raise UnreadableFile(
            f"Række {number + 1} kan ikke læses: en celle er alt for lang, eller et anførselstegn mangler."
        ) from error
    return rows
