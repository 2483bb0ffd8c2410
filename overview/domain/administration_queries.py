"""What Administration shows: the programme years with their money, and the staff accounts. Pure reads."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from partnerships.domain.funding import YearMoney, money_by_year
from partnerships.models import ProgrammeYear


@dataclass(frozen=True)
class YearRow:
    """A programme year with its money (docs/figures.md) and its reserved posts."""

    year: ProgrammeYear
    money: YearMoney


def programme_years() -> list[YearRow]:
    """All programme years, the newest first, in three queries. Amounts in whole kroner."""
    years = list(ProgrammeYear.objects.prefetch_related("reserved_posts").order_by("-year"))
    money = money_by_year(years)
    return [YearRow(year, money[year.pk]) for year in years]


def staff() -> QuerySet[User]:
    """The accounts with a staff role: active ones first, then by name in Danish order."""
    return User.objects.exclude(staff_role="").order_by("-is_active", "sort_key", "pk")
