"""How long a partnership runs (R1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.domain.periods import default_end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2012, 1, 1), date(2015, 12, 31)),
        (date(2020, 7, 1), date(2024, 6, 30)),
        (date(2020, 2, 29), date(2024, 2, 28)),
        (date(2096, 2, 29), date(2100, 2, 28)),
        (date(2019, 3, 1), date(2023, 2, 28)),
        (date(2020, 3, 1), date(2024, 2, 29)),
    ],
)
def test_partnership_runs_four_years_unless_stated(start, end):
    assert default_end(start) == end


@given(st.dates(date(1990, 1, 1), date(2095, 12, 31)))
def test_next_partnership_could_begin_on_the_same_day_of_the_year(start):
    following = default_end(start) + timedelta(days=1)

    assert (following.year, following.month, following.day) == (start.year + 4, start.month, start.day)
