"""The columns of the member counts' downloads: headed like the import's sheet Medlemstal, with the sums after them."""

from collections.abc import Sequence

from associations.enums import Gender
from associations.models import AgeBand, Association
from core.exports import PLAIN_NUMBER, Column
from overview.domain.association_counts import YearRow


def count_columns(association: Association, bands: Sequence[AgeBand]) -> list[Column[YearRow]]:
    """Columns for the rows of `association_counts`, each number by gender and age; a missing number is empty."""
    return [
        Column("Forening", lambda _row: association.name, width=34),
        Column("År", lambda row: row.year, number_format=PLAIN_NUMBER),
        *(_number_column(gender, band) for gender in Gender for band in bands),
        Column("Under 25 år", lambda row: row.count.under_25 if row.count else None),
        Column("I alt", lambda row: row.count.total if row.count else None),
        Column("Optælling", lambda row: row.count.get_counting_rule_display() if row.count else None, width=26),
        Column("Kilde", lambda row: row.count.get_source_display() if row.count else None, width=26),
        Column("Bemærkning", lambda row: row.count.note if row.count else None, width=40),
    ]


def _number_column(gender: Gender, band: AgeBand) -> Column[YearRow]:
    ages = f"{band.lower}+" if band.upper is None else f"{band.lower}-{band.upper}"
    return Column(f"{gender.label} {ages}", lambda row: row.numbers.get((band.pk, gender.value)))
