"""The demo register, as `make run` fills it: the workbook through the importer."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

import imports
from accounts.models import User
from tests.fixtures import DEMO_TODAY

WORKBOOK = Path(imports.__file__).parent / "demo" / "register.xlsx"


@pytest.fixture
def demo_register(db, demo_today: date) -> date:
    """Everything of the demo workbook; gives the demo's today."""
    call_command("seed_demo", stdout=io.StringIO())  # the sign-ins interest nobody here
    return DEMO_TODAY


@pytest.fixture
def demo_consultant(demo_register: date) -> User:
    return User.objects.filter(staff_role="consultant").order_by("pk")[0]


@pytest.fixture
def demo_manager(demo_register: date) -> User:
    return User.objects.filter(staff_role="manager").order_by("pk")[0]


def changed_workbook(path: Path, *, sheet: str, row_is: dict[str, object], column: str, value: object) -> Path:
    """A copy of the demo workbook at `path` in which one cell of the row with these values is another."""
    workbook = openpyxl.load_workbook(WORKBOOK)
    rows = workbook[sheet]
    heads = {str(cell.value): cell.column for cell in rows[1]}
    found = [
        cells[0].row
        for cells in rows.iter_rows(min_row=2)
        if all(cells[heads[head] - 1].value == wanted for head, wanted in row_is.items())
    ]
    assert len(found) == 1, f"{len(found)} rows of {sheet} are {row_is}"
    rows.cell(row=found[0], column=heads[column]).value = value
    workbook.save(path)
    return path
