"""The demo's money: every state of instalments, accounts and decisions occurs, and what is published still holds."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from partnerships.demo_money import seed
from partnerships.domain.accounts import AccountState, with_accounts
from partnerships.domain.accounts_due import missing_accounts, open_accounts
from partnerships.domain.ending import partnerships_ending
from partnerships.models import Decision, Extension, Grant, GrantAccount, Instalment

DAY = date(2023, 3, 31)


@pytest.fixture
def demo(db, demo_today):
    call_command("seed_demo", stdout=StringIO())


def test_demo_has_every_state_of_money(demo):
    rows = with_accounts(Grant.objects.all(), DAY)
    states = {year: [] for year in range(2012, 2024)}
    for year, state in rows.values_list("programme_year__year", "account_state"):
        states[year].append(state)

    assert sorted(set(states[2022])) == [AccountState.FINE, AccountState.FLAGGED, AccountState.MISSING]
    assert (states[2022].count(AccountState.MISSING), states[2022].count(AccountState.FLAGGED)) == (1, 2)
    assert states[2021].count(AccountState.SETTLED) == 1
    assert set(states[2023]) == {AccountState.WAITING}
    flagged = GrantAccount.objects.filter(grant__programme_year__year=2022).exclude(decision="")
    assert sorted(flagged.values_list("decision", flat=True)) == ["carry_over", "repay"]
    paid = {row.programme_year.year: row.paid for row in rows.filter(programme_year__year__in=(2022, 2023))}
    assert paid == {2022: 200_000, 2023: 100_000}
    assert Instalment.objects.filter(paid_on=None).aggregate(left=Sum("amount"))["left"] == 2_500_000
    assert Instalment.objects.exclude(reverses=None).count() == 1


def test_demo_extends_one_of_those_that_run_out_and_corrects_its_date(demo):
    extension = Extension.objects.get(decided_on=date(2023, 3, 23))

    assert (extension.previous_end, extension.new_end) == (date(2023, 12, 31), date(2027, 12, 31))
    assert Decision.objects.get().kind == "corrected"
    assert extension.partnership.participations.get().end == date(2027, 12, 31)
    assert (len(list(missing_accounts(None, DAY))), len(list(open_accounts(None, DAY)))) == (1, 2)
    assert len(list(partnerships_ending(None, DAY))) == 9


def test_demo_money_is_made_once(demo):
    before = Instalment.objects.count(), GrantAccount.objects.count(), Extension.objects.count()

    seed()

    assert (Instalment.objects.count(), GrantAccount.objects.count(), Extension.objects.count()) == before
