"""What is worth knowing about a post: an end to come, somebody new, many changes (R6)."""

from datetime import date
from decimal import Decimal

import pytest

from associations.domain.post_notices import EndPlanned, FrequentChanges, NewInPost, leaves_soon, post_notices_on
from associations.models import Employment, Person
from core.periods import Period
from overview.post_attention import post_notices

DAY = date(2023, 3, 31)
AGREEMENT = [Period(date(2018, 1, 1), date(2025, 12, 31))]


def employed(start: str, end: str | None = None, name: str = "Anna") -> Employment:
    return Employment(
        person=Person(pk=sum(map(ord, name)), name=name),
        start=date.fromisoformat(start),
        end=date.fromisoformat(end) if end else None,
        weekly_hours=Decimal(20),
    )


def notices(*employments: Employment, agreements=AGREEMENT):
    return post_notices_on(employments=employments, agreements=agreements, day=DAY)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2023-03-30", []),
        ("2023-03-31", [EndPlanned("Anna", DAY, 0)]),
        ("2023-05-31", [EndPlanned("Anna", date(2023, 5, 31), 61)]),
        ("2023-06-29", [EndPlanned("Anna", date(2023, 6, 29), 90)]),
        ("2023-06-30", []),
        (None, []),
    ],
)
def test_end_within_three_months(end, expected):
    assert notices(employed("2018-01-01", end)) == expected


def test_end_that_the_same_person_goes_on_from_is_none():
    assert notices(employed("2018-01-01", "2023-04-30"), employed("2023-05-01")) == []
    assert len(notices(employed("2018-01-01", "2023-04-30"), employed("2023-05-01", name="Bo"))) == 1


@pytest.mark.parametrize(("day", "soon"), [(date(2023, 2, 27), True), (date(2023, 2, 28), False)])
def test_three_months_end_with_the_shorter_month(day, soon):
    assert leaves_soon(day, date(2022, 11, 30)) is soon


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2023-04-01", []),
        ("2023-03-31", [NewInPost("Anna", DAY)]),
        ("2022-10-02", [NewInPost("Anna", date(2022, 10, 2))]),
        ("2022-10-01", []),
    ],
)
def test_less_than_six_months_in_post(start, expected):
    assert notices(employed(start)) == expected


def test_new_hours_make_nobody_new():
    assert notices(employed("2018-01-01", "2023-01-31"), employed("2023-02-01")) == []


def test_three_ended_in_three_years_are_many():
    left = [employed("2019-01-01", "2020-04-02", "A"), employed("2020-05-01", "2021-04-30", "B")]
    third, earlier = employed("2021-05-01", "2022-06-30", "C"), employed("2018-01-01", "2020-04-01", "D")
    now = employed("2022-07-01", name="E")

    assert notices(*left, now) == []
    assert notices(*left, earlier, now) == []
    assert notices(*left, third, now) == [FrequentChanges(3)]


def test_nothing_is_told_outside_a_partnership():
    ended = [Period(date(2018, 1, 1), date(2023, 3, 30))]

    assert notices(employed("2023-03-01", "2023-04-30"), agreements=ended) == []
    assert notices() == []


@pytest.mark.parametrize("is_own", [True, False])
def test_words_are_kind_and_speak_to_the_reader(is_own):
    found = [
        EndPlanned("Anna", DAY, 0),
        EndPlanned("Bo", date(2023, 4, 1), 1),
        NewInPost("Ida", DAY),
        FrequentChanges(3),
    ]

    told = post_notices(found, is_own=is_own)

    assert [notice.heading for notice in told] == [
        "Anna stopper 31. marts 2023 (i dag)",
        "Bo stopper 1. april 2023 (om 1 dag)",
        "Ida er ny i stillingen siden 31. marts 2023",
        "3 ressourcepersoner er stoppet på tre år",
    ]
    assert {notice.kind for notice in told} == {"info"}
    assert all(("eres kontaktperson" in notice.text) is is_own for notice in told[2:])
