"""What a column and a sheet of the register are; `imports.sheets` is the table of them all."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from accounts.enums import Permission
from associations.enums import Gender
from associations.models.counts import MOST_MEMBERS
from imports import parsers
from imports.parsers import Parser, key_of

BAND_HEADING = re.compile(r"(kvinder|mænd|andet) (\d{1,3})(?: ?[-–] ?(\d{1,3})| ?(\+))(?: år)?", re.ASCII)
GENDERS = {key_of(str(label)): value for value, label in Gender.choices}


@dataclass(frozen=True)
class Column:
    """A column: its key in code, its Danish heading, how a cell is read, and what the user is told about it.

    `required`: the column and every cell of it, because rows are recognised by it; `needed`: only for new rows.
    """

    key: str
    name: str
    parse: Parser
    help: str
    required: bool = False
    needed: bool = False
    example: str = ""


@dataclass(frozen=True)
class BandColumn(Column):
    """A column of member counts: one gender and the ages `lower`..`upper`, inclusive (`upper` None: and older)."""

    gender: str = ""
    lower: int = 0
    upper: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: what stands in it, who may import it, and further columns that are recognised by their heading."""

    name: str
    help: str
    columns: tuple[Column, ...]
    permission: Permission = Permission.IMPORT_REGISTER
    other_column: Callable[[str], Column | None] | None = None

    def column_of(self, heading: str) -> Column | None:
        """The column with this heading, whatever its case and spaces."""
        known = {key_of(column.name): column for column in self.columns}
        other = self.other_column(heading) if self.other_column else None
        return known.get(key_of(heading)) or other

    def name_of(self, key: str) -> str:
        """The heading of the column with this key. Raises `StopIteration` for a key that the sheet has not."""
        return next(column.name for column in self.columns if column.key == key)


def band_column(heading: str) -> BandColumn | None:
    """`Kvinder 7-12`, `Mænd 60+`: any ages, because the register has changed its bands (R14)."""
    match = BAND_HEADING.fullmatch(key_of(heading))
    if not match:
        return None
    gender, lower, upper = match[1], int(match[2]), int(match[3]) if match[3] else None
    if upper is not None and upper < lower:
        return None
    parse = parsers.whole_number(most=MOST_MEMBERS, what="et helt antal medlemmer")
    return BandColumn(
        key=f"{GENDERS[gender]}_{lower}_{upper or ''}",
        name=parsers.as_text(heading),
        parse=parse,
        help="Medlemmer i aldersgruppen. Tom: ikke oplyst, ikke 0.",
        gender=GENDERS[gender],
        lower=lower,
        upper=upper,
    )
