"""From raw sheets to rows whose cells have a meaning: headings are recognised, every cell is parsed, and what cannot
be used becomes a problem with its place.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from imports.columns import Column, Sheet
from imports.parsers import CellError, as_text, key_of, shown
from imports.problems import Problems
from imports.reading.raw import RawRow, RawSheet
from imports.sheets import IGNORED_SHEETS, SHEETS, sheet_named

ERROR_VALUES = frozenset({"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


@dataclass
class Row:
    """A row with the parsed cells that are not empty, by column key. `number` is the row in the file."""

    sheet: Sheet
    number: int
    values: dict[str, Any]

    def get(self, key: str) -> Any:
        """The cell's value, or None where it is empty."""
        return self.values.get(key)


@dataclass
class Table:
    """One sheet's columns and rows; `broken` rows have a problem, and only the cells that could be read."""

    sheet: Sheet
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    broken: list[Row] = field(default_factory=list)


def parsed(raw_sheets: Iterable[RawSheet], problems: Problems) -> dict[str, Table]:
    """The known sheets by name, in the file's order. Rows with a problem stand apart: one mistake is told once."""
    tables: dict[str, Table] = {}
    for raw in raw_sheets:
        if key_of(raw.name) in IGNORED_SHEETS:
            continue
        sheet = _recognised(raw)
        if sheet is None:
            problems.add(_unknown_sheet(raw.name))
            continue
        table = _table(sheet, raw, problems)
        if sheet.name in tables:
            tables[sheet.name].rows += table.rows
            tables[sheet.name].broken += table.broken
        else:
            tables[sheet.name] = table
    if not tables and not problems:
        problems.add(f"Der er ingen af arkene {_sheet_names()} i filen, eller de er tomme. Brug skabelonen.")
    return tables


def _recognised(raw: RawSheet) -> Sheet | None:
    """By the sheet's name, else the one sheet that knows all of its headings (a CSV file may be called anything)."""
    by_name = sheet_named(raw.name)
    if by_name:
        return by_name
    headings = [as_text(cell) for cell in raw.rows[0].cells if cell is not None] if raw.rows else []
    fitting = [
        sheet
        for sheet in SHEETS
        if headings
        and all(sheet.column_of(heading) for heading in headings)
        and all(key_of(c.name) in map(key_of, headings) for c in sheet.columns if c.required)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _sheet_names() -> str:
    return ", ".join(f"»{sheet.name}«" for sheet in SHEETS)


def _unknown_sheet(name: str) -> str:
    close = difflib.get_close_matches(key_of(name), [key_of(sheet.name) for sheet in SHEETS], n=1)
    meant = sheet_named(close[0]) if close else None
    hint = f"Mente du »{meant.name}«?" if meant else f"Kendte ark er {_sheet_names()}."
    return f"Arket eller filen »{shown(name)}« kendes ikke. {hint} Ret navnet, eller tag det ud af filen."


def _table(sheet: Sheet, raw: RawSheet, problems: Problems) -> Table:
    for number, text in raw.flaws:
        problems.add(text, sheet=sheet.name, row=number)
    if not raw.rows:
        return Table(sheet)
    columns = _columns(sheet, raw.rows[0], problems)
    if columns is None:
        return Table(sheet)
    flawed = {number for number, _ in raw.flaws}
    table = Table(sheet, [column for column in columns if column])
    for raw_row in raw.rows[1:]:
        before = problems.count
        row = _row(sheet, columns, raw_row, problems)
        good = problems.count == before and raw_row.number not in flawed
        (table.rows if good else table.broken).append(row)
    return table


def _columns(sheet: Sheet, heading: RawRow, problems: Problems) -> list[Column | None] | None:
    """The column of each cell of the heading, or None when the heading cannot be used."""
    columns: list[Column | None] = []
    before = problems.count
    for cell in heading.cells:
        name = "" if cell is None else as_text(cell)
        column = sheet.column_of(name) if name else None
        if name and column is None:
            _unknown_column(sheet, name, heading.number, problems)
        if column and column.key in {known.key for known in columns if known}:
            problems.add("Kolonnen står to gange. Slet den ene.", sheet=sheet.name, row=heading.number, column=name)
        columns.append(column)
    found = {column.key for column in columns if column}
    for column in sheet.columns:
        if column.required and column.key not in found:
            text = f"Kolonnen »{column.name}« mangler. Overskrifterne skal stå i arkets første række; se skabelonen."
            problems.add(text, sheet=sheet.name, row=heading.number)
    return columns if problems.count == before else None


def _unknown_column(sheet: Sheet, name: str, number: int, problems: Problems) -> None:
    close = difflib.get_close_matches(key_of(name), [key_of(column.name) for column in sheet.columns], n=1)
    meant = sheet.column_of(close[0]) if close else None
    hint = f"Mente du »{meant.name}«?" if meant else "Se skabelonen for de kolonner, der kan bruges."
    problems.add(f"Kolonnen »{shown(name)}« kendes ikke. {hint}", sheet=sheet.name, row=number)


def _row(sheet: Sheet, columns: list[Column | None], raw: RawRow, problems: Problems) -> Row:
    values: dict[str, Any] = {}
    unreadable = set()
    for place, cell in enumerate(raw.cells):
        if cell is None or (isinstance(cell, str) and not as_text(cell)):
            continue
        column = columns[place] if place < len(columns) else None
        if column is None:
            text = f"»{shown(cell)}« står uden for de kolonner, der har en overskrift. Slet den."
            problems.add(text, sheet=sheet.name, row=raw.number)
            continue
        try:
            values[column.key] = _value(column, cell)
        except CellError as error:
            unreadable.add(column.key)
            problems.add(str(error), sheet=sheet.name, row=raw.number, column=column.name)
    for column in sheet.columns:
        if column.required and column.key not in values and column.key not in unreadable:
            problems.add(_missing(column), sheet=sheet.name, row=raw.number, column=column.name)
    return Row(sheet, raw.number, values)


def _value(column: Column, cell: Any) -> Any:
    if isinstance(cell, str) and cell in ERROR_VALUES:
        raise CellError(f"Cellen viser fejlen {cell}. Ret formlen, eller skriv værdien.")
    return column.parse(cell)


def _missing(column: Column) -> str:
    return f"Cellen er tom. Skriv {column.help[:1].lower()}{column.help[1:]}"
