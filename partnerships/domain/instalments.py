"""Instalments of grants (R2): proposed, planned, paid, taken back; and cut when a grant becomes smaller.

Whole kroner. A grant's instalments never come to more than the grant, except when it is lowered after it was paid: what
is too much is then paid back or carried over (`partnerships.domain.accounts`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from core import clock
from core.formats import date_text, kroner
from core.periods import overlap, whole_year
from partnerships.models import Grant, GrantAccount, Instalment
from workflow import audit

MONTHS = 12


@dataclass(frozen=True)
class Proposal:
    """An instalment that could be planned."""

    due_on: date
    amount: int


def due_days(grant: Grant) -> list[date]:
    """The partnership's first day in the year, and the first days of the year's equal parts that come after it."""
    year = grant.programme_year.year
    partnership = grant.partnership
    held = overlap(partnership.start, partnership.end, whole_year(year)) or whole_year(year)
    step = MONTHS // grant.programme_year.instalments_per_year
    days = [date(year, month, 1) for month in range(1, MONTHS + 1, step)]
    return [held.start, *(day for day in days if held.start < day <= held.end)]


def proposed(grant: Grant, rows: Iterable[Instalment]) -> list[Proposal]:
    """Equal instalments for what is not in `rows`, the grant's; the last one takes the rest of the division.

    On the year's days that come after those planned already; when none is left, on the last one.
    """
    planned = list(rows)
    rest = grant.amount - sum(row.amount for row in planned)
    if rest <= 0:
        return []
    days = due_days(grant)
    last = max((row.due_on for row in planned), default=None)
    days = [day for day in days if last is None or day > last] or days[-1:]
    each = rest // len(days)
    amounts = [each] * (len(days) - 1) + [rest - each * (len(days) - 1)]
    return [Proposal(day, amount) for day, amount in zip(days, amounts, strict=True) if amount]


@transaction.atomic
def plan_proposed(*, grant: Grant, by: User) -> list[Instalment]:
    """Plans what `proposed` gives. Doing it twice plans nothing more."""
    locked = _lock(grant)
    rows = [
        Instalment(grant=locked, due_on=one.due_on, amount=one.amount)
        for one in proposed(locked, locked.instalments.all())
    ]
    for row in rows:
        audit.save(row, by=by)
    return rows


@transaction.atomic
def save_instalment(instalment: Instalment, *, by: User, based_on: int | None = None) -> Instalment:
    """Plans an instalment, or changes one that is not paid. Raises `ValidationError`, `StaleError`."""
    grant = _lock(instalment.grant)
    if instalment.pk:
        _refuse_paid(Instalment.objects.get(pk=instalment.pk))
    else:
        same = {"due_on": instalment.due_on, "amount": instalment.amount, "note": instalment.note}
        known = grant.instalments.filter(**same, reverses=None).first()
        if known:  # sent twice
            return known
    others = grant.instalments.exclude(pk=instalment.pk).aggregate(total=Sum("amount"))["total"] or 0
    if instalment.amount > grant.amount - others:
        left = max(0, grant.amount - others)
        text = f"Tilskuddet er {kroner(grant.amount)}, og der er {kroner(left)} tilbage at planlægge."
        raise ValidationError({"amount": text})
    return audit.save(instalment, by=by, based_on=based_on)


@transaction.atomic
def remove_instalment(*, instalment: Instalment, by: User) -> None:
    """Removes one that is not paid."""
    _lock(instalment.grant)
    found = Instalment.objects.filter(pk=instalment.pk).first()
    if found:
        _refuse_paid(found)
        audit.delete(found, by=by)


@transaction.atomic
def mark_paid(*, instalment: Instalment, paid_on: date, by: User) -> Instalment:
    """Records that the money has been paid. The same day once more changes nothing."""
    _lock(instalment.grant)
    row = Instalment.objects.get(pk=instalment.pk)
    if row.paid_on == paid_on:
        return row
    _refuse_paid(row)
    if paid_on > clock.today():
        raise ValidationError({"paid_on": f"Skriv en dag, der senest er i dag, {date_text(clock.today())}."})
    row.paid_on = paid_on
    return audit.save(row, by=by)


@transaction.atomic
def reverse(*, instalment: Instalment, amount: int, on: date, reason: str, by: User) -> Instalment:
    """Takes money of a paid instalment back, at most once: paid by mistake, or paid back by the association."""
    grant = _lock(instalment.grant)
    row = Instalment.objects.get(pk=instalment.pk)
    earlier = Instalment.objects.filter(reverses=row).first()
    if earlier and (earlier.amount, earlier.paid_on, earlier.note) == (-amount, on, reason):
        return earlier
    if earlier:
        raise ValidationError(f"Der er allerede ført {kroner(-earlier.amount)} tilbage af den rate.")
    if row.paid_on is None or row.reverses_id:
        raise ValidationError("Kun en betalt rate kan føres tilbage.")
    if not row.paid_on <= on <= clock.today():
        raise ValidationError(
            {"on": f"Skriv en dag fra {date_text(row.paid_on)} til i dag, {date_text(clock.today())}."}
        )
    if not 0 < amount <= row.amount:
        raise ValidationError({"amount": f"Skriv et beløb fra 1 kr. til {kroner(row.amount)}"})
    back = Instalment(grant=grant, reverses=row, due_on=on, paid_on=on, amount=-amount, note=reason)
    return audit.save(back, by=by)


def cut_to_fit(grants: Iterable[Grant], removed: Iterable[Grant], *, by: User | None) -> None:
    """Cuts the unpaid instalments, the last first, of grants that are or become too small; all of removed ones.

    Call it before the grants are saved or deleted, in their transaction.
    """
    room = {grant.pk: grant.amount for grant in grants if grant.pk} | {grant.pk: 0 for grant in removed}
    rows: dict[int, list[Instalment]] = {}
    stored = (
        Instalment.objects.filter(grant__in=room).select_related("grant__programme_year").order_by("-due_on", "-pk")
    )
    for row in stored:
        rows.setdefault(row.grant_id, []).append(row)
    for grant_id, own in rows.items():
        excess = sum(row.amount for row in own) - room[grant_id]
        for row in own:
            if excess <= 0:
                break
            if row.paid_on is None:
                cut = min(excess, row.amount)
                excess -= cut
                _cut(row, cut, by)


def _cut(row: Instalment, amount: int, by: User | None) -> None:
    if amount == row.amount:
        audit.delete(row, by=by)
        return
    row.amount -= amount
    audit.save(row, by=by)


def with_money(grants: Collection[Grant]) -> set[int]:
    """The keys of grants that something is paid of or that have an account: they are never deleted."""
    keys = [grant.pk for grant in grants]
    if not keys:
        return set()
    paid = Instalment.objects.filter(grant__in=keys, paid_on__isnull=False).order_by().values_list("grant", flat=True)
    accounts = GrantAccount.objects.filter(grant__in=keys).order_by().values_list("grant", flat=True)
    return {*paid.union(accounts)}


def _lock(grant: Grant) -> Grant:
    rows = Grant.objects.select_related("partnership", "programme_year").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=grant.pk)


def _refuse_paid(row: Instalment) -> None:
    if row.paid_on is not None:
        raise ValidationError("Raten er betalt og kan ikke ændres. Før den tilbage i stedet for, med en begrundelse.")
