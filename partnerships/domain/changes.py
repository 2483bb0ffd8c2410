"""What a change of an agreement does: shown first, by really doing it and taking it back, then done (R1, R2, R16).

    attempt = carry_out(lambda: extend(…))                        # a preview: nothing is kept
    attempt = carry_out(lambda: extend(…), expected=print, agreed=True)   # done, unless it does something else now

Amounts in whole kroner, all dates inclusive.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from core.formats import kroner
from core.periods import Period
from partnerships.domain import grants
from partnerships.domain.funding import lines_by_year, lock_years, missing_money
from partnerships.models import Grant, Instalment, Participation, Partnership, ProgrammeYear


class Kind(StrEnum):
    """What happens to a grant."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"


@dataclass(frozen=True)
class GrantChange:
    """One year's grant before and after; None where there is none. `paid` is what the association has had of it."""

    year: int
    line: str
    months_before: int | None
    months: int | None
    before: int | None
    after: int | None
    paid: int

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.CREATED
        if self.after is None:
            return Kind.REMOVED
        return Kind.SAME if (self.before, self.months_before) == (self.after, self.months) else Kind.CHANGED

    @property
    def difference(self) -> int:
        return (self.after or 0) - (self.before or 0)

    @property
    def asks(self) -> bool:
        """Whether money of the year has been paid, so that somebody must agree to the change."""
        return bool(self.paid) and self.difference != 0

    @property
    def too_much_paid(self) -> int:
        """What has been paid beyond the grant as it becomes: to be paid back or carried over."""
        return max(0, self.paid - (self.after or 0))

    @property
    def consequence(self) -> str:
        """What the change of a paid year means, in a Danish sentence; empty for a year that asks nothing."""
        if not self.asks:
            return ""
        if self.too_much_paid:
            return f"{kroner(self.too_much_paid)} er betalt for meget og skal betales tilbage eller overføres."
        rest = kroner((self.after or 0) - self.paid)
        if self.difference > 0:
            return f"Der skal betales {kroner(self.difference)} mere. Derefter mangler der i alt {rest}"
        return f"Der skal betales {kroner(-self.difference)} mindre end planlagt. Derefter mangler der i alt {rest}"


@dataclass(frozen=True)
class MoneyChange:
    """What is free on a funding line in a year, before and after. Negative: it is missing."""

    year: int
    line: str
    free_before: int
    free_after: int

    @property
    def missing(self) -> int:
        return max(0, -self.free_after)


@dataclass(frozen=True)
class MemberChange:
    """An association's own period before and after; None where it takes no part."""

    name: str
    before: Period | None
    after: Period | None

    @property
    def is_change(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Standing:
    """A partnership as it stands before a change: its period, its associations' periods."""

    period: Period | None = None
    members: Mapping[int, tuple[str, Period]] = field(default_factory=dict)

    @classmethod
    def of(cls, partnership: Partnership) -> "Standing":
        """Reads the associations' periods; call it before anything is changed."""
        rows = Participation.objects.filter(partnership=partnership).select_related("association")
        members = {row.pk: (row.association.name, Period(row.start, row.end)) for row in rows}
        return cls(Period(partnership.start, partnership.end), members)


@dataclass(frozen=True)
class Change:
    """All that a change did. `unopened` are years of the partnership that get their grant when they are opened.

    `is_repeat`: the very same had been done before, and nothing was changed.
    """

    partnership: Partnership
    before: Period | None
    after: Period
    members: tuple[MemberChange, ...] = ()
    grants: tuple[GrantChange, ...] = ()
    money: tuple[MoneyChange, ...] = ()
    unopened: tuple[int, ...] = ()
    is_repeat: bool = False

    @property
    def changed_grants(self) -> list[GrantChange]:
        return [grant for grant in self.grants if grant.kind != Kind.SAME]

    @property
    def paid_changes(self) -> list[GrantChange]:
        """Changes of paid years: somebody must agree to them."""
        return [grant for grant in self.grants if grant.asks]

    @property
    def fingerprint(self) -> str:
        """The same for two changes that do the same to the same."""
        parts = (self.partnership.pk if self.before else None, self.before, self.after, self.members, self.grants)
        return hashlib.sha256(repr((*parts, self.money, self.unopened)).encode()).hexdigest()


class RefusedChange(ValidationError):
    """Money is missing (R16). `change` is what would have been done."""

    def __init__(self, messages: list[str], change: Change) -> None:
        super().__init__(messages, code="over_commitment")
        self.change = change


def repeated(partnership: Partnership) -> Change:
    """The answer to somebody who sends the same twice."""
    period = Period(partnership.start, partnership.end)
    return Change(partnership, period, period, is_repeat=True)


def settle(
    partnership: Partnership,
    *,
    standing: Standing,
    by: User | None,
    choices: Mapping[grants.Key, grants.Choice] = grants.NO_CHOICES,
) -> Change:
    """Lets the grants follow the partnership's new dates, and tells what all of it did.

    Call it last in the transaction that changed the dates. Raises `RefusedChange` when money is missing.
    """
    period = Period(partnership.start, partnership.end)
    had = Grant.objects.filter(partnership=partnership).values_list("programme_year__year", flat=True)
    years = lock_years({*range(period.start.year, period.end.year + 1), *had})
    before = _grants_of(partnership)
    partnership._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # noqa: SLF001 — read afresh for the trace
    grants.recalculate(partnerships=[partnership], by=by, choices=choices, refuse=False)
    rows = _grant_changes(before, _grants_of(partnership))
    opened = {year.year for year in years}
    change = Change(
        partnership=partnership,
        before=standing.period,
        after=period,
        members=_member_changes(standing, partnership),
        grants=rows,
        money=_money_changes(years, rows),
        unopened=tuple(y for y in range(period.start.year, period.end.year + 1) if y not in opened),
    )
    missing = missing_money(years)
    if missing:
        raise RefusedChange(missing, change)
    return change


def _grants_of(partnership: Partnership) -> dict[int, tuple[Grant, int]]:
    """The grants with what is paid of them, by year."""
    rows = Grant.objects.filter(partnership=partnership).select_related("programme_year", "funding_line")
    paid = paid_of(row.pk for row in rows)
    return {row.programme_year.year: (row, paid.get(row.pk, 0)) for row in rows}


def paid_of(grant_ids: Iterable[int]) -> dict[int, int]:
    """What has been paid of each grant, less what has been taken back; whole kroner."""
    rows = Instalment.objects.filter(grant__in=list(grant_ids), paid_on__isnull=False)
    return dict(rows.order_by().values("grant").annotate(total=Sum("amount")).values_list("grant", "total"))


def _grant_changes(
    before: Mapping[int, tuple[Grant, int]], after: Mapping[int, tuple[Grant, int]]
) -> tuple[GrantChange, ...]:
    rows = []
    for year in sorted({*before, *after}):
        old, new = before.get(year), after.get(year)
        grant, paid = new or old or (None, 0)
        rows.append(
            GrantChange(
                year=year,
                line=grant.funding_line.name if grant else "",
                months_before=old[0].months if old else None,
                months=new[0].months if new else None,
                before=old[0].amount if old else None,
                after=new[0].amount if new else None,
                paid=paid,
            )
        )
    return tuple(rows)


def _member_changes(standing: Standing, partnership: Partnership) -> tuple[MemberChange, ...]:
    now = Standing.of(partnership).members
    rows = []
    for pk in sorted({*standing.members, *now}):
        old, new = standing.members.get(pk), now.get(pk)
        name = (new or old or ("",))[0]
        rows.append(MemberChange(str(name), old[1] if old else None, new[1] if new else None))
    return tuple(rows)


def _money_changes(years: list[ProgrammeYear], rows: tuple[GrantChange, ...]) -> tuple[MoneyChange, ...]:
    """What is free on the lines whose grants change."""
    spent: dict[tuple[int, str], int] = {}
    for row in rows:
        if row.kind != Kind.SAME:
            spent[row.year, row.line] = spent.get((row.year, row.line), 0) + row.difference
    found = []
    lines = lines_by_year(years)
    for year in years:
        for line in lines.get(year.pk, ()):
            if (year.year, line.line.name) in spent:
                free = line.free
                found.append(MoneyChange(year.year, line.line.name, free + spent[year.year, line.line.name], free))
    return tuple(found)


@dataclass(frozen=True)
class Attempt:
    """How a change went. `done`: it is kept. `is_stale`: it would do something else than what was agreed to."""

    change: Change
    refusals: tuple[str, ...] = ()
    done: bool = False
    is_stale: bool = False
    needs_agreement: bool = False


def carry_out(act: Callable[[], Change], *, expected: str = "", agreed: bool = False) -> Attempt:
    """Does `act` and takes it back, unless it does exactly what `expected` (a fingerprint) says and is `agreed` to.

    Only a change of a paid year needs to be agreed to. Refusals for other reasons than money are raised.
    """
    with transaction.atomic():
        refusals: tuple[str, ...] = ()
        try:
            change = act()
        except RefusedChange as refusal:
            change, refusals = refusal.change, tuple(refusal.messages)
        if change.is_repeat:
            return Attempt(change, done=True)
        stale = bool(expected) and change.fingerprint != expected
        unagreed = bool(change.paid_changes) and not agreed
        done = bool(expected) and not (stale or refusals or unagreed)
        if not done:
            transaction.set_rollback(True)
    return Attempt(change, refusals, done, stale, needs_agreement=bool(expected) and not stale and unagreed)


def years_text(years: Sequence[int]) -> str:
    """`2024, 2025 og 2026`."""
    texts = [str(year) for year in years]
    return " og ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
