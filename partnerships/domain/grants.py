"""Grants by R2 and the year's money by R16, in whole kroner."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from core.formats import kroner
from core.periods import Period, months_begun
from partnerships.models import Grant, Partnership, ProgrammeYear
from workflow import audit

MONTHS = 12


def proportional_amount(default_grant: int, months: int) -> int:
    """`default_grant` · months begun / 12, rounded half up to whole kroner (R2): 200,000 kr. and 6 → 100,000 kr."""
    exact = Decimal(default_grant) * months / MONTHS
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class YearMoney:
    """A programme year's money in whole kroner. `free` is negative when too much is committed."""

    budget: int
    committed: int
    reserved: int

    @property
    def free(self) -> int:
        return self.budget - self.committed - self.reserved


def money_of(programme_year: ProgrammeYear) -> YearMoney:
    """Budget, committed (the grants) and reserved of the year (R16)."""
    committed = programme_year.grants.aggregate(total=Sum("amount"))["total"] or 0
    reserved = programme_year.reserved_posts.aggregate(total=Sum("amount"))["total"] or 0
    return YearMoney(programme_year.budget, committed, reserved)


def refuse_over_commitment(programme_years: Iterable[ProgrammeYear]) -> None:
    """Raises `ValidationError` naming the amount missing in each year that is over-committed (R16).

    Call inside the transaction that changed grants, after `lock_years`.
    """
    missing = [
        f"I {year.year} mangler der {kroner(-money.free)}: budgettet er {kroner(money.budget)}, "
        f"der er givet tilsagn om {kroner(money.committed)}, og {kroner(money.reserved)} er reserveret."
        for year in programme_years
        if (money := money_of(year)).free < 0
    ]
    if missing:
        raise ValidationError(missing, code="over_commitment")


def lock_years(years: Iterable[int]) -> list[ProgrammeYear]:
    """The programme years, locked in order until the transaction ends, so that two commits cannot both fit."""
    return list(ProgrammeYear.objects.select_for_update().filter(year__in=sorted(years)).order_by("year"))


@transaction.atomic
def recalculate(*, partnerships: Iterable[Partnership], by: User | None) -> None:
    """Creates, adjusts and removes the partnerships' grants by R2; an overridden amount is left alone.

    Years without a programme year get no grant until the year is opened. Raises `ValidationError` (R16).
    """
    rows = list(partnerships)
    spans = [range(p.start.year, p.end.year + 1) for p in rows]
    had = Grant.objects.filter(partnership__in=rows).values_list("programme_year__year", flat=True)
    years = lock_years({year for span in spans for year in span} | set(had))
    for partnership in rows:
        for year in years:
            _adjust(partnership, year, by=by)
    refuse_over_commitment(years)


def _adjust(partnership: Partnership, year: ProgrammeYear, *, by: User | None) -> None:
    months = months_begun(Period(partnership.start, partnership.end), year.year)
    grant = Grant.objects.filter(partnership=partnership, programme_year=year).first()
    if not months:
        if grant:
            audit.delete(grant, by=by)
        return
    if grant is None:
        grant = Grant(partnership=partnership, programme_year=year)
    grant.months = months
    if not grant.override_reason:
        grant.amount = proportional_amount(year.default_grant, months)
    audit.save(grant, by=by)
