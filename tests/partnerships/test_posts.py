"""What is due about posts, and the hours among the year's requirements (R4)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.domain.warnings import under_hours_on, vacancy_on
from core.periods import Period
from core.registry import DueState, Light, Turn
from partnerships.domain.posts import ends_planned, hours_signals, under_hours, vacancies
from tests.factories import (
    AssociationFactory,
    EmploymentFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    employments_with_vacancy,
)
from tests.overview.test_list_warnings import apart, employments, history, periods

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)


@pytest.fixture
def club(db):
    ProgrammeYearFactory(year=2023)
    club = AssociationFactory()
    PartnershipFactory(association=club, extended=True)
    return club


def told(items) -> list[tuple[str, str, str, str]]:
    return [(str(item.since), str(item.due_on), item.state, item.what) for item in items]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2023, 3, 30), ("2023-03-31", "2023-04-30", DueState.DUE, "1 dag")),
        (date(2023, 2, 28), ("2023-03-01", "2023-03-31", DueState.DUE, "31 dage")),
        (date(2023, 2, 27), ("2023-02-28", "2023-03-30", DueState.OVERDUE, "32 dage")),
        (date(2021, 12, 31), ("2022-01-01", "2022-01-31", DueState.OVERDUE, "1 år og 3 måneder")),
    ],
)
def test_vacancy_is_due_within_thirty_days(club, last, expected):
    EmploymentFactory(association=club, end=last, end_reason="study")

    [item] = vacancies(None, DAY)

    since, due_on, state, length = expected
    assert told([item]) == [
        (since, due_on, state, f"Der er ingen ressourceperson. Stillingen har været ledig {length}.")
    ]
    assert (item.association_id, item.turn, item.url) == (club.pk, Turn.BOARD, f"/foreninger/{club.pk}/personer/")


def test_vacancy_counts_from_the_start_of_the_partnership_and_ends_with_it(club):
    assert [str(item.since) for item in vacancies(None, DAY)] == ["2018-01-01"]
    assert list(vacancies(None, date(2026, 1, 1))) == []
    assert list(vacancies([], DAY)) == []


def test_too_few_hours_are_due_within_thirty_days(club):
    EmploymentFactory(association=club, weekly_hours=Decimal("12.5"), start=date(2023, 3, 15))
    EmploymentFactory(association=club, helper=True, weekly_hours=5, start=date(2023, 3, 20))

    assert told(under_hours([club.pk], DAY)) == [
        ("2023-03-15", "2023-04-14", DueState.DUE, "17,5 af 20 timer om ugen. Sådan har det været 17 dage.")
    ]
    assert list(under_hours([club.pk + 1], DAY)) == []


def test_too_few_hours_need_a_partnership_and_an_opened_year(club):
    EmploymentFactory(under_hours=True)
    EmploymentFactory(association=club, under_hours=True)

    assert [item.association_id for item in under_hours(None, DAY)] == [club.pk]
    assert list(under_hours(None, date(2024, 3, 31))) == []


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (date(2023, 3, 31), DueState.DUE),
        (date(2023, 4, 30), DueState.DUE),
        (date(2023, 5, 1), DueState.COMING),
        (date(2023, 6, 29), DueState.COMING),
        (date(2023, 6, 30), None),
        (None, None),
    ],
)
def test_planned_end_without_anybody_after_is_coming_and_then_due(club, end, state):
    EmploymentFactory(association=club, person__name="Anna", end=end, end_reason="study" if end else "")

    assert [item.state for item in ends_planned(None, DAY)] == ([state] if state else [])


def test_planned_end_is_no_matter_when_somebody_follows_or_the_partnership_ends_too(club):
    employments_with_vacancy(club, first=date(2023, 5, 1), last=date(2023, 5, 31))
    assert [item.what for item in ends_planned([club.pk], DAY)] != []
    EmploymentFactory(association=club, helper=True, start=date(2023, 5, 1))
    other = AssociationFactory()
    PartnershipFactory(association=other, start=date(2019, 5, 1))
    EmploymentFactory(association=other, start=date(2019, 5, 1), end=date(2023, 4, 30), end_reason="other")

    assert list(ends_planned(None, DAY)) == []


@pytest.mark.parametrize(
    ("hours", "light", "text", "reason"),
    [
        (None, Light.RED, "Ledig", "Ingen ansat i 31 dage, siden 1. marts 2023."),
        (12, Light.YELLOW, "12 af 20", "Færre timer end de 20, der kræves i 31 dage, siden 1. marts 2023."),
        (20, Light.GREEN, "20 timer", "Kravet er 20 timer om ugen."),
        (25, Light.GREEN, "25 timer", "Kravet er 20 timer om ugen."),
    ],
)
def test_light_of_the_hours(club, hours, light, text, reason):
    EmploymentFactory(association=club, end=date(2023, 2, 28), end_reason="study")
    if hours:
        EmploymentFactory(association=club, start=date(2023, 3, 1), weekly_hours=hours)

    signal = hours_signals([club.pk], 2023, DAY)[club.pk]

    assert (signal.light, signal.text) == (light, text)
    assert signal.reason == reason
    assert signal.url == f"/foreninger/{club.pk}/personer/"


def test_light_of_a_year_that_is_over_is_that_of_its_last_day(club):
    ProgrammeYearFactory(year=2022)
    EmploymentFactory(association=club, end=date(2023, 2, 28), end_reason="study")

    assert hours_signals([club.pk], 2022, DAY)[club.pk].light == Light.GREEN
    assert hours_signals([club.pk], 2023, DAY)[club.pk].light == Light.RED
    assert hours_signals([club.pk], 2024, DAY) == {}


def test_light_is_grey_outside_a_partnership_and_before_the_year_is_opened(club):
    EmploymentFactory(association=club)
    without = EmploymentFactory().association

    assert without.pk not in hours_signals([club.pk, without.pk], 2023, DAY)
    assert hours_signals([club.pk], 2022, DAY)[club.pk].light == Light.GREY


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_and_requirement_read_once(club, rows, django_assert_num_queries):
    for hours in (None, 10)[:rows] * rows:
        other = AssociationFactory()
        PartnershipFactory(association=other, extended=True)
        if hours:
            EmploymentFactory(association=other, weekly_hours=hours)

    for read in (vacancies, under_hours, ends_planned):
        with django_assert_num_queries(1):
            list(read(None, DAY))
    with django_assert_num_queries(1):
        hours_signals([club.pk], 2023, DAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    agreements=st.lists(periods, max_size=2).map(apart),
    jobs=employments,
    asked=st.dates(date(2021, 1, 1), date(2023, 6, 30)),
)
def test_due_items_say_what_the_warnings_say(db, agreements, jobs, asked):
    for year in (2021, 2022, 2023):
        ProgrammeYearFactory(year=year)
    club = history(agreements, jobs, {})
    rows, spans = list(club.employments.all()), [Period(start, end) for start, end in agreements]
    inside = any(span.contains(asked) for span in spans)

    vacancy = vacancy_on(employments=rows, agreements=spans, day=asked)
    few = under_hours_on(employments=rows, required=Decimal(20), day=asked) if inside else None

    assert [item.since for item in vacancies([club.pk], asked)] == ([vacancy.since] if vacancy else [])
    assert [item.since for item in under_hours([club.pk], asked)] == ([few.since] if few else [])
    light = hours_signals([club.pk], asked.year, asked).get(club.pk)
    expected = Light.RED if vacancy else Light.YELLOW if few else Light.GREEN if inside else None
    assert (light.light if light else None) == expected
