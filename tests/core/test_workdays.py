"""Working days against days counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import easter_sunday, is_workday, public_holidays, workday_after, workdays_between


@pytest.mark.parametrize(
    ("year", "day"),
    [(2018, date(2018, 4, 1)), (2023, date(2023, 4, 9)), (2024, date(2024, 3, 31)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_where_the_almanac_says(year, day):
    assert easter_sunday(year) == day


def test_public_holidays_of_2023_and_one_less_from_2024():
    assert public_holidays(2023) == {
        date(2023, 1, 1), date(2023, 4, 6), date(2023, 4, 7), date(2023, 4, 10), date(2023, 5, 5),
        date(2023, 5, 18), date(2023, 5, 29), date(2023, 12, 25), date(2023, 12, 26),
    }  # fmt: skip
    assert date(2024, 4, 26) not in public_holidays(2024)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2023, 3, 20), 5, date(2023, 3, 27)),  # Monday to Monday
        (date(2023, 3, 24), 1, date(2023, 3, 27)),  # Friday to Monday
        (date(2023, 3, 25), 5, date(2023, 3, 31)),  # from a Saturday
        (date(2023, 3, 31), 5, date(2023, 4, 12)),  # over Easter
        (date(2023, 3, 20), 0, date(2023, 3, 20)),
    ],
)
def test_working_day_after_so_many(start, count, end):
    assert workday_after(start, count) == end
    assert workdays_between(start, end) == count


DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_counting_there_and_back_agrees(start, count):
    end = workday_after(start, count)

    assert is_workday(end)
    assert workdays_between(start, end) == count
    assert workdays_between(start, end - timedelta(days=1)) == count - 1
