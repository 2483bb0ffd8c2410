"""Accounts of grants (R3): the difference, the states, what is due, the traffic light."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from core.registry import DueState, Light, Turn
from partnerships.domain.accounts import difference, save_account, status_of, with_accounts
from partnerships.domain.accounts_due import account_signals, missing_accounts, open_accounts
from partnerships.models import Grant, GrantAccount
from tests.factories import (
    AssociationFactory,
    GrantAccountFactory,
    GrantFactory,
    InstalmentFactory,
    ParticipationFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

DAY = date(2023, 3, 31)
KRONER = st.integers(0, 2_000_000)


@pytest.mark.parametrize(
    ("granted", "paid", "wages", "other", "amount"),
    [
        (200_000, 200_000, 200_000, 0, 0),
        (200_000, 200_000, 180_000, 0, 20_000),  # less use than the grant
        (200_000, 200_000, 180_000, 15_000, 20_000),  # other use is no wages
        (200_000, 200_000, 200_000, 5_000, 5_000),
        (200_000, 200_000, 230_000, 0, 0),  # more than the grant is the association's own
        (100_000, 200_000, 120_000, 0, 80_000),  # lowered after it was paid
        (200_000, 0, 150_000, 0, 50_000),
        (0, 50_000, 0, 0, 50_000),
    ],
)
def test_difference(granted, paid, wages, other, amount):
    assert difference(granted=granted, paid=paid, wages=wages, other=other) == amount


@given(KRONER, KRONER, KRONER, KRONER)
def test_difference_is_never_negative_and_never_less_than_other_use(granted, paid, wages, other):
    amount = difference(granted=granted, paid=paid, wages=wages, other=other)

    assert amount >= other
    assert amount <= max(granted, paid, other)


def year_of_grant(year: int, **account) -> Grant:
    partnership = PartnershipFactory(start=date(2018, 1, 1), extended=True)
    grant = GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=year))
    if account:
        GrantAccountFactory(grant=grant, **account)
    return grant


@pytest.mark.django_db
def test_states_in_python_and_sql_are_the_same():
    grants = [
        year_of_grant(2023),
        year_of_grant(2022),
        year_of_grant(2022, flagged=True),
        year_of_grant(2022, settled=True),
        year_of_grant(2022, wages_spent=200_000),
    ]
    InstalmentFactory(grant=grants[4], paid=True)
    InstalmentFactory(grant=grants[4])

    rows = {row.pk: row for row in with_accounts(Grant.objects.all(), DAY).select_related("programme_year")}

    assert [rows[grant.pk].account_state for grant in grants] == ["waiting", "missing", "flagged", "settled", "fine"]
    assert [rows[grant.pk].difference for grant in grants] == [None, None, 20_000, 20_000, 0]
    for grant in grants:
        row = rows[grant.pk]
        status = status_of(grant, GrantAccount.objects.filter(grant=grant).first(), paid=row.paid, day=DAY)
        assert (status.state, status.difference) == (row.account_state, row.difference)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "state", "turn"),
    [
        (date(2023, 1, 1), DueState.COMING, Turn.BOARD),
        (date(2023, 2, 28), DueState.COMING, Turn.BOARD),
        (date(2023, 3, 1), DueState.DUE, Turn.BOARD),
        (date(2023, 4, 1), DueState.DUE, Turn.BOARD),
        (date(2023, 4, 2), DueState.OVERDUE, Turn.CONSULTANT),
        (date(2024, 12, 31), DueState.OVERDUE, Turn.CONSULTANT),
    ],
)
def test_missing_account_is_due_until_the_first_of_april(day, state, turn):
    grant = year_of_grant(2022)

    [item] = missing_accounts(None, day)

    assert (item.state, item.turn, item.due_on, item.since) == (state, turn, date(2023, 4, 1), date(2023, 1, 1))
    assert (item.what, item.url) == ("Regnskabet for 2022 mangler.", f"/partnerskaber/tilskud/{grant.pk}/")
    assert item.association_id == grant.partnership.participations.get().association_id


@pytest.mark.django_db
def test_missing_account_is_not_due_before_the_year_has_ended_nor_for_ever():
    year_of_grant(2022)

    assert list(missing_accounts(None, date(2022, 12, 31))) == []
    assert list(missing_accounts(None, date(2025, 1, 1))) == []


@pytest.mark.django_db
def test_account_is_asked_of_those_who_took_part_in_the_year():
    grant = year_of_grant(2022)
    own = grant.partnership.participations.get()
    left = ParticipationFactory(partnership=grant.partnership, end=date(2021, 12, 31))
    shared = ParticipationFactory(partnership=grant.partnership, start=date(2022, 12, 31))

    found = {item.association_id for item in missing_accounts(None, DAY)}

    assert found == {own.association_id, shared.association_id}
    assert [item.association_id for item in missing_accounts([left.association_id, own.association_id], DAY)] == [
        own.association_id
    ]


@pytest.mark.django_db
def test_nothing_granted_needs_no_account_unless_something_was_paid():
    emptied, paid = year_of_grant(2022), year_of_grant(2022)
    InstalmentFactory(grant=paid, paid=True)
    Grant.objects.update(amount=0, months=0)

    assert [item.url for item in missing_accounts(None, DAY)] == [f"/partnerskaber/tilskud/{paid.pk}/"]
    assert emptied.pk != paid.pk


@pytest.mark.django_db
def test_difference_is_open_until_it_is_settled():
    grant = year_of_grant(2022, flagged=True, received_on=date(2023, 1, 30))
    year_of_grant(2022, settled=True)

    [item] = open_accounts(None, DAY)
    [late] = open_accounts(None, date(2023, 4, 1))

    assert (item.state, item.due_on, item.turn) == (DueState.DUE, date(2023, 3, 31), Turn.CONSULTANT)
    assert late.state == DueState.OVERDUE
    assert item.what == "Regnskabet for 2022 har en forskel på 20.000 kr., der skal afgøres."
    assert item.url == f"/partnerskaber/tilskud/{grant.pk}/"


@pytest.mark.django_db
def test_account_signals_have_every_light():
    grants = [
        year_of_grant(2022),
        year_of_grant(2022, flagged=True),
        year_of_grant(2022, settled=True),
        year_of_grant(2022, wages_spent=200_000),
    ]
    clubs = [grant.partnership.participations.get().association_id for grant in grants]
    nobody = AssociationFactory().pk

    before, after = (account_signals([*clubs, nobody], 2022, day) for day in (DAY, date(2023, 4, 2)))
    running = account_signals(clubs[:1], 2022, date(2022, 12, 31))

    assert [before[pk].light for pk in [*clubs, nobody]] == [
        Light.YELLOW, Light.RED, Light.GREEN, Light.GREEN, Light.GREY
    ]  # fmt: skip
    assert after[clubs[0]].light == Light.RED
    assert running[clubs[0]].light == Light.GREY
    assert "20.000 kr. er ikke brugt til løn" in before[clubs[1]].reason
    assert before[nobody].url == f"/foreninger/{nobody}/partnerskab/"


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_due_accounts_take_one_query_each(rows):
    for _ in range(rows):
        year_of_grant(2022)
        year_of_grant(2022, flagged=True)

    with CaptureQueriesContext(connection) as asked:
        assert len(list(missing_accounts(None, DAY))) == len(list(open_accounts(None, DAY))) == rows

    assert len(asked) == 2


# --- Saving ----------------------------------------------------------------------------------------------------------


def account_of(grant: Grant, **fields) -> GrantAccount:
    given = {"received_on": date(2023, 2, 1), "wages_spent": 180_000, "other_spent": 0, **fields}
    return GrantAccount(grant=grant, **given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"received_on": date(2023, 4, 1)}, "senest er i dag"),
        ({"received_on": date(2021, 12, 31)}, "kan tidligst være modtaget i 2022"),
        ({"decision": "repay", "settled_on": date(2023, 4, 1)}, "senest er i dag"),
        ({"wages_spent": 200_000, "decision": "repay"}, "ingen forskel at afgøre"),
        ({"settled_on": date(2023, 3, 1)}, "Vælg, hvad der skal ske med forskellen"),
        ({"other_spent": 5_000}, "hvad det er brugt til"),
    ],
)
def test_account_is_checked(demo_today, consultant, wrong, message):
    with pytest.raises(ValidationError, match=message):
        save_account(account_of(year_of_grant(2022), **wrong), by=consultant)


@pytest.mark.django_db
def test_account_sent_twice_is_saved_once(demo_today, consultant):
    grant = year_of_grant(2022)

    rows = [save_account(account_of(grant), by=consultant) for _ in range(2)]

    assert rows[0].pk == rows[1].pk
    with pytest.raises(ValidationError, match="allerede skrevet et regnskab"):
        save_account(account_of(grant, wages_spent=1), by=consultant)
