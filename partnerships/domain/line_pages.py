"""What the pages of funding lines show. Pure reads in a constant number of queries."""

from dataclasses import dataclass

from core import clock
from partnerships.domain.funding import LineMoney, lines_by_year, proposed_amount
from partnerships.domain.funding_lines import delete_blockers, unconfirm_blockers
from partnerships.models import FundingLine, ProgrammeYear

LATEST_YEARS = 3


@dataclass(frozen=True)
class LineRow:
    """A line, and its money in each of the shown years; None where it has none."""

    line: FundingLine
    money: list[LineMoney | None]


def line_rows() -> tuple[list[int], list[LineRow]]:
    """The latest opened years, and every line with its money in them: lines that run first, the newest first."""
    opened = list(ProgrammeYear.objects.order_by("-year")[:LATEST_YEARS])
    money = lines_by_year(opened)
    found = {(row.line.pk, year): row for year, rows in money.items() for row in rows}
    today = clock.today()
    lines = sorted(
        FundingLine.objects.all(), key=lambda line: (line.last_day < today, -line.start.toordinal(), line.pk)
    )
    rows = [LineRow(line, [found.get((line.pk, year.pk)) for year in opened]) for line in lines]
    return [year.year for year in opened], rows


def all_line_money() -> list[LineMoney]:
    """Every line in every year, the newest year first."""
    years = list(ProgrammeYear.objects.order_by("-year"))
    money = lines_by_year(years)
    return [row for year in years for row in money.get(year.pk, [])]


@dataclass(frozen=True)
class LineYear:
    """A year that the line reaches: its money, or None with what would be proposed."""

    year: int
    money: LineMoney | None
    proposed: int | None


@dataclass(frozen=True)
class LinePage:
    """The years of one line, the newest first, and why something cannot be done with it (empty: it can)."""

    years: list[LineYear]
    delete_blocked: str
    unconfirm_blocked: str


def line_page(line: FundingLine) -> LinePage:
    """The opened years that the line reaches."""
    opened = [year for year in ProgrammeYear.objects.order_by("-year") if line.months_in(year.year)]
    money = {
        row.entry.programme_year_id: row
        for rows in lines_by_year(opened).values()
        for row in rows
        if row.line.pk == line.pk
    }
    return LinePage(
        years=[LineYear(year.year, money.get(year.pk), proposed_amount(line, year.year)) for year in opened],
        delete_blocked=" ".join(delete_blockers(line)),
        unconfirm_blocked=" ".join(unconfirm_blockers(line)) if line.confirmed_on else "",
    )
