"""What the front pages show: what needs action, for whom, and the figures of one's own or of the programme."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import association_roles
from associations.models import Association, MemberCount
from overview.domain.list_conditions import (
    Cohort,
    any_warning_on,
    contact_person_is,
    in_partnership_on,
    last_ended_year,
    missing_count_of,
    too_few_hours_on,
    vacancy_on,
)
from overview.domain.list_queries import Rows, list_rows, with_details
from overview.domain.list_rows import ActionLine, action_lines
from partnerships.domain.grants import YearMoney
from partnerships.models import ProgrammeYear
from reporting.models import ReportRun, StatusReport

MOST_ROWS = 10
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


def totals_of(rows: Rows, day: date) -> Totals:
    """The figures of these rows that have a partnership on the day; member counts are of the year before."""
    year = last_ended_year(day)
    then = in_partnership_on(date(year, 12, 31))
    reported = MemberCount.objects.filter(
        year=year, under_25__isnull=False, association__in=rows.filter(then).values("pk")
    )
    found = rows.aggregate(
        associations=Count("pk", filter=in_partnership_on(day)),
        vacancies=Count("pk", filter=vacancy_on(day)),
        too_few_hours=Count("pk", filter=too_few_hours_on(day)),
        missing_counts=Count("pk", filter=missing_count_of(year)),
        with_warnings=Count("pk", filter=any_warning_on(day)),
        expected=Count("pk", filter=then),
    )
    counts = reported.aggregate(under_25=Sum("under_25"), reported=Count("pk"))
    return Totals(year=year, **found, **counts)


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


def own_rows(user: User, day: date) -> Rows:
    """The associations in which the user is employed or on the board today."""
    return with_details(list_rows(user, day), day).filter(pk__in=association_roles(user))


def consultant_rows(user: User, day: date) -> Rows:
    """The associations whose contact person the user is today."""
    return list_rows(user, day).filter(contact_person_is(user.pk, day))


@dataclass(frozen=True)
class ActionRow:
    """An association (a row of `list_rows`) that needs action, and what about it."""

    association: Association
    lines: list[ActionLine]


def needing_action(rows: Rows, day: date) -> list[ActionRow]:
    """The first of the rows that have a warning."""
    found = with_details(rows.filter(any_warning_on(day)), day)[:MOST_ROWS]
    return [ActionRow(row, action_lines(row, day)) for row in found]


def latest_runs(user: User) -> list[ReportRun]:
    """The latest runs of status reports that the user may see, the newest first."""
    runs = ReportRun.objects.visible_to(user).select_related("consultant", "association")
    return list(runs.order_by("-requested_at", "-pk")[:3])


def programme_reports(user: User) -> list[StatusReport]:
    """The newest version of the programme's report of each year, the latest years first."""
    reports = StatusReport.objects.visible_to(user).filter(association=None)
    return list(reports.order_by("-year", "-version").distinct("year")[:3])


def latest_reports(user: User) -> dict[int, StatusReport]:
    """The newest report of each association in which the user has a part, by the association's pk."""
    own = StatusReport.objects.filter(association__in=association_roles(user))
    newest = own.order_by("association_id", "-year", "-version").distinct("association_id")
    return {report.association_id: report for report in newest if report.association_id}


def ending_within_a_year(rows: Rows, day: date) -> list[Association]:
    """The first of the rows whose partnership ends within a year of the day, the soonest first."""
    in_a_year = day + timedelta(days=365)
    return list(rows.filter(partnership_end__lte=in_a_year).order_by("partnership_end", "sort_key", "pk")[:MOST_ROWS])


def cohort_counts(rows: Rows, day: date) -> list[CohortCount]:
    """Today's associations by cohort, the oldest first."""
    starts = rows.filter(in_partnership_on(day)).order_by().values_list("cohort_start", flat=True)
    counted = Counter(Cohort.of(start) for start in starts)
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
