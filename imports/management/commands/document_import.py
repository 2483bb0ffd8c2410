"""Writes docs/import.md from the column table, so that the document never differs from what is read."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imports.sheets import SHEETS
from imports.template import need

INTRODUCTION = """\
# Importing the register

A register comes in as an Excel workbook (`.xlsx`) or as CSV files: on the page *Indlæsning*, or by
`manage.py import_register FILE [FILE …] [--by EMAIL] [--dry-run]`, which acts as the operator with all rights unless
`--by` names a user. The page offers a template with these sheets. This document is written by
`manage.py document_import` from the same table that reads the files (`imports/sheets.py`).

- One sheet, or one CSV file, for each kind below; any of them may be left out. A CSV file has semicolons, is UTF-8
  (with or without BOM) or Windows-1252, and is recognised by its name or else by its headings.
- Headings stand in the first row, in any order and case. An unknown heading is an error: a slip must not lose a column.
- An empty cell leaves what is there; in a new row it means "not known". A missing number of members is never 0.
- A file is checked as a whole first. The preview says what would be created, changed and left; one error keeps
  everything out. Each error names sheet, row and column and says what to do. The same file again changes nothing.
- Grants follow from partnerships and programme years (R2); more than a line has in a year is refused (R16). Older
  files with a budget in »Programår« still work: it becomes the line »Programmets bevilling«.
- People with an e-mail who are or were employed or on a board get an account; what it may do follows from the
  employment or seat alone (R19).
- The sheets *Læs mig*, *Vejledning* and *Eksempler* are for readers and passed over.
- Limits: `UPLOAD_MAX_BYTES` per file, 200 MB unpacked, 60,000 rows and 200 columns per sheet.

Rows are matched to what the register holds: associations by CVR number, else by name or another name; people by e-mail,
else by name within the association; what has a period by association (and person) and first day; counts by association
and year.
"""
MEASURED = """\
## Measured

On a 2-core machine that was busy with other work (load 5–6): 4,900 rows (350 associations with people, employments and
partnerships, 3,500 counts of 14 numbers) were read in 2.6 s and previewed in 7 s; imported again, they took 4 s in all.
35,000 rows with 25,000 counts: 17 s to read, 37 s to save, 480 MB of memory. The number of queries does not grow with
the rows (a test holds that).
"""


class Command(BaseCommand):
    help = "Writes docs/import.md; with --check only tells whether it is up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when the document is older")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "import.md"
        text = document()
        if not check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            raise CommandError("docs/import.md is older than imports/sheets.py: run manage.py document_import.")


def document() -> str:
    """The document's text, in Markdown."""
    parts = [INTRODUCTION]
    for sheet in SHEETS:
        rows = [
            f"| {column.name} | {need(column)} | {column.help} | {column.example} |".replace("|  |", "| |")
            for column in sheet.columns
        ]
        head = [f"## {sheet.name}", "", sheet.help, f"Permission: `{sheet.permission}`.", ""]
        parts.append("\n".join([*head, "| Kolonne | | Hvad der skal stå | Eksempel |", "|---|---|---|---|", *rows, ""]))
    return "\n".join([*parts, MEASURED])
