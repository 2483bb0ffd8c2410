"""Employments begin, change and end (R4–R6). All dates are inclusive.

Every function locks the association first, so that two who change its posts at once come one after the other; the
database's own constraints stand behind. `handovers` and others register what shall happen when an end is recorded:

    on_end_recorded.register(open_handover)      # open_handover(employment, *, by)
    on_end_taken_back.register(…)                # (employment, *, by)
    on_end_moved.register(…)                     # (employment, *, to, by): `to` goes on with the recorded end

They are called in the same transaction, after the employment is saved.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from associations.domain.employment import holds_on, without_primary_contact
from associations.domain.funding import NO_SHARES, Shares, refuse_too_many, share_changes, shares_of, write_shares
from associations.domain.locking import lock_association
from associations.domain.people import Named, person_for
from associations.domain.removal import refuse_bound, remove
from associations.enums import EndReason
from associations.models import Association, Employment, Person
from core import clock
from core.formats import date_text
from core.periods import DAY, Period, gaps
from workflow import audit

OPEN_END = date(2100, 12, 31)  # no later date can be written
ENDING_REASONS = [choice for choice in EndReason.choices if choice[0] != EndReason.CONTINUED]
"""What an employment that really ends can end for."""


@dataclass
class Callbacks:
    """Functions of higher apps, called in the order in which they were registered."""

    functions: list[Callable[..., object]] = field(default_factory=list)

    def register(self, function: Callable[..., object]) -> None:
        self.functions.append(function)

    def call(self, employment: Employment, **more: Any) -> None:
        for function in self.functions:
            function(employment, **more)


on_end_recorded = Callbacks()
"""An end was recorded, or a recorded one was changed: called each time."""
on_end_taken_back = Callbacks()
on_end_moved = Callbacks()


@transaction.atomic
def start_employment(
    *,
    association: Association,
    who: Person | Named,
    start: date,
    weekly_hours: Decimal,
    is_primary_contact: bool,
    by: User | None,
    funded_hours: Decimal | None = None,
    shares: Shares = NO_SHARES,
    end: date | None = None,
    end_reason: str = "",
) -> Employment:
    """A new employment of a known or new person. An end that is not over yet counts as recorded now.

    Raises `ValidationError`: a second primary contact, none at all, the same person twice, too much funding.
    """
    with primary_contact_kept(association):
        person = person_for(who, association=association, by=by)
        employment = Employment(
            association=association,
            person=person,
            start=start,
            end=end,
            end_reason=end_reason,
            weekly_hours=weekly_hours,
            funded_hours=funded_hours,
            is_primary_contact=is_primary_contact,
        )
        _save(employment, shares, by=by)
    if end and end >= clock.today():
        on_end_recorded.call(employment, by=by)
    return employment


@transaction.atomic
def edit_employment(
    *, employment: Employment, shares: Shares, by: User | None, based_on: int | None = None
) -> Employment:
    """Saves corrected values of an employment (start, hours, funding, primary contact): what it should have said.

    For hours that change from a date: `change_hours`; for its end: `end_employment`. Raises like `start_employment`.
    """
    with primary_contact_kept(employment.association):
        _refuse_stale(employment, based_on)
        _save(employment, shares, by=by)
    return employment


@transaction.atomic
def change_hours(
    *,
    employment: Employment,
    start: date,
    weekly_hours: Decimal,
    by: User | None,
    funded_hours: Decimal | None = None,
    shares: Shares = NO_SHARES,
    based_on: int | None = None,
) -> Employment:
    """New hours from `start`: the employment ends the day before, and a new one of the same person goes on.

    Returns the new one. A recorded end moves along. Raises `ValidationError` when `start` is not inside the employment.
    """
    with primary_contact_kept(employment.association):
        _refuse_stale(employment, based_on)
        _refuse_outside(employment, start)
        return _go_on(employment, start, shares, by=by, weekly_hours=weekly_hours, funded_hours=funded_hours)


@transaction.atomic
def end_employment(
    *,
    employment: Employment,
    end: date,
    reason: str,
    by: User | None,
    new_primary: Employment | None = None,
    based_on: int | None = None,
) -> Employment:
    """Records the last day and why, or corrects them. `new_primary` is primary contact from the day after.

    Raises `ValidationError` when others stay without a primary contact.
    """
    with primary_contact_kept(employment.association):
        _refuse_stale(employment, based_on)
        before = Employment.objects.get(pk=employment.pk)
        employment.end, employment.end_reason = end, reason
        audit.save(employment, by=by)
        if new_primary:
            _make_primary(new_primary, end + DAY, by=by)
    if (before.end, before.end_reason) != (end, reason):
        on_end_recorded.call(employment, by=by)
    return employment


@transaction.atomic
def take_back_end(*, employment: Employment, by: User | None) -> Employment:
    """The employment goes on after all. Nothing happens to one without an end.

    Raises `ValidationError` when somebody else has become primary contact, or the person goes on in another row.
    """
    with primary_contact_kept(employment.association):
        employment.refresh_from_db(fields=["end", "end_reason"])
        if employment.end is None:
            return employment
        employment.end, employment.end_reason = None, ""
        audit.save(employment, by=by)
    on_end_taken_back.call(employment, by=by)
    return employment


@transaction.atomic
def switch_primary_contact(*, to: Employment, start: date, by: User | None) -> Employment:
    """`to` is the primary contact from `start`, and whoever was it no longer. Returns the employment that now is.

    Both go on in a new row when the day lies inside their present one. Raises `ValidationError` when `to` is not
    employed on the day.
    """
    with primary_contact_kept(to.association):
        to = Employment.objects.select_related("association", "person").get(pk=to.pk)
        if not holds_on(to, start):
            raise ValidationError(
                {"start": f"{to.person.name} er ikke ansat {date_text(start)}. Vælg en dag i ansættelsen."},
                code="outside",
            )
        if to.is_primary_contact:
            return to
        rows = Employment.objects.filter(association=to.association_id, is_primary_contact=True)
        for present in rows.select_related("association", "person"):
            if holds_on(present, start):
                _change_role(present, start, by=by, is_primary_contact=False)
        return _make_primary(to, start, by=by)


@transaction.atomic
def delete_employment(*, employment: Employment, by: User | None) -> None:
    """Removes a row that should never have been there. Raises `ValidationError` when something hangs on it, or when
    others would be left without a primary contact.
    """
    with primary_contact_kept(employment.association):
        refuse_bound(employment, apart_from={"associations.employmentfunding"})
        remove(employment, by=by)


@contextmanager
def primary_contact_kept(association: Association) -> Iterator[None]:
    """Inside, the association's posts are changed by nobody else. Raises `ValidationError` when people are employed
    on days without a primary contact, on which there was one (or nobody) before (R4).
    """
    lock_association(association)
    before = _without_primary(association)
    yield
    for missing in _without_primary(association):
        new = gaps(before, missing)
        if new:
            raise ValidationError(_missing_text(association, new[0]), code="no_primary_contact")


def _without_primary(association: Association) -> list[Period]:
    rows = list(Employment.objects.filter(association=association))
    return without_primary_contact(rows, Period(min(row.start for row in rows), OPEN_END)) if rows else []


def _missing_text(association: Association, missing: Period) -> str:
    rows = Employment.objects.filter(association=association).select_related("person").order_by("start", "pk")
    names = [row.person.name for row in rows if row.start <= missing.end and (row.end or OPEN_END) >= missing.start]
    who = " og ".join(dict.fromkeys(names))
    until = "" if missing.end == OPEN_END else f" til {date_text(missing.end)}"
    return (
        f"{who} er ansat fra {date_text(missing.start)}{until}, men ingen er primær kontakt. "
        "Vælg først, hvem der er primær kontakt fra den dag."
    )


def _refuse_stale(employment: Employment, based_on: int | None) -> None:
    """What somebody else has changed is told before anything else that may be wrong."""
    if based_on is not None:
        audit.refuse_stale(employment, based_on)


def _save(employment: Employment, shares: Shares, *, by: User | None) -> None:
    """The employment with its funding, in one trace row."""
    refuse_too_many(employment, shares)
    changes = share_changes(shares_of(employment), shares)
    audit.save(employment, by=by, extra=changes)
    if changes:
        write_shares(employment, shares)


def _refuse_outside(employment: Employment, start: date) -> None:
    if employment.start < start and (employment.end is None or start <= employment.end):
        return
    last = f" og senest {date_text(employment.end)}" if employment.end else ""
    raise ValidationError(
        {
            "start": f"Vælg en dag tidligst {date_text(employment.start + DAY)}{last}. "
            "Har timerne været forkerte fra begyndelsen, så ret ansættelsen i stedet."
        },
        code="outside",
    )


def _go_on(old: Employment, start: date, shares: Shares, *, by: User | None, **values: Any) -> Employment:
    """`old` until the day before `start`; from then on a new row of the same person with other values."""
    new = Employment(
        association=old.association,
        person=old.person,
        start=start,
        end=old.end,
        end_reason=old.end_reason,
        **{
            "weekly_hours": old.weekly_hours,
            "funded_hours": old.funded_hours,
            "is_primary_contact": old.is_primary_contact,
            **values,
        },
    )
    has_end = old.end is not None
    old.end, old.end_reason = start - DAY, EndReason.CONTINUED
    audit.save(old, by=by)
    _save(new, shares, by=by)
    if has_end:
        on_end_moved.call(old, to=new, by=by)
    return new


def _change_role(employment: Employment, start: date, *, by: User | None, is_primary_contact: bool) -> Employment:
    """The employment with another role from the day: itself from its first day, else the row that goes on."""
    if employment.start < start:
        shares = shares_of(employment)
        return _go_on(employment, start, shares, by=by, is_primary_contact=is_primary_contact)
    employment.is_primary_contact = is_primary_contact
    return audit.save(employment, by=by)


def _make_primary(employment: Employment, start: date, *, by: User | None) -> Employment:
    if not holds_on(employment, start):
        raise ValidationError(
            {"new_primary": f"{employment.person.name} er ikke ansat {date_text(start)}. Vælg en anden."},
            code="outside",
        )
    if employment.is_primary_contact:
        return employment
    return _change_role(employment, start, by=by, is_primary_contact=True)
