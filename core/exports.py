"""Every list as Excel and CSV, both from the same columns and the same rows as the list on the page.

    COLUMNS = [
        Column("Forening", lambda row: row.name, width=32),
        Column("Medlemmer under 25 år", lambda row: row.under_25),
        Column("Partnerskab til", lambda row: row.partnership_end),
    ]
    return list_response(extension, name="foreninger", title="Foreninger", columns=COLUMNS, rows=rows)

Values keep their type: a number can be summed and a date sorted. None is an empty cell, never 0.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import xlsxwriter
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from core import clock
from core.context_processors import current_site
from core.formats import date_text, plural, short_date_text

Row = TypeVar("Row")
Value = str | int | float | Decimal | date | datetime | bool | None

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
DEMO_MARK = "Demodata: foreningerne er rigtige, personer og tal er opdigtede."
LONGEST_CELL = 32_767  # Excel's limit
LONGEST_SHEET_NAME = 31  # the same
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
WHOLE_NUMBER, DECIMAL_NUMBER, PLAIN_NUMBER, AMOUNT = "#,##0", "General", "0", '#,##0 "kr."'
DATE_FORMAT, TIME_FORMAT = "dd-mm-yyyy", "dd-mm-yyyy hh:mm"
ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", " ": "-", "/": "-"})


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its head, how its value is read from a row, its width in characters.

    `number_format` is Excel's, for numbers that are no counts: `PLAIN_NUMBER` for years, `AMOUNT` for kroner.
    """

    label: str
    value: Callable[[Row], Value]
    width: int = 0
    number_format: str = ""


def excel_response(
    *, name: str, title: str, columns: Sequence[Column[Row]], rows: Iterable[Row], notes: Sequence[str] = ()
) -> HttpResponse:
    """A workbook to download, called `name` with the day's date: one sheet of rows, one that tells what they are.

    `notes` say in words which filters hold and what the figures mean. Rows are written one by one and not kept.
    """
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        content,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    site = current_site()
    workbook.set_properties({"title": title, "author": f"{site.name}, {site.owner}", "comments": _demo_mark()})
    count = _write_rows(workbook, title, columns, rows)
    _write_about(workbook, [title, plural(count, "række", "rækker"), *notes])
    workbook.close()
    return _download(content.getvalue(), EXCEL_TYPE, file_name(name, "xlsx"))


def csv_response(*, name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> HttpResponse:
    """The rows as CSV that a Danish Excel opens as it is: semicolon, decimal comma, UTF-8 with BOM.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    content = io.StringIO()
    content.write("\ufeff")
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in columns])
    writer.writerows([csv_text(column.value(row)) for column in columns] for row in rows)
    return _download(content.getvalue().encode(), CSV_TYPE, file_name(name, "csv"))


def list_response(
    extension: str,
    *,
    name: str,
    title: str,
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    notes: Sequence[str] = (),
) -> HttpResponse:
    """The list as `xlsx` or `csv`, whichever the address asks for; the notes stand in the workbook only."""
    if extension == "csv":
        return csv_response(name=name, columns=columns, rows=rows)
    return excel_response(name=name, title=title, columns=columns, rows=rows, notes=notes)


def downloads(route: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """A list as Excel and as CSV, beside the list itself; `extension` tells the view which."""
    return [path(f"{route}eksport.{kind}", view, {"extension": kind}, name=name) for kind in ("xlsx", "csv")]


def csv_text(value: Value) -> str:
    """A value as it stands in a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return short_date_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, Decimal)):
        return f"{value:f}".replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def file_name(name: str, extension: str) -> str:
    """`foreninger-2023-03-31.xlsx`, with the word demodata in it where the data are invented."""
    mark = "-demodata" if current_site().demo else ""
    return f"{name.translate(ASCII).lower()}{mark}-{clock.today().isoformat()}.{extension}"


def _write_rows(workbook: Any, title: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> int:
    """Write the head and the rows; returns how many rows there were."""
    mark = " (demodata)" if current_site().demo else ""
    sheet = workbook.add_worksheet(title[: LONGEST_SHEET_NAME - len(mark)] + mark)
    sheet.freeze_panes(1, 1)
    if mark:
        sheet.set_header(f"&L{DEMO_MARK}")
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width or min(max(len(column.label) + 4, 12), 40))
    head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.write_row(0, 0, [column.label for column in columns], head)
    writers = [_cell_writer(workbook, sheet, number, column) for number, column in enumerate(columns)]
    count = 0
    for count, row in enumerate(rows, start=1):
        for write in writers:
            write(count, row)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def _cell_writer(workbook: Any, sheet: Any, number: int, column: Column[Row]) -> Callable[[int, Row], None]:
    """A function that writes the column's cell into a line of the sheet, with the type the value has."""
    read = column.value
    formats = {
        kind: workbook.add_format({"num_format": text})
        for kind, text in (
            (int, column.number_format or WHOLE_NUMBER),
            (Decimal, column.number_format or DECIMAL_NUMBER),
            (date, DATE_FORMAT),
            (datetime, TIME_FORMAT),
        )
    }

    def write(line: int, row: Row) -> None:
        value = read(row)
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_string(line, number, "Ja" if value else "Nej")
        elif isinstance(value, int):
            sheet.write_number(line, number, value, formats[int])
        elif isinstance(value, (Decimal, float)):
            sheet.write_number(line, number, float(value), formats[Decimal])
        elif isinstance(value, datetime):
            sheet.write_datetime(line, number, _without_zone(value), formats[datetime])
        elif isinstance(value, date):
            sheet.write_datetime(line, number, value, formats[date])
        else:
            sheet.write_string(line, number, str(value)[:LONGEST_CELL])

    return write


def _write_about(workbook: Any, lines: Sequence[str]) -> None:
    """The sheet that says what the rows are, when they were drawn and from where."""
    site = current_site()
    sheet = workbook.add_worksheet("Om arket")
    sheet.set_column(0, 0, 90)
    drawn = f"Hentet fra {site.name}, {site.owner}, med dato {date_text(clock.today())}."
    for line, text in enumerate([*lines, drawn, *([DEMO_MARK] if site.demo else [])]):
        sheet.write_string(line, 0, text)


def _without_zone(value: datetime) -> datetime:
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _demo_mark() -> str:
    return DEMO_MARK if current_site().demo else ""


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
