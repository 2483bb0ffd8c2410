"""What every format is read into: sheets with rows of raw cells, before any meaning is given to them."""

from dataclasses import dataclass, field
from typing import Any

# More than the largest register we know of by far; fewer than what fills a worker's memory.
MOST_ROWS = 60_000
MOST_COLUMNS = 200


@dataclass
class RawRow:
    """A row's number as the user sees it in the file (1 is the heading), and its cells from column A on."""

    number: int
    cells: list[Any]


@dataclass
class RawSheet:
    """A sheet or CSV file by name; `flaws` are (row, text) found while reading, such as merged cells."""

    name: str
    rows: list[RawRow]
    flaws: list[tuple[int | None, str]] = field(default_factory=list)
