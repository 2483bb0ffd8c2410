"""Files to import, made in the test: workbooks and CSV files from rows by column heading."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from imports.domain.importing import Outcome, run_import
from imports.problems import Problems
from imports.reading.files import UploadedFile, read_tables
from imports.reading.tables import Table

Rows = Sequence[Mapping[str, Any]]
CLUB = {"Forening": "Klub"}


def workbook(**sheets: Rows) -> bytes:
    """A workbook; the keywords are the sheets' names."""
    return workbook_of(sheets)


def workbook_of(sheets: Mapping[str, Rows]) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            headings = list(dict.fromkeys(heading for row in rows for heading in row))
            page.write_row(0, 0, headings)
            for number, row in enumerate(rows, start=1):
                for place, heading in enumerate(headings):
                    value = row.get(heading)
                    if isinstance(value, date):
                        page.write_datetime(number, place, value, day)
                    elif isinstance(value, str):
                        page.write_string(number, place, value)
                    elif value is not None:
                        page.write(number, place, value)
    return stream.getvalue()


def csv_file(rows: Rows, encoding: str = "utf-8") -> bytes:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [";".join(headings)]
    lines += [";".join("" if row.get(h) is None else str(row[h]) for h in headings) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def read(*files: tuple[str, bytes]) -> tuple[dict[str, Table], Problems]:
    problems = Problems()
    uploaded = [UploadedFile(name, BytesIO(content)) for name, content in files]
    return read_tables(uploaded, problems), problems


def import_files(*files: tuple[str, bytes], by: Any = None, save: bool = True) -> Outcome:
    tables, problems = read(*files)
    return run_import(tables, problems, by=by, save=save)


def import_sheets(by: Any = None, save: bool = True, **sheets: Rows) -> Outcome:
    """Imports the sheets named by the keywords."""
    return import_files(("register.xlsx", workbook_of(sheets)), by=by, save=save)


def texts(outcome: Outcome | Problems) -> list[str]:
    """What the user is told, with its place."""
    return [str(problem) for problem in (outcome if isinstance(outcome, Problems) else outcome.problems)]


def counted(outcome: Outcome) -> dict[str, tuple[int, int, int]]:
    """Created, changed, left by heading."""
    return {text["name"]: (text["created"], text["changed"], text["left"]) for text in outcome.summary}
