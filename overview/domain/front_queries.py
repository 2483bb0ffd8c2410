"""What the front pages show: what needs action, for whom, and the figures of one's own or of the programme."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, F, Func, OuterRef, Q, Subquery, Sum

from accounts.models import User
from accounts.permissions import association_roles
from associations.models import Association, MemberCount
from overview.domain.list_conditions import contact_person_is, in_partnership_on, last_ended_year
from overview.domain.list_queries import Rows, list_rows, with_details
from partnerships.domain import funding
from partnerships.domain.funding import YearMoney
from partnerships.models import Participation, ProgrammeYear
from reporting.models import StatusReport

MOST_NAMED = 12
"""How many associations or due items a front page names under a heading; the rest is one link away."""


@dataclass(frozen=True)
class Scope:
    """Associations by key with (name, sort key): those a front page is about, and which of them counted when.

    `in_force`: in a partnership on the day; `members`: of those in one on 31 December of the last ended year.
    """

    names: dict[int, tuple[str, str]]
    in_force: frozenset[int]
    members: "Members"


def consultant_scope(user: User, day: date) -> Scope:
    """The associations whose contact person the user is on the day, in Danish order; one query."""
    year = last_ended_year(day)
    counted = MemberCount.objects.filter(association=OuterRef("pk"), year=year).order_by().values("under_25")
    rows = (
        Association.objects.filter(contact_person_is(user.pk, day))
        .annotate(now=in_partnership_on(day), then=in_partnership_on(date(year, 12, 31)), under_25=Subquery(counted))
        .order_by("sort_key", "pk")
        .values_list("pk", "name", "sort_key", "now", "then", "under_25")
    )
    found = list(rows)
    return Scope(
        names={pk: (name, key) for pk, name, key, *_ in found},
        in_force=frozenset(pk for pk, _, _, now, *_ in found if now),
        members=members_of([under_25 for *_, then, under_25 in found if then], year),
    )


@dataclass(frozen=True)
class Members:
    """Members under 25 on 31 December of `year`, from those `reported` of the `expected` associations.

    `under_25` is None when nobody has reported: a missing count is never 0.
    """

    year: int
    under_25: int | None
    reported: int
    expected: int


def members_of(counts: Collection[int | None], year: int) -> Members:
    """The sum of the counts of associations that were in a partnership at the end of the year; None: not reported."""
    reported = [count for count in counts if count is not None]
    return Members(year, sum(reported) if reported else None, len(reported), len(counts))


@dataclass(frozen=True)
class Programme:
    """How many associations are in a partnership on the day, and the members of the years, the oldest first."""

    associations: int
    members: list[Members]


def programme_on(day: date, *, years: int) -> Programme:
    """The programme on the day, and its members under 25 in the last ended years; two queries."""
    last = last_ended_year(day)
    span = range(last - years + 1, last + 1)
    on = {f"in_{year}": Count("pk", filter=_on(date(year, 12, 31))) for year in span}
    expected = Participation.objects.aggregate(today=Count("pk", filter=_on(day)), **on)
    year_end = Func(F("year"), 12, 31, function="make_date", output_field=DateField())
    counts = MemberCount.objects.filter(
        year__range=(span[0], last), under_25__isnull=False,
        association__participations__start__lte=year_end, association__participations__end__gte=year_end,
    ).order_by().values("year")  # fmt: skip
    # An association's participations never overlap, so a count is found once.
    found = {row["year"]: row for row in counts.annotate(under_25=Sum("under_25"), reported=Count("pk"))}
    nothing: dict[str, int] = {}
    members = [
        Members(
            year=year,
            under_25=found.get(year, nothing).get("under_25"),
            reported=found.get(year, nothing).get("reported", 0),
            expected=expected[f"in_{year}"],
        )
        for year in span
    ]
    return Programme(expected["today"], members)


def _on(day: date) -> Q:
    return Q(start__lte=day, end__gte=day)


@dataclass(frozen=True)
class ProgrammeMoney:
    """One programme year's money in whole kroner (R16)."""

    year: int
    money: YearMoney


def own_rows(user: User, day: date) -> Rows:
    """The associations in which the user is employed or on the board today."""
    return with_details(list_rows(user, day), day).filter(pk__in=association_roles(user))


def programme_reports(user: User) -> list[StatusReport]:
    """The newest version of the programme's report of each year, the latest years first."""
    reports = StatusReport.objects.visible_to(user).filter(association=None)
    return list(reports.order_by("-year", "-version").distinct("year")[:3])


def latest_reports(user: User) -> dict[int, StatusReport]:
    """The newest report of each association in which the user has a part, by the association's pk."""
    own = StatusReport.objects.filter(association__in=association_roles(user))
    newest = own.order_by("association_id", "-year", "-version").distinct("association_id")
    return {report.association_id: report for report in newest if report.association_id}


def money_by_year(day: date, *, years: int = 3) -> list[ProgrammeMoney]:
    """Budget, committed and reserved of the day's year and those before it, the newest first.

    Years that are not opened are left out.
    """
    opened = list(ProgrammeYear.objects.filter(year__lte=day.year).order_by("-year")[:years])
    money = funding.money_by_year(opened)
    return [ProgrammeMoney(year.year, money[year.pk]) for year in opened]
