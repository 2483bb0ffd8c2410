"""What is wrong with a file, said by sheet, row and column so that the user can find the cell and mend it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_SHOWN = 200


@dataclass(frozen=True)
class Problem:
    """One Danish sentence about a cell, a row (no column), a sheet (no row), or the file (no sheet)."""

    text: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    @property
    def place(self) -> str:
        """`Ansættelser, række 7, Timer`; empty when the problem is with the whole file."""
        row = f"række {self.row}" if self.row else ""
        return ", ".join(part for part in (self.sheet, row, self.column) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class UnreadableFile(Exception):
    """The file cannot be read at all; `str()` is the Danish reason, which also says what to do."""


@dataclass
class Problems:
    """Counts every problem and keeps the first `MOST_SHOWN`: a wrong column in 25,000 rows is one mistake."""

    kept: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, text: str, *, sheet: str = "", row: int | None = None, column: str = "") -> None:
        self.count += 1
        if len(self.kept) < MOST_SHOWN:
            self.kept.append(Problem(text, sheet, row, column))

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.kept)
