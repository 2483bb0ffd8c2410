"""What needs attention on a day (R4, R14)."""

from datetime import date
from decimal import Decimal

import pytest

from associations.domain.warnings import (
    MissingCount,
    UnderHours,
    Vacancy,
    missing_count_on,
    under_hours_on,
    vacancy_on,
    warnings_on,
)
from associations.models import Employment
from core.periods import Period

DAY = date(2023, 3, 31)
AGREEMENT = [Period(date(2018, 1, 1), date(2025, 12, 31))]
REQUIRED = Decimal(20)


def employed(start: str, end: str | None = None, hours: str = "20") -> Employment:
    last = date.fromisoformat(end) if end else None
    return Employment(start=date.fromisoformat(start), end=last, weekly_hours=Decimal(hours))


@pytest.mark.parametrize(
    ("employments", "expected"),
    [
        ([], Vacancy(date(2018, 1, 1), 1916)),
        ([employed("2018-01-01")], None),
        ([employed("2018-01-01", "2023-03-31")], None),
        ([employed("2018-01-01", "2023-03-30")], Vacancy(DAY, 1)),
        ([employed("2018-01-01", "2023-01-31")], Vacancy(date(2023, 2, 1), 59)),
        ([employed("2018-01-01", "2023-01-31"), employed("2023-04-01")], Vacancy(date(2023, 2, 1), 59)),
        ([employed("2018-01-01", "2022-12-31"), employed("2019-01-01", "2023-02-28")], Vacancy(date(2023, 3, 1), 31)),
        ([employed("2015-01-01", "2016-12-31")], Vacancy(date(2018, 1, 1), 1916)),
    ],
)
def test_vacancy_on_counts_from_the_last_day_of_work_or_the_start_of_the_agreement(employments, expected):
    assert vacancy_on(employments=employments, agreements=AGREEMENT, day=DAY) == expected


def test_vacancy_on_needs_an_agreement_in_force():
    ended = [Period(date(2018, 1, 1), date(2023, 3, 30))]

    assert vacancy_on(employments=[], agreements=ended, day=DAY) is None


@pytest.mark.parametrize(
    ("employments", "expected"),
    [
        ([], None),
        ([employed("2018-01-01", hours="20")], None),
        ([employed("2018-01-01", hours="12.5"), employed("2020-01-01", hours="7.5")], None),
        ([employed("2021-05-01", hours="18.5")], UnderHours(date(2021, 5, 1), Decimal("18.5"), REQUIRED)),
        (
            [employed("2018-01-01", hours="15"), employed("2019-01-01", "2022-12-31", hours="10")],
            UnderHours(date(2023, 1, 1), Decimal(15), REQUIRED),
        ),
        (
            [employed("2022-01-01", "2022-12-31", hours="8"), employed("2023-01-01", hours="12")],
            UnderHours(date(2022, 1, 1), Decimal(12), REQUIRED),
        ),
        (
            [employed("2022-01-01", "2022-11-30", hours="8"), employed("2023-01-01", hours="12")],
            UnderHours(date(2023, 1, 1), Decimal(12), REQUIRED),
        ),
        ([employed("2022-01-01", "2023-03-30", hours="8")], None),
    ],
)
def test_under_hours_on_counts_the_unbroken_stretch_below_the_requirement(employments, expected):
    assert under_hours_on(employments=employments, required=REQUIRED, day=DAY) == expected


def test_under_hours_on_says_nothing_without_a_programme_year():
    assert under_hours_on(employments=[employed("2018-01-01", hours="5")], required=None, day=DAY) is None


@pytest.mark.parametrize(
    ("agreements", "counted", "expected"),
    [
        (AGREEMENT, {2021, 2022}, None),
        (AGREEMENT, {2021}, MissingCount(2022)),
        ([Period(date(2018, 1, 1), date(2022, 12, 31))], set(), MissingCount(2022)),
        ([Period(date(2018, 1, 1), date(2022, 12, 30))], set(), None),
        ([Period(date(2023, 1, 1), date(2026, 12, 31))], set(), None),
        ([], set(), None),
    ],
)
def test_missing_count_on_looks_at_the_last_ended_year(agreements, counted, expected):
    assert missing_count_on(agreements=agreements, counted_years=counted, day=DAY) == expected


def test_warnings_on_lists_the_most_serious_first():
    found = warnings_on(employments=[], agreements=AGREEMENT, required=REQUIRED, counted_years=set(), day=DAY)

    assert found == [Vacancy(date(2018, 1, 1), 1916), MissingCount(2022)]
