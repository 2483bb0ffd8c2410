"""The warnings in SQL, and on a row of the list, say what the Python definitions say: on many invented histories."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from associations.domain.warnings import MissingCount, UnderHours, Vacancy, warnings_on
from associations.models import Association
from core.periods import Period
from overview.domain.list_conditions import any_warning_on, missing_count_of, too_few_hours_on, vacancy_on
from overview.domain.list_queries import list_rows, with_details
from overview.domain.list_rows import WarningKind, vacant_since, warnings_of
from tests.factories import (
    AssociationFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    UserFactory,
)

FIRST = date(2021, 1, 1)
DAYS = 900
KINDS = {
    Vacancy: WarningKind.VACANCY,
    UnderHours: WarningKind.TOO_FEW_HOURS,
    MissingCount: WarningKind.MISSING_COUNT,
}
days = st.integers(0, DAYS).map(lambda number: FIRST + timedelta(days=number))
hours = st.sampled_from([Decimal("7.5"), Decimal(10), Decimal("12.5"), Decimal("19.9"), Decimal(20), Decimal(37)])
periods = st.tuples(days, days).map(sorted)
employments = st.lists(st.tuples(periods, st.booleans(), hours), max_size=4)
counts = st.dictionaries(st.sampled_from([2020, 2021, 2022, 2023]), st.sampled_from([None, 0, 8, 412]))


def apart(spans: list[list[date]]) -> list[list[date]]:
    """Those of the periods that overlap no earlier one: an association has one partnership at a time."""
    kept: list[list[date]] = []
    for span in spans:
        if all(span[1] < other[0] or other[1] < span[0] for other in kept):
            kept.append(span)
    return kept


def history(agreements, jobs, numbers) -> Association:
    """An association with these partnerships, employments (open ones have no end) and member counts."""
    club = AssociationFactory()
    for start, end in agreements:
        PartnershipFactory(association=club, start=start, first_end=end, end=end)
    for (start, end), is_open, weekly in jobs:
        EmploymentFactory(
            association=club, start=start, end=None if is_open else end, weekly_hours=weekly, is_primary_contact=False
        )
    for year, members in numbers.items():
        MemberCountFactory(association=club, year=year, under_25=members)
    return club


def by_definition(club: Association, day: date, required: Decimal | None):
    return warnings_on(
        employments=club.employments.all(),
        agreements=[Period(p.start, p.end) for p in club.participations.all()],
        required=required,
        counted_years=set(club.member_counts.filter(under_25__isnull=False).values_list("year", flat=True)),
        day=day,
    )


def found_in_sql(club: Association, day: date) -> list[WarningKind]:
    """What each filter of the list finds."""
    conditions = {
        WarningKind.VACANCY: vacancy_on(day),
        WarningKind.TOO_FEW_HOURS: too_few_hours_on(day),
        WarningKind.MISSING_COUNT: missing_count_of(day.year - 1),
    }
    return [
        kind for kind, condition in conditions.items() if Association.objects.filter(condition, pk=club.pk).exists()
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.tuples(st.lists(periods, max_size=3).map(apart), employments, counts),
    asked=st.lists(days, min_size=1, max_size=6),
    opened=st.sets(st.sampled_from([2021, 2022, 2023])),
)
def test_list_warnings_equal_the_definitions(db, told, asked, opened):
    agreements, jobs, _ = told
    for year in opened:
        ProgrammeYearFactory(year=year, budget=None)
    club = history(*told)
    reader: User = UserFactory(manager=True)
    edges = [edge for span in agreements for edge in span] + [edge for (span, _, _) in jobs for edge in span]

    for day in {*asked, *edges, *(edge + timedelta(days=1) for edge in edges)}:
        required = Decimal(20) if day.year in opened else None
        expected = by_definition(club, day, required)
        row = with_details(list_rows(reader, day), day).get(pk=club.pk)

        assert warnings_of(row) == [KINDS[type(warning)] for warning in expected]
        assert found_in_sql(club, day) == warnings_of(row)
        assert Association.objects.filter(any_warning_on(day), pk=club.pk).exists() == bool(expected)
        for warning in expected:
            if isinstance(warning, Vacancy):
                assert vacant_since(row) == warning.since
    for year in opened:
        ProgrammeYearFactory(year=year, budget=None).delete()
