"""What an import would do: planned records by sheet, and the problems found on the way. Nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from accounts.models import User
from imports.columns import Sheet
from imports.problems import Problems
from imports.reading.tables import Row, Table
from workflow.audit import Draft, snapshot

OPEN_END = date(2100, 12, 31)  # no later date can be written


@dataclass
class Planned(Draft[Any]):
    """A record as it shall be, with the row it came from (None: it follows from other rows).

    `many` holds new sets of many-to-many fields, `cells` the new numbers of a member count
    as (age band, gender, members), `shares` who else pays an employment's hours, all for `saving`.
    """

    row: Row | None = None
    many: dict[str, list[Any]] = field(default_factory=dict)
    cells: list[tuple[Any, str, int]] = field(default_factory=list)
    shares: dict[str, Any] = field(default_factory=dict)


def planned(obj: Model, row: Row | None) -> Planned:
    """A plan for `obj` as it stands now: change its values afterwards."""
    return Planned(obj=obj, before=snapshot(obj) if obj.pk else None, row=row)


@dataclass
class Plan:
    """All records of one import, by the heading they are shown under: a sheet, or what follows from sheets."""

    tables: dict[str, Table]
    problems: Problems
    by: User | None
    records: defaultdict[str, list[Planned]] = field(default_factory=lambda: defaultdict(list))

    def rows(self, sheet: Sheet) -> list[Row]:
        table = self.tables.get(sheet.name)
        return table.rows if table else []

    def broken(self, sheet: Sheet, key: str) -> set[Any]:
        """The values of `key` in rows that could not be read: what refers to them needs no second complaint."""
        table = self.tables.get(sheet.name)
        return {row.get(key) for row in table.broken} if table else set()

    def add(self, sheet: Sheet | str, record: Planned) -> Planned:
        self.records[sheet if isinstance(sheet, str) else sheet.name].append(record)
        return record

    def of(self, sheet: Sheet | str) -> list[Planned]:
        return self.records[sheet if isinstance(sheet, str) else sheet.name]

    def problem(self, row: Row, text: str, key: str = "") -> None:
        """A problem in the row, at the column with this key."""
        self.problems.add(text, sheet=row.sheet.name, row=row.number, column=row.sheet.name_of(key) if key else "")


@dataclass
class Seen:
    """Finds rows that say the same thing twice."""

    plan: Plan
    rows: dict[Any, int] = field(default_factory=dict)

    def is_repeated(self, row: Row, identity: Any, what: str) -> bool:
        """Whether an earlier row has this identity; then a problem is noted."""
        first = self.rows.setdefault(identity, row.number)
        if first == row.number:
            return False
        self.plan.problem(row, f"{what} står også i række {first}. Slet den ene række.")
        return True


def fill(plan: Plan, record: Planned, keys: Iterable[str]) -> bool:
    """Sets the row's cells on the record; empty ones leave it as it is. False when a new record lacks a needed cell."""
    row = record.row
    assert row is not None  # noqa: S101 — records that follow from others have no cells to fill
    wanted = set(keys)
    complete = True
    for column in row.sheet.columns:
        if column.key in wanted and column.key in row.values:
            setattr(record.obj, column.key, row.values[column.key])
        elif column.key in wanted and column.needed and record.before is None:
            plan.problem(row, f"Cellen er tom. Skriv {column.help[:1].lower()}{column.help[1:]}", column.key)
            complete = False
    return complete


def check_fields(plan: Plan, record: Planned) -> None:
    """The model's own field rules, told at the column they belong to."""
    row = record.row
    if row is None or record.kind is None:
        return
    relations = {column.name for column in record.obj._meta.fields if column.is_relation}
    try:
        record.obj.clean_fields(exclude=relations)
    except ValidationError as error:
        known = {column.key for column in row.sheet.columns}
        for name, messages in error.message_dict.items():
            for message in messages:
                plan.problem(row, message, name if name in known else "")


def check_order(plan: Plan, record: Planned, *, start: str = "start", end: str = "end") -> bool:
    """Whether the end is the start or later; else a problem at the end's column."""
    first, last = getattr(record.obj, start), getattr(record.obj, end)
    if first and last and last < first and record.row:
        plan.problem(record.row, f"Slutdatoen ligger før startdatoen ({first:%d-%m-%Y}). Ret en af dem.", end)
        return False
    return True


def overlapping(rows: list[Any]) -> list[tuple[Any, Any]]:
    """Neighbours in time that share a day."""
    ordered = sorted(rows, key=lambda row: (row.start, row.end or OPEN_END))
    return [(first, second) for first, second in pairwise(ordered) if second.start <= (first.end or OPEN_END)]
