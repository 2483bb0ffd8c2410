"""First days known to the day, the month or the year: read as Danes write them, and written back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborations.enums import Precision
from collaborations.since import parse_since, short_since_text, since_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021", (date(2021, 1, 1), Precision.YEAR)),
        ("08-2021", (date(2021, 8, 1), Precision.MONTH)),
        ("8/2021", (date(2021, 8, 1), Precision.MONTH)),
        ("8 2021", (date(2021, 8, 1), Precision.MONTH)),
        ("August 2021", (date(2021, 8, 1), Precision.MONTH)),
        ("aug. 2021", (date(2021, 8, 1), Precision.MONTH)),
        (" 15-08-2021 ", (date(2021, 8, 15), Precision.DAY)),
        ("2021-08-15", (date(2021, 8, 15), Precision.DAY)),
    ],
)
def test_reads(text, expected):
    assert parse_since(text) == expected


@pytest.mark.parametrize(
    "text", ["", "x", "13-2021", "0-2021", "ju 2021", "j 2021", "31-02-2021", "1899", "2101", "٢٠٢١"]
)
def test_refuses(text):
    with pytest.raises(ValueError):
        parse_since(text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision))
def test_what_is_written_in_a_form_is_read_again(day, precision):
    first = {Precision.DAY: day, Precision.MONTH: day.replace(day=1), Precision.YEAR: day.replace(day=1, month=1)}[
        precision
    ]
    assert parse_since(short_since_text(first, precision)) == (first, precision)


def test_texts():
    assert since_text(date(2021, 8, 15), Precision.DAY) == "15. august 2021"
    assert since_text(date(2021, 8, 1), Precision.MONTH) == "august 2021"
    assert since_text(date(2021, 1, 1), Precision.YEAR) == "2021"
    assert since_text(None, Precision.DAY) == "ikke oplyst"
    assert short_since_text(None, Precision.DAY) == ""
