"""Instalments (R2): proposed, planned, paid, taken back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from partnerships.domain.instalments import (
    due_days,
    mark_paid,
    plan_proposed,
    proposed,
    remove_instalment,
    reverse,
    save_instalment,
)
from partnerships.models import Grant, Instalment, Partnership, ProgrammeYear
from tests.factories import GrantFactory, InstalmentFactory, PartnershipFactory, ProgrammeYearFactory
from workflow.models import AuditEvent

pytestmark = pytest.mark.usefixtures("demo_today")


def unsaved_grant(amount=200_000, *, start=date(2022, 1, 1), end=date(2022, 12, 31), parts=2) -> Grant:
    return Grant(
        partnership=Partnership(start=start, end=end),
        programme_year=ProgrammeYear(year=2022, instalments_per_year=parts),
        amount=amount,
        months=12,
    )


@pytest.mark.parametrize(
    ("period", "parts", "days"),
    [
        ({}, 1, [(1, 1)]),
        ({}, 2, [(1, 1), (7, 1)]),
        ({}, 4, [(1, 1), (4, 1), (7, 1), (10, 1)]),
        ({"start": date(2022, 7, 1)}, 2, [(7, 1)]),
        ({"start": date(2022, 3, 15)}, 2, [(3, 15), (7, 1)]),
        ({"end": date(2022, 6, 30)}, 2, [(1, 1)]),
        ({"start": date(2020, 1, 1), "end": date(2025, 1, 1)}, 2, [(1, 1), (7, 1)]),
    ],
)
def test_due_days_follow_the_year_and_the_partnership(period, parts, days):
    assert due_days(unsaved_grant(parts=parts, **period)) == [date(2022, month, day) for month, day in days]


@given(amount=st.integers(0, 10_000_000), parts=st.sampled_from([1, 2, 4]), months=st.integers(1, 12))
def test_proposed_instalments_are_the_whole_grant(amount, parts, months):
    rows = proposed(unsaved_grant(amount, start=date(2022, months, 1), parts=parts), [])

    assert sum(row.amount for row in rows) == amount
    assert all(row.amount > 0 for row in rows)
    assert [row.due_on for row in rows] == sorted({row.due_on for row in rows})


@pytest.fixture
def grant(db):
    year = ProgrammeYearFactory(year=2022)
    return GrantFactory(partnership=PartnershipFactory(start=date(2020, 1, 1)), programme_year=year)


def refusal(act) -> str:
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


def test_plan_proposed_twice_plans_once(grant, consultant):
    first, second = (plan_proposed(grant=grant, by=consultant) for _ in range(2))

    assert [(row.due_on, row.amount) for row in first] == [(date(2022, 1, 1), 100_000), (date(2022, 7, 1), 100_000)]
    assert second == []


def test_proposal_is_for_what_is_not_planned_on_a_later_day(grant, consultant):
    InstalmentFactory(grant=grant, amount=50_000)

    assert [(row.due_on, row.amount) for row in proposed(grant, grant.instalments.all())] == [
        (date(2022, 7, 1), 150_000)
    ]
    InstalmentFactory(grant=grant, amount=50_000, due_on=date(2022, 9, 1))
    assert [(row.due_on, row.amount) for row in proposed(grant, grant.instalments.all())] == [
        (date(2022, 7, 1), 100_000)
    ]


def test_instalments_never_come_to_more_than_the_grant(grant, consultant):
    InstalmentFactory(grant=grant, amount=150_000)
    new = Instalment(grant=grant, due_on=date(2022, 7, 1), amount=50_001)

    text = refusal(lambda: save_instalment(new, by=consultant))

    assert text == "Tilskuddet er 200.000 kr., og der er 50.000 kr. tilbage at planlægge."


def test_same_instalment_sent_twice_is_planned_once(grant, consultant):
    rows = [
        save_instalment(Instalment(grant=grant, due_on=date(2022, 7, 1), amount=50_000), by=consultant)
        for _ in range(2)
    ]

    assert rows[0].pk == rows[1].pk
    assert grant.instalments.count() == 1


def test_planned_instalment_is_changed_and_removed_with_a_trace(grant, consultant):
    row = InstalmentFactory(grant=grant)
    row.amount = 200_000

    save_instalment(row, by=consultant)
    remove_instalment(instalment=row, by=consultant)
    remove_instalment(instalment=row, by=consultant)  # the second press

    kinds = AuditEvent.objects.filter(model="partnerships.instalment").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["changed", "deleted"]


def test_paid_instalment_stands(grant, consultant):
    row = InstalmentFactory(grant=grant)
    for _ in range(2):
        mark_paid(instalment=row, paid_on=date(2023, 1, 2), by=consultant)
    row.refresh_from_db()
    row.amount = 1

    assert row.paid_on == date(2023, 1, 2)
    assert "er betalt og kan ikke ændres" in refusal(lambda: save_instalment(row, by=consultant))
    assert "er betalt og kan ikke ændres" in refusal(lambda: remove_instalment(instalment=row, by=consultant))
    assert "er betalt" in refusal(lambda: mark_paid(instalment=row, paid_on=date(2023, 1, 3), by=consultant))
    assert AuditEvent.objects.filter(model="partnerships.instalment").count() == 1


def test_nothing_is_paid_tomorrow(grant, consultant):
    row = InstalmentFactory(grant=grant)

    assert refusal(lambda: mark_paid(instalment=row, paid_on=date(2023, 4, 1), by=consultant)) == (
        "Skriv en dag, der senest er i dag, 31. marts 2023."
    )


def take_back(row, by, amount=100_000, on=date(2023, 3, 1), reason="Betalt ved en fejl"):
    return reverse(instalment=row, amount=amount, on=on, reason=reason, by=by)


def test_reversal_gives_room_for_a_new_instalment_and_happens_once(grant, consultant):
    row = InstalmentFactory(grant=grant, paid=True)
    InstalmentFactory(grant=grant, paid=True, due_on=date(2022, 7, 1))

    backs = [take_back(row, consultant, 40_000) for _ in range(2)]

    assert backs[0].pk == backs[1].pk
    assert (backs[0].amount, backs[0].paid_on, backs[0].reverses) == (-40_000, date(2023, 3, 1), row)
    assert [one.amount for one in proposed(grant, grant.instalments.all())] == [40_000]
    assert "allerede ført 40.000 kr. tilbage" in refusal(lambda: take_back(row, consultant, 1))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"amount": 100_001}, "fra 1 kr. til 100.000 kr."),
        ({"amount": 0}, "fra 1 kr. til 100.000 kr."),
        ({"on": date(2021, 12, 31)}, "Skriv en dag fra 1. januar 2022 til i dag"),
        ({"on": date(2023, 4, 1)}, "til i dag, 31. marts 2023"),
    ],
)
def test_reversal_is_checked(grant, consultant, wrong, message):
    row = InstalmentFactory(grant=grant, paid=True)

    assert message in refusal(lambda: take_back(row, consultant, **wrong))


def test_only_a_paid_instalment_is_taken_back(grant, consultant):
    planned, paid = InstalmentFactory(grant=grant), InstalmentFactory(grant=grant, paid=True)
    back = take_back(paid, consultant)

    assert "Kun en betalt rate" in refusal(lambda: take_back(planned, consultant))
    assert "Kun en betalt rate" in refusal(lambda: take_back(back, consultant))
