"""Grants by R2 and the year's money by R16."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, months_begun
from partnerships.domain import funding, grants
from partnerships.models import Grant
from tests.factories import GrantFactory, PartnershipFactory, ProgrammeYearFactory, ReservedPostFactory
from workflow.models import AuditEvent

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("default_grant", "months", "amount"),
    [
        (200_000, 12, 200_000),
        (200_000, 6, 100_000),
        (200_000, 1, 16_667),
        (200_000, 5, 83_333),
        (200_000, 0, 0),
        (6, 1, 1),  # half a krone is rounded up
        (5, 1, 0),
        (0, 7, 0),
    ],
)
def test_proportional_amount_is_whole_kroner(default_grant, months, amount):
    assert grants.proportional_amount(default_grant, months) == amount


@given(st.integers(0, 10_000_000), st.integers(0, 12))
def test_proportional_amount_is_within_half_a_krone(default_grant, months):
    exact = Fraction(default_grant * months, 12)

    assert abs(grants.proportional_amount(default_grant, months) - exact) <= Fraction(1, 2)


@given(st.integers(0, 10_000_000), st.integers(0, 11))
def test_one_month_more_is_never_less_money(default_grant, months):
    less = grants.proportional_amount(default_grant, months)

    assert less <= grants.proportional_amount(default_grant, months + 1) <= default_grant


@given(DAYS, DAYS)
def test_months_of_all_years_are_the_months_that_the_period_touches(first, second):
    start, end = sorted((first, second))
    touched = (end.year - start.year) * 12 + end.month - start.month + 1

    assert sum(months_begun(Period(start, end), year) for year in range(start.year, end.year + 1)) == touched


def recalculated(*partnerships) -> list[tuple[int, int, int]]:
    grants.recalculate(partnerships=partnerships, by=None)
    rows = Grant.objects.order_by("partnership", "programme_year__year")
    return [(grant.programme_year.year, grant.months, grant.amount) for grant in rows]


@pytest.mark.django_db
def test_recalculate_gives_part_years_their_proportion():
    for year in range(2020, 2025):
        ProgrammeYearFactory(year=year)

    rows = recalculated(PartnershipFactory(start=date(2020, 7, 1)))

    assert rows == [
        (2020, 6, 100_000), (2021, 12, 200_000), (2022, 12, 200_000), (2023, 12, 200_000), (2024, 6, 100_000)
    ]  # fmt: skip


@pytest.mark.django_db
def test_recalculate_waits_for_the_programme_year():
    ProgrammeYearFactory(year=2019)

    assert recalculated(PartnershipFactory()) == [(2019, 12, 200_000)]


@pytest.mark.django_db
def test_recalculate_removes_what_an_early_end_takes_away():
    for year in (2020, 2021):
        ProgrammeYearFactory(year=year)
    partnership = PartnershipFactory()
    recalculated(partnership)
    partnership.end = date(2020, 3, 15)
    partnership.save()
    partnership.participations.update(end=partnership.end)

    assert recalculated(partnership) == [(2020, 3, 50_000)]
    assert AuditEvent.objects.filter(model="partnerships.grant", kind="deleted").count() == 1


@pytest.mark.django_db
def test_recalculate_leaves_an_overridden_amount_and_traces_nothing_twice():
    year = ProgrammeYearFactory(year=2020)
    partnership = PartnershipFactory()
    GrantFactory(partnership=partnership, programme_year=year, amount=150_000, override_reason="Efter aftale")

    assert recalculated(partnership) == recalculated(partnership) == [(2020, 12, 150_000)]
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_recalculate_names_the_money_missing_in_each_year_and_writes_nothing():
    for year, budget in ((2018, 150_000), (2019, 400_000), (2020, 199_999)):
        ProgrammeYearFactory(year=year, budget=budget)

    with pytest.raises(ValidationError) as refusal:
        recalculated(PartnershipFactory())

    assert [message.partition(" på")[0] for message in refusal.value.messages] == [
        "I 2018 mangler der 50.000 kr.",
        "I 2020 mangler der 1 kr.",
    ]
    assert not Grant.objects.exists()


@pytest.mark.django_db
def test_free_money_is_what_is_neither_committed_nor_reserved():
    year = ProgrammeYearFactory(year=2022, required_weekly_hours=Decimal(20))
    ReservedPostFactory(programme_year=year)
    recalculated(*(PartnershipFactory(extended=True) for _ in range(3)))

    money = funding.money_of(year)

    assert (money.budget, money.committed, money.reserved, money.free) == (6_000_000, 600_000, 1_000_000, 4_400_000)


@pytest.mark.django_db
def test_recalculate_asks_the_database_a_fixed_number_of_times(django_assert_num_queries):
    for year in (2020, 2021):
        ProgrammeYearFactory(year=year)
    partnerships = [PartnershipFactory() for _ in range(8)]

    with django_assert_num_queries(18):
        grants.recalculate(partnerships=partnerships[:1], by=None)
    with django_assert_num_queries(18):
        grants.recalculate(partnerships=partnerships[1:], by=None)
