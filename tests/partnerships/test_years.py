"""Programme years: what another default grant does, and opening the next year (R2, R15a, R16)."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from partnerships.domain import years
from partnerships.domain.funding import money_of
from partnerships.models import FundingAmount, FundingLine, Grant, ProgrammeYear, ReservedPost
from tests.factories import (
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)

NEXT = 2024


def next_year(**values) -> ProgrammeYear:
    return ProgrammeYear(year=NEXT, default_grant=200_000, required_weekly_hours=Decimal(20), **values)


@pytest.fixture
def line(db) -> FundingLine:
    """A permanent line of 500,000 kr. with its amount in 2023, of which 100,000 kr. are reserved."""
    found = FundingLineFactory(name="Varig", yearly_amount=500_000)
    year = ProgrammeYearFactory(year=2023, budget=None)
    FundingAmountFactory(funding_line=found, programme_year=year, amount=500_000)
    ReservedPostFactory(funding_line=found, programme_year=year, title="Kurser", amount=100_000)
    return found


@pytest.mark.django_db
def test_another_default_grant_changes_the_grants_that_follow_it(administrator):
    year = ProgrammeYearFactory(year=2022)
    GrantFactory(programme_year=year)
    GrantFactory(programme_year=year, partnership=PartnershipFactory(start=date(2022, 7, 1)), half=True)
    GrantFactory(programme_year=year, amount=123_000, override_reason="Efter aftale")

    assert years.effect_of(year, 240_000) == years.GrantEffect(2, 300_000, 360_000)
    assert years.effect_of(year, 200_000) == years.GrantEffect(0, 0, 0)
    year.default_grant = 240_000
    years.save_year(year=year, by=administrator)

    assert sorted(Grant.objects.values_list("amount", flat=True)) == [120_000, 123_000, 240_000]


@pytest.mark.django_db
def test_default_grant_that_does_not_fit_is_refused(administrator):
    year = ProgrammeYearFactory(year=2022, budget=400_000)
    GrantFactory.create_batch(2, programme_year=year)
    year.default_grant = 200_001

    with pytest.raises(ValidationError, match=r"I 2022 mangler der 2 kr\."), transaction.atomic():
        years.save_year(year=year, by=administrator)

    assert ProgrammeYear.objects.get().default_grant == 200_000


def test_lines_of_the_next_year_are_proposed_with_their_months(line):
    FundingLineFactory(name="Slut", temporary=True, end=date(2023, 12, 31), yearly_amount=1)
    FundingLineFactory(name="Halvt", start=date(2024, 7, 1), yearly_amount=300_000)
    unknown = FundingLineFactory(name="Uden årligt beløb")
    FundingAmountFactory(
        funding_line=unknown, programme_year=ProgrammeYear.objects.get(), amount=70_000, override_reason=""
    )

    proposed = {line.name: amount for line, amount in years.proposed_lines(NEXT)}

    assert proposed == {"Varig": 500_000, "Halvt": 150_000, "Uden årligt beløb": 70_000}


def test_plan_shows_the_grants_that_follow_and_writes_nothing(line, django_assert_num_queries):
    PartnershipFactory(running=True)
    PartnershipFactory(start=date(2020, 7, 1))  # until 30 June 2024
    PartnershipFactory(start=date(2019, 1, 1))  # until the end of 2022

    plan = years.plan_opening(next_year(), amounts={line: 500_000}, posts=years.carried_posts(NEXT))

    assert [(grant.months, grant.amount, grant.line) for grant in plan.grants] == [
        (12, 200_000, line),
        (6, 100_000, line),
    ]
    assert (plan.money.budget, plan.money.committed, plan.money.reserved, plan.money.free, plan.missing) == (
        500_000, 300_000, 100_000, 100_000, []
    )  # fmt: skip
    assert not Grant.objects.exists()
    assert ProgrammeYear.objects.count() == 1


def test_plan_says_what_is_missing(line):
    PartnershipFactory.create_batch(3, running=True)

    plan = years.plan_opening(next_year(), amounts={line: 500_000}, posts=years.carried_posts(NEXT))
    without = years.plan_opening(next_year(), amounts={}, posts=[])

    assert plan.missing[0].startswith("I 2024 mangler der 200.000 kr. på bevillingen »Varig«")
    assert without.missing[0].startswith("I 2024 mangler der 600.000 kr.: der er ingen bevilling")


def test_plan_equals_what_opening_does(line, administrator):
    other = FundingLineFactory(name="Ny", start=date(2024, 1, 1), yearly_amount=200_000)
    for _ in range(3):
        PartnershipFactory(running=True)
    amounts = {line: 500_000, other: 200_000}

    plan = years.plan_opening(next_year(), amounts=amounts, posts=[])
    years.open_year(year=next_year(), amounts=amounts, posts=[], by=administrator)

    rows = Grant.objects.order_by("partnership").values_list("partnership", "months", "amount", "funding_line")
    assert list(rows) == [(g.partnership.pk, g.months, g.amount, g.line.pk) for g in plan.grants]
    assert {g.line.name for g in plan.grants} == {"Varig", "Ny"}


def test_opening_makes_the_year_its_money_its_posts_and_its_grants(line, administrator):
    partnership = PartnershipFactory(running=True)

    year, is_new = years.open_year(
        year=next_year(minimum_members=200),
        amounts={line: 500_000},
        posts=years.carried_posts(NEXT),
        by=administrator,
    )

    assert is_new
    assert Grant.objects.get().partnership == partnership
    assert ReservedPost.objects.get(programme_year=year).title == "Kurser"
    money = money_of(year)
    assert (money.budget, money.committed, money.reserved, year.minimum_members) == (500_000, 200_000, 100_000, 200)


def test_opening_without_enough_money_is_refused_and_leaves_nothing(line, administrator):
    PartnershipFactory.create_batch(3, running=True)

    with pytest.raises(ValidationError, match=r"I 2024 mangler der 200\.000 kr\."), transaction.atomic():
        years.open_year(year=next_year(), amounts={line: 500_000}, posts=years.carried_posts(NEXT), by=administrator)

    assert not ProgrammeYear.objects.filter(year=NEXT).exists()
    assert not Grant.objects.exists()


def test_another_amount_than_proposed_bears_its_reason(line, administrator):
    with pytest.raises(ValidationError, match=r"Skriv, hvorfor beløbet ikke er 500\.000 kr\."), transaction.atomic():
        years.open_year(year=next_year(), amounts={line: 510_000}, by=administrator)

    years.open_year(year=next_year(), amounts={line: 510_000}, reason="Prisregulering", by=administrator)

    entry = FundingAmount.objects.get(programme_year__year=NEXT)
    assert (entry.amount, entry.override_reason) == (510_000, "Prisregulering")


def test_first_year_of_all_can_be_opened(db, administrator):
    line = FundingLineFactory(yearly_amount=200_000)
    PartnershipFactory(running=True)

    years.open_year(year=next_year(), amounts={line: 200_000}, by=administrator)

    assert Grant.objects.get().amount == 200_000


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_open_the_year_once():
    line = FundingLineFactory(yearly_amount=500_000)
    ProgrammeYearFactory(year=2023, budget=None)
    PartnershipFactory(running=True)
    barrier, results = threading.Barrier(2), []

    def click() -> None:
        try:
            barrier.wait()
            results.append(years.open_year(year=next_year(), amounts={line: 500_000}, by=None)[1])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [False, True]
    assert Grant.objects.filter(programme_year__year=NEXT).count() == 1
