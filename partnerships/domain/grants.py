"""Grants by R2 and the year's money by R16, in whole kroner."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum, prefetch_related_objects

from accounts.models import User
from core.formats import kroner
from core.periods import Period, months_begun
from partnerships.models import Grant, Partnership, ProgrammeYear, ReservedPost
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
    return money_by_year([programme_year])[programme_year.pk]


def money_by_year(programme_years: Iterable[ProgrammeYear]) -> dict[int, YearMoney]:
    """The money of several years by their key, in two queries."""
    years = list(programme_years)
    committed = _sums(Grant.objects.filter(programme_year__in=years))
    reserved = _sums(ReservedPost.objects.filter(programme_year__in=years))
    return {year.pk: YearMoney(year.budget, committed.get(year.pk, 0), reserved.get(year.pk, 0)) for year in years}


def _sums(rows: QuerySet[Grant] | QuerySet[ReservedPost]) -> dict[int, int]:
    grouped = rows.order_by().values("programme_year").annotate(total=Sum("amount"))
    return dict(grouped.values_list("programme_year", "total"))


def refuse_over_commitment(programme_years: Iterable[ProgrammeYear]) -> None:
    """Raises `ValidationError` naming the amount missing in each year that is over-committed (R16).

    Call inside the transaction that changed grants, after `lock_years`.
    """
    years = list(programme_years)
    money_of_year = money_by_year(years)
    missing = [
        f"I {year.year} mangler der {kroner(-money.free)}: budgettet er {kroner(money.budget)}, "
        f"der er givet tilsagn om {kroner(money.committed)}, og {kroner(money.reserved)} er reserveret."
        for year in years
        if (money := money_of_year[year.pk]).free < 0
    ]
    if missing:
        raise ValidationError(missing, code="over_commitment")


def lock_years(years: Iterable[int]) -> list[ProgrammeYear]:
    """The programme years, locked in order until the transaction ends, so that two commits cannot both fit."""
    return list(ProgrammeYear.objects.select_for_update().filter(year__in=sorted(years)).order_by("year"))


@dataclass
class GrantChanges:
    """What `recalculate` did: grants as they stand now, and those that were removed."""

    drafts: list[audit.Draft[Grant]]
    removed: list[Grant]


@transaction.atomic
def recalculate(*, partnerships: Iterable[Partnership], by: User | None) -> GrantChanges:
    """Creates, adjusts and removes the partnerships' grants by R2; an overridden amount is left alone.

    Years without a programme year get no grant until the year is opened. The number of queries does not grow with
    the partnerships. Raises `ValidationError` naming each year in which money is missing (R16).
    """
    rows = list(partnerships)
    prefetch_related_objects(rows, "participations__association")
    spans = [range(p.start.year, p.end.year + 1) for p in rows]
    had = Grant.objects.filter(partnership__in=rows).values_list("programme_year__year", flat=True)
    years = lock_years({year for span in spans for year in span} | set(had))
    changes = _changes(rows, years)
    audit.save_many(changes.drafts, by=by)
    audit.delete_many(changes.removed, by=by)
    refuse_over_commitment(years)
    return changes


def _changes(partnerships: list[Partnership], years: list[ProgrammeYear]) -> GrantChanges:
    """The grants that follow from the partnerships' periods, and those that no longer do."""
    stored = {
        (grant.partnership_id, grant.programme_year_id): grant
        for grant in Grant.objects.filter(partnership__in=partnerships).select_for_update()
    }
    result = GrantChanges([], [])
    for partnership in partnerships:
        for year in years:
            grant = stored.get((partnership.pk, year.pk))
            months = months_begun(Period(partnership.start, partnership.end), year.year)
            if grant:
                grant.partnership, grant.programme_year = partnership, year
            if months:
                result.drafts.append(_draft(grant or Grant(partnership=partnership, programme_year=year), months))
            elif grant:
                result.removed.append(grant)
    return result


def _draft(grant: Grant, months: int) -> audit.Draft[Grant]:
    before = audit.snapshot(grant) if grant.pk else None
    grant.months = months
    if not grant.override_reason:
        grant.amount = proportional_amount(grant.programme_year.default_grant, months)
    return audit.Draft(grant, before)
