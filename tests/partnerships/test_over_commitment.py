"""Two who commit at once never spend the same krone: real connections, released together (R16)."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from partnerships.domain import funding, funding_lines, grants, reserved_posts
from partnerships.models import FundingAmount, Grant, ReservedPost
from tests.factories import (
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2022
ROUNDS = 5


def at_once(*actions: Callable[[], object]) -> list[object]:
    """What the actions gave or raised, each in a thread with a connection of its own."""
    barrier = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            results[place] = action()
        except Exception as error:  # noqa: BLE001 — the test looks at what was raised
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refusals(results: list[object]) -> list[str]:
    """The messages of those refused; anything else that was raised is an error of the test."""
    raised = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, ValidationError) for error in raised), raised
    return [message for error in raised for message in error.messages]


@pytest.fixture
def entry() -> FundingAmount:
    """A line with room for one grant."""
    return FundingAmountFactory(
        funding_line=FundingLineFactory(name="Linjen"),
        programme_year=ProgrammeYearFactory(year=YEAR, budget=None),
        amount=200_000,
    )


def free(entry: FundingAmount) -> int:
    return funding.money_of(entry.programme_year).free


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_partnerships_at_once_get_one_grant(entry, _round):
    both = [PartnershipFactory(start=date(2022, 1, 1)) for _ in range(2)]

    results = at_once(*(lambda p=p: grants.recalculate(partnerships=[p], by=None) for p in both))

    assert refusals(results) == [
        (
            "I 2022 mangler der 200.000 kr. på bevillingen »Linjen«: beløbet er 200.000 kr., der er givet tilsagn om "
            "400.000 kr., og 0 kr. er reserveret."
        )
    ]
    assert (Grant.objects.count(), free(entry)) == (1, 0)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_grant_and_reserved_post_at_once_do_not_both_fit(entry, _round):
    partnership = PartnershipFactory(start=date(2022, 1, 1))
    post = ReservedPost(
        funding_line=entry.funding_line, programme_year=entry.programme_year, title="Kurser", amount=200_000
    )

    results = at_once(
        lambda: grants.recalculate(partnerships=[partnership], by=None),
        lambda: reserved_posts.reserve(post=post, by=None),
    )

    assert len(refusals(results)) == 1
    assert (Grant.objects.count() + ReservedPost.objects.count(), free(entry)) == (1, 0)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_line_is_not_lowered_while_its_money_is_committed(entry, _round):
    partnership = PartnershipFactory(start=date(2022, 1, 1))
    lowered = FundingAmount.objects.get()
    lowered.amount = 100_000

    results = at_once(
        lambda: grants.recalculate(partnerships=[partnership], by=None),
        lambda: funding_lines.set_amount(entry=lowered, by=None),
    )

    assert len(refusals(results)) == 1
    assert free(entry) >= 0


def test_two_moves_in_opposite_order_neither_deadlock_nor_over_commit():
    """Each takes two years, given in another order; the locks are always taken in the same one."""
    years = [ProgrammeYearFactory(year=year, budget=None) for year in (2021, 2022)]
    old, new = FundingLineFactory(), FundingLineFactory()
    for year in years:
        FundingAmountFactory(funding_line=old, programme_year=year, amount=400_000)
        FundingAmountFactory(funding_line=new, programme_year=year, amount=200_000)
    made = [[GrantFactory(programme_year=year, funding_line=old) for year in years] for _ in range(2)]

    results = at_once(
        lambda: grants.move_grants(grants=made[0], line=new, by=None),
        lambda: grants.move_grants(grants=reversed(made[1]), line=new, by=None),
    )

    assert len(refusals(results)) == 2  # the one refused, for each of its years
    assert Grant.objects.filter(funding_line=new).count() == 2
    assert all(money.free >= 0 for money in funding.money_by_year(years).values())
