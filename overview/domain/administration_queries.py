"""What Administration shows: the programme years with their money, and the staff accounts. Pure reads."""

from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from partnerships.domain.grants import YearMoney
from partnerships.models import Grant, ProgrammeYear


@dataclass(frozen=True)
class YearRow:
    """A programme year with its money (docs/figures.md) and its reserved posts."""

    year: ProgrammeYear
    money: YearMoney


def programme_years() -> list[YearRow]:
    """All programme years, the newest first, in two queries. Amounts in whole kroner."""
    grants = Grant.objects.filter(programme_year=OuterRef("pk")).order_by().values("programme_year")
    committed = Coalesce(Subquery(grants.values(total=Sum("amount"))), 0, output_field=IntegerField())
    years = ProgrammeYear.objects.annotate(committed=committed).prefetch_related("reserved_posts").order_by("-year")
    return [
        YearRow(year, YearMoney(year.budget, year.committed, sum(post.amount for post in year.reserved_posts.all())))
        for year in years
    ]


def staff() -> QuerySet[User]:
    """The accounts with a staff role: active ones first, then by name in Danish order."""
    return User.objects.exclude(staff_role="").order_by("-is_active", "sort_key", "pk")
