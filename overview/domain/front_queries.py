"""What the front pages show: what needs action, for whom, and the figures of one's own or of the programme."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import association_roles
from associations.models import Association
from overview.domain.list_queries import (
    any_warning_on,
    cohort_of,
    contact_person_is,
    in_partnership_on,
    last_ended_year,
    list_rows,
    with_contact_details,
)
from partnerships.domain.grants import YearMoney
from partnerships.models import ProgrammeYear

MOST_ROWS = 20
"""How many associations a front page names; the rest is one link away."""


@dataclass(frozen=True)
class Totals:
    """Numbers of associations, and `under_25` in persons from those `reported` of the `expected` ones.

    `under_25` is None when nobody has reported: a missing count is never 0.
    """

    associations: int
    vacancies: int
    too_few_hours: int
    missing_counts: int
    with_warnings: int
    under_25: int | None
    reported: int
    expected: int
    year: int


def totals_of(rows: QuerySet[Association], day: date) -> Totals:
    """The figures of these rows (of `list_rows`) that have a partnership on the day; counts are of the year before."""
    year = last_ended_year(day)
    now, then = Q(now=True), Q(then=True)
    any_warning = Q(vacancy=True) | Q(too_few_hours=True) | Q(missing_count=True)
    found = rows.annotate(now=in_partnership_on(day), then=in_partnership_on(date(year, 12, 31))).aggregate(
        n_associations=Count("pk", filter=now),
        n_vacancies=Count("pk", filter=Q(vacancy=True)),
        n_too_few_hours=Count("pk", filter=Q(too_few_hours=True)),
        n_missing_counts=Count("pk", filter=Q(missing_count=True)),
        n_with_warnings=Count("pk", filter=any_warning),
        n_under_25=Sum("under_25", filter=then),
        n_reported=Count("pk", filter=then & Q(under_25__isnull=False)),
        n_expected=Count("pk", filter=then),
    )
    # The prefix keeps a total from shadowing the column of the same name inside the next total.
    return Totals(year=year, **{name.removeprefix("n_"): value for name, value in found.items()})


@dataclass(frozen=True)
class CohortCount:
    """How many of today's associations began in a cohort."""

    key: str
    label: str
    associations: int


@dataclass(frozen=True)
class ProgrammeMoney:
    """One programme year's money in whole kroner (R16)."""

    year: int
    money: YearMoney


def own_rows(user: User, day: date) -> QuerySet[Association]:
    """The associations in whose board or employment the user is today, with their contact details."""
    return with_contact_details(list_rows(user, day), day).filter(pk__in=association_roles(user))


def consultant_rows(user: User, day: date) -> QuerySet[Association]:
    """The associations whose contact person the user is today."""
    return list_rows(user, day).filter(contact_person_is(user.pk, day))


def needing_action(rows: QuerySet[Association], day: date) -> list[Association]:
    """The first of the rows that have a warning."""
    return list(rows.filter(any_warning_on(day))[:MOST_ROWS])


def ending_within_a_year(rows: QuerySet[Association], day: date) -> list[Association]:
    """The first of the rows whose partnership ends within a year of the day, the soonest first."""
    in_a_year = day + timedelta(days=365)
    return list(rows.filter(partnership_end__lte=in_a_year).order_by("partnership_end", "sort_key", "pk")[:MOST_ROWS])


def cohort_counts(rows: QuerySet[Association], day: date) -> list[CohortCount]:
    """Today's associations by cohort, the oldest first."""
    starts = rows.filter(in_partnership_on(day)).order_by().values_list("cohort_start", flat=True)
    counted = Counter(cohort for start in starts if (cohort := cohort_of(start)))
    return [CohortCount(cohort.key, cohort.label, counted[cohort]) for cohort in sorted(counted)]


def money_by_year(day: date, *, years: int = 3) -> list[ProgrammeMoney]:
    """Budget, committed and reserved of the day's year and those before it, the newest first.

    Years that are not opened are left out.
    """
    opened = list(ProgrammeYear.objects.filter(year__lte=day.year).order_by("-year")[:years])
    committed, reserved = _sums("grants", opened), _sums("reserved_posts", opened)
    return [ProgrammeMoney(year.year, YearMoney(year.budget, committed[year.pk], reserved[year.pk])) for year in opened]


def _sums(relation: str, years: list[ProgrammeYear]) -> dict[int, int]:
    """The sum of `amount` of each year's related rows, by the year's pk."""
    rows = ProgrammeYear.objects.filter(pk__in=[year.pk for year in years]).order_by()
    return dict(rows.annotate(total=Coalesce(Sum(f"{relation}__amount"), 0)).values_list("pk", "total"))
