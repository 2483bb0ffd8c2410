"""Periods of days: both ends inclusive. A set of days is what every function is compared with."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import DAY, Period, gaps, merged, months_begun, overlap, whole_year

# A narrow stretch of time, so that periods often touch, meet and overlap; a leap day lies in it.
DAYS = st.dates(date(2019, 11, 1), date(2020, 4, 30))


@st.composite
def periods(draw) -> Period:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Period(first, last)


def days_of(*some: Period) -> set[date]:
    return {period.start + timedelta(n) for period in some for n in range(period.days)}


def test_period_ends_when_it_starts_or_later():
    assert Period(date(2020, 2, 29), date(2020, 2, 29)).days == 1
    with pytest.raises(ValueError, match="period ends 2020-02-28 before it starts 2020-02-29"):
        Period(date(2020, 2, 29), date(2020, 2, 28))


def test_whole_year_has_all_its_days():
    assert (whole_year(2020).days, whole_year(2022).days) == (366, 365)


@given(periods(), DAYS)
def test_contains_is_membership(period, day):
    assert period.contains(day) == (day in days_of(period))


@given(periods(), periods())
def test_overlap_is_the_days_in_both(period, within):
    part = overlap(period.start, period.end, within)
    assert (days_of(part) if part else set()) == days_of(period) & days_of(within)


@given(periods(), periods())
def test_open_end_reaches_the_end_of_what_it_lies_in(period, within):
    part = overlap(period.start, None, within)
    assert (days_of(part) if part else set()) == {day for day in days_of(within) if day >= period.start}


@given(st.lists(periods()))
def test_merged_keeps_the_days_in_as_few_periods_as_possible(some):
    result = merged(some)
    assert days_of(*result) == days_of(*some)
    assert result == sorted(result)
    assert all(second.start > first.end + DAY for first, second in pairwise(result))
    assert merged(result) == result


@given(st.lists(periods()), periods())
def test_gaps_are_the_days_that_no_period_covers(some, within):
    result = gaps(some, within)
    assert days_of(*result) == days_of(within) - days_of(*some)
    assert result == merged(result)


def test_gap_between_adjacent_periods_is_none():
    year = whole_year(2022)
    halves = [Period(date(2022, 7, 1), date(2022, 12, 31)), Period(date(2022, 1, 1), date(2022, 6, 30))]
    assert gaps(halves, year) == []
    assert merged(halves) == [year]
    assert gaps([], year) == [year]


@given(periods(), st.integers(2019, 2020))
def test_months_begun_counts_each_month_that_has_a_day(period, year):
    assert months_begun(period, year) == len({day.month for day in days_of(period) if day.year == year})


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 7, 1), date(2024, 6, 30), 6),  # the half grants of mid-2020
        (date(2020, 7, 31), date(2024, 6, 30), 6),
        (date(2018, 1, 1), date(2020, 1, 1), 1),
        (date(2018, 1, 1), date(2021, 12, 31), 12),
        (date(2021, 1, 1), date(2021, 12, 31), 0),
        (date(2018, 1, 1), date(2019, 12, 31), 0),
    ],
)
def test_months_begun_in_2020(first, last, months):
    assert months_begun(Period(first, last), 2020) == months
