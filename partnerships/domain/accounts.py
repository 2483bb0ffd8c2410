"""Accounts of grants (R3): received, flagged with the amount to repay or carry over, settled. Whole kroner.

Definitions: docs/figures.md. `with_accounts` computes the same in SQL; a test compares both.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from core import clock
from core.formats import date_text
from partnerships.models import Grant, GrantAccount, Instalment
from workflow import audit

DUE_MONTH, DUE_DAY = 4, 1


class AccountState(StrEnum):
    """How far the account of a grant is."""

    WAITING = "waiting"
    MISSING = "missing"
    FLAGGED = "flagged"
    SETTLED = "settled"
    FINE = "fine"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    AccountState.WAITING: "Året er ikke slut",
    AccountState.MISSING: "Mangler",
    AccountState.FLAGGED: "Forskel skal afgøres",
    AccountState.SETTLED: "Forskel er afgjort",
    AccountState.FINE: "I orden",
}


def due_day(year: int) -> date:
    """The last day to hand in the account of a year: 1 April the year after."""
    return date(year + 1, DUE_MONTH, DUE_DAY)


def difference(*, granted: int, paid: int, wages: int, other: int) -> int:
    """What is to be repaid or carried over: the grant, or what was paid if that is more, less the wages.

    At least what was used for something else; 0 when all went to wages (R3).
    """
    return max(max(granted, paid) - wages, other, 0)


@dataclass(frozen=True)
class AccountStatus:
    """A grant's account on a day. `difference` is None without an account."""

    state: AccountState
    difference: int | None


def status_of(grant: Grant, account: GrantAccount | None, *, paid: int, day: date) -> AccountStatus:
    """The state of the grant's account on the day."""
    if account is None:
        state = AccountState.MISSING if grant.programme_year.year < day.year else AccountState.WAITING
        return AccountStatus(state, None)
    amount = difference(granted=grant.amount, paid=paid, wages=account.wages_spent, other=account.other_spent)
    if not amount:
        return AccountStatus(AccountState.FINE, 0)
    return AccountStatus(AccountState.SETTLED if account.settled_on else AccountState.FLAGGED, amount)


def with_accounts(rows: QuerySet[Grant], day: date) -> QuerySet[Any]:
    """Adds `paid`, `difference` (None without an account) and `account_state` (on the day) to grants."""
    paid = Instalment.objects.filter(grant=OuterRef("pk"), paid_on__isnull=False).order_by().values("grant")
    amounts = rows.annotate(
        paid=Coalesce(Subquery(paid.values(total=Sum("amount"))), 0, output_field=IntegerField()),
    ).annotate(
        difference=Case(
            When(
                account__isnull=False,
                then=Greatest(
                    Greatest(F("amount"), F("paid")) - F("account__wages_spent"), F("account__other_spent"), Value(0)
                ),
            ),
            default=None,
            output_field=IntegerField(),
        )
    )
    states = (
        When(account=None, programme_year__year__lt=day.year, then=Value(AccountState.MISSING.value)),
        When(account=None, then=Value(AccountState.WAITING.value)),
        When(difference=0, then=Value(AccountState.FINE.value)),
        When(account__settled_on__isnull=True, then=Value(AccountState.FLAGGED.value)),
    )
    return amounts.annotate(account_state=Case(*states, default=Value(AccountState.SETTLED.value)))


def grants_that_need_one(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    """Grants with money: of nothing there is nothing to account for."""
    paid = Instalment.objects.filter(grant=OuterRef("pk"), paid_on__isnull=False)
    return rows.filter(Q(amount__gt=0) | Exists(paid))


@transaction.atomic
def save_account(account: GrantAccount, *, by: User, based_on: int | None = None) -> GrantAccount:
    """Records or changes a grant's account. Raises `ValidationError` by field, `StaleError`."""
    grant = Grant.objects.select_related("programme_year").select_for_update(of=("self",)).get(pk=account.grant_id)
    year, today = grant.programme_year.year, clock.today()
    if account.received_on > today:
        raise ValidationError({"received_on": f"Skriv en dag, der senest er i dag, {date_text(today)}."})
    if account.received_on.year < year:
        raise ValidationError({"received_on": f"Regnskabet for {year} kan tidligst være modtaget i {year}."})
    if account.settled_on and account.settled_on > today:
        raise ValidationError({"settled_on": f"Skriv en dag, der senest er i dag, {date_text(today)}."})
    paid = grant.instalments.filter(paid_on__isnull=False).aggregate(total=Sum("amount"))["total"] or 0
    amount = difference(granted=grant.amount, paid=paid, wages=account.wages_spent, other=account.other_spent)
    if not amount and (account.decision or account.settled_on):
        raise ValidationError({"decision": "Hele tilskuddet er brugt til løn, så der er ingen forskel at afgøre."})
    if not account.pk:
        known = GrantAccount.objects.filter(grant=grant).first()
        if known and _says_the_same(known, account):
            return known
    return audit.save(account, by=by, based_on=based_on)


def _says_the_same(known: GrantAccount, new: GrantAccount) -> bool:
    new.pk = known.pk
    same = audit.snapshot(known) == audit.snapshot(new)
    new.pk = None
    return same
