"""The money of funding lines and programme years, in whole kroner (R15a, R16): what there is, and what is left.

Everything that commits money locks the years and their lines with `lock_years` first and asks `refuse_over_commitment`
last, in one transaction: so two who commit at once cannot both use the last krone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from core.formats import kroner
from partnerships.domain.shares import proportional_amount
from partnerships.models import FundingAmount, FundingLine, Grant, ProgrammeYear, ReservedPost


@dataclass(frozen=True)
class LineMoney:
    """One line's money in one year. `free` is negative when too much is committed."""

    entry: FundingAmount
    committed: int
    reserved: int

    @property
    def line(self) -> FundingLine:
        return self.entry.funding_line

    @property
    def amount(self) -> int:
        """What is set aside, also while the condition is not met."""
        return self.entry.amount

    @property
    def counted(self) -> int:
        """What can be spent: nothing before a conditional line is confirmed."""
        return self.entry.amount if self.line.counts else 0

    @property
    def free(self) -> int:
        return self.counted - self.committed - self.reserved


@dataclass(frozen=True)
class YearMoney:
    """A programme year's money. `pending` waits for a condition and is no part of `budget`.

    `free` is negative when too much is committed.
    """

    budget: int
    committed: int
    reserved: int
    pending: int = 0

    @property
    def free(self) -> int:
        return self.budget - self.committed - self.reserved


def proposed_amount(line: FundingLine, year: int) -> int | None:
    """What the line brings in the year by its months begun / 12; None when its yearly amount is not known."""
    if line.yearly_amount is None:
        return None
    return proportional_amount(line.yearly_amount, line.months_in(year))


def sum_of(lines: Iterable[LineMoney]) -> YearMoney:
    """The money of some lines of one year together."""
    rows = list(lines)
    return YearMoney(
        budget=sum(row.counted for row in rows),
        committed=sum(row.committed for row in rows),
        reserved=sum(row.reserved for row in rows),
        pending=sum(row.amount - row.counted for row in rows),
    )


def lines_by_year(programme_years: Iterable[ProgrammeYear]) -> dict[int, list[LineMoney]]:
    """Each year's lines with their money, by the year's key, the oldest line first; one query."""
    found: defaultdict[int, list[LineMoney]] = defaultdict(list)
    entries = FundingAmount.objects.filter(programme_year__in=list(programme_years))
    for entry in entries.annotate(
        committed=_sum_of_line(Grant), reserved=_sum_of_line(ReservedPost)
    ).select_related("funding_line", "programme_year").order_by(
        "programme_year__year", "funding_line__start", "funding_line__name", "funding_line"
    ):  # fmt: skip
        found[entry.programme_year_id].append(LineMoney(entry, entry.committed, entry.reserved))
    return found


def _sum_of_line(model: type[Grant] | type[ReservedPost]) -> Coalesce:
    """The sum of what stands on the outer amount's line and year."""
    own = {"funding_line": OuterRef("funding_line"), "programme_year": OuterRef("programme_year")}
    rows = model._default_manager.filter(**own).order_by().values("funding_line")
    return Coalesce(Subquery(rows.values(total=Sum("amount"))), 0, output_field=IntegerField())


def money_by_year(programme_years: Iterable[ProgrammeYear]) -> dict[int, YearMoney]:
    """The money of several years by their key, in one query."""
    years = list(programme_years)
    lines = lines_by_year(years)
    return {year.pk: sum_of(lines.get(year.pk, ())) for year in years}


def money_of(programme_year: ProgrammeYear) -> YearMoney:
    """Budget, committed (the grants), reserved and free of the year (R16)."""
    return money_by_year([programme_year])[programme_year.pk]


def lock_years(years: Iterable[int], *, also: FundingLine | None = None) -> list[ProgrammeYear]:
    """The programme years, locked until the transaction ends together with the lines that have money in them.

    `also` is a line that may have none yet. Always years by number, then lines by key: so two transactions wait for
    each other and never deadlock.
    """
    locked = list(ProgrammeYear.objects.select_for_update().filter(year__in=sorted(years)).order_by("year"))
    with_money = FundingAmount.objects.filter(programme_year__in=locked).values("funding_line")
    lines = FundingLine.objects.filter(Q(pk__in=with_money) | Q(pk=also.pk if also else None))
    list(lines.select_for_update().order_by("pk").values_list("pk"))
    return locked


def missing_money(programme_years: Iterable[ProgrammeYear]) -> list[str]:
    """A text naming the amount missing for each line and year that is over-committed (R16)."""
    return [text for rows in lines_by_year(programme_years).values() for text in missing_texts(rows)]


def refuse_over_commitment(programme_years: Iterable[ProgrammeYear]) -> None:
    """Raises `ValidationError` with the texts of `missing_money`.

    Call inside the transaction that changed something, after `lock_years`.
    """
    missing = missing_money(programme_years)
    if missing:
        raise ValidationError(missing, code="over_commitment")


def missing_texts(rows: list[LineMoney]) -> list[str]:
    """A text naming the amount missing for each of a year's lines on which too much is committed."""
    return [_missing_text(row, rows) for row in rows if row.free < 0]


def _missing_text(row: LineMoney, rows: list[LineMoney]) -> str:
    name, year = row.line.name, row.entry.programme_year.year
    spent = f"der er givet tilsagn om {kroner(row.committed)}, og {kroner(row.reserved)} er reserveret."
    text = f"I {year} mangler der {kroner(-row.free)} på bevillingen »{name}«: "
    if row.line.counts:
        text += f"beløbet er {kroner(row.amount)}, {spent}"
    else:
        text += f"den er betinget og tæller først med, når den er bekræftet, men {spent}"
    others = [f"{kroner(other.free)} på »{other.line.name}«" for other in rows if other.free > 0]
    return f"{text} Der er {' og '.join(others)} fri." if others else text
