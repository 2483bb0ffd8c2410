"""Grants by R2, in whole kroner, each on a funding line with money in its year (R15a, R16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects

from accounts.models import User
from core.formats import kroner
from core.periods import Period, months_begun
from partnerships.domain.funding import lines_by_year, lock_years, refuse_over_commitment
from partnerships.domain.instalments import cut_to_fit, with_money
from partnerships.domain.line_choice import NO_LINES, Room, give_lines, no_money_text, usual_lines
from partnerships.domain.shares import proportional_amount
from partnerships.models import FundingLine, Grant, Partnership, ProgrammeYear
from workflow import audit


@dataclass(frozen=True)
class Choice:
    """What somebody has decided about one grant; None leaves it to the rules. Another amount bears its reason."""

    line: FundingLine | None = None
    amount: int | None = None
    reason: str = ""


Key = tuple[int, int]  # a partnership and a year: for choices by number, for rows by key
NO_CHOICES: Mapping[Key, Choice] = {}


@dataclass
class GrantChanges:
    """What `recalculate` did: grants as they stand now, and those that were removed."""

    drafts: list[audit.Draft[Grant]]
    removed: list[Grant]


@transaction.atomic
def recalculate(
    *,
    partnerships: Iterable[Partnership],
    by: User | None,
    choices: Mapping[Key, Choice] = NO_CHOICES,
    only: int | None = None,
    refuse: bool = True,
) -> GrantChanges:
    """Creates, adjusts and removes the partnerships' grants by R2; an overridden amount is left alone.

    Unpaid instalments are cut to fit. A grant with money paid or an account is not removed: it becomes 0 kr.

    A new grant gets its line by `choices`, else by the rule in docs/figures.md. Years without a programme year get no
    grant until the year is opened; `only` leaves all other years alone. The number of queries does not grow with the
    partnerships. Raises `ValidationError` naming each line and year in which money is missing (R16), unless the caller
    does that (`refuse`).
    """
    rows = list(partnerships)
    prefetch_related_objects(rows, "participations__association")
    years = lock_years(_years_of(rows) if only is None else {only})
    stored = _stored(rows, years)
    money = lines_by_year(years)
    rooms: dict[int | None, Room] = {year.pk: Room(money.get(year.pk, [])) for year in years}
    for grant in stored.values():  # what stays is taken again when its line and amount are known
        rooms[grant.programme_year_id].take(grant.funding_line_id, -grant.amount)
    changes = _changes(rows, years, stored, choices)
    give_lines([draft.obj for draft in changes.drafts], rooms, usual=usual_lines(rows, only) if only else NO_LINES)
    cut_to_fit([draft.obj for draft in changes.drafts], changes.removed, by=by)
    audit.save_many(changes.drafts, by=by)
    audit.delete_many(changes.removed, by=by)
    if refuse:
        refuse_over_commitment(years)
    return changes


def _years_of(partnerships: list[Partnership]) -> set[int]:
    """The years that the partnerships touch, and those in which they have a grant."""
    had = Grant.objects.filter(partnership__in=partnerships).values_list("programme_year__year", flat=True)
    return {year for p in partnerships for year in range(p.start.year, p.end.year + 1)} | set(had)


def _stored(partnerships: list[Partnership], years: list[ProgrammeYear]) -> dict[Key, Grant]:
    """The partnerships' grants by the keys of partnership and programme year, locked."""
    rows = Grant.objects.filter(partnership__in=partnerships, programme_year__in=years).select_related("funding_line")
    return {(row.partnership_id, row.programme_year_id): row for row in rows.select_for_update(of=("self",))}


def _changes(
    partnerships: list[Partnership],
    years: list[ProgrammeYear],
    stored: Mapping[Key, Grant],
    choices: Mapping[Key, Choice],
) -> GrantChanges:
    """The grants that follow from the partnerships' periods, and those that no longer do; new ones without a line."""
    result = GrantChanges([], [])
    for partnership in partnerships:
        for year in years:
            grant = stored.get((partnership.pk, year.pk))
            months = months_begun(Period(partnership.start, partnership.end), year.year)
            if grant:
                grant.partnership, grant.programme_year = partnership, year
            if months:
                choice = choices.get((partnership.pk, year.year), Choice())
                new = grant or Grant(partnership=partnership, programme_year=year)
                result.drafts.append(_draft(new, months, choice))
            elif grant:
                result.removed.append(grant)
    kept = with_money(result.removed)
    result.drafts += [_emptied(grant) for grant in result.removed if grant.pk in kept]
    result.removed = [grant for grant in result.removed if grant.pk not in kept]
    return result


def _emptied(grant: Grant) -> audit.Draft[Grant]:
    """A grant of a year that the partnership no longer covers, kept for the money that was paid."""
    before = audit.snapshot(grant)
    grant.months, grant.amount, grant.override_reason = 0, 0, ""
    return audit.Draft(grant, before)


def _draft(grant: Grant, months: int, choice: Choice) -> audit.Draft[Grant]:
    before = audit.snapshot(grant) if grant.pk else None
    grant.months = months
    if choice.amount is not None:
        grant.amount, grant.override_reason = choice.amount, choice.reason
    elif not grant.override_reason:
        grant.amount = proportional_amount(grant.programme_year.default_grant, months)
    if choice.line:
        grant.funding_line = choice.line
    return audit.Draft(grant, before)


@transaction.atomic
def edit_grant(
    *,
    grant: Grant,
    line: FundingLine | None = None,
    amount: int | None = None,
    reason: str = "",
    by: User | None,
    based_on: int | None = None,
) -> Grant:
    """Moves a grant to another line and/or gives it another amount with its reason; no reason: the amount by R2.

    Raises `ValidationError` at `override_reason` for another amount without a reason, and naming the amount missing
    when the line has no room (R16).
    """
    year = lock_years([grant.programme_year.year])[0]
    if line is not None:
        grant.funding_line = line
    by_rule = proportional_amount(year.default_grant, grant.months)
    grant.override_reason = reason.strip()
    if not grant.override_reason:
        if amount not in {None, by_rule}:
            raise ValidationError({"override_reason": f"Skriv, hvorfor beløbet ikke er {kroner(by_rule)}"})
        grant.amount = by_rule
    elif amount is not None:
        grant.amount = amount
    refuse_line_without_money(grant.funding_line, year)
    cut_to_fit([grant], [], by=by)
    audit.save(grant, by=by, based_on=based_on)
    refuse_over_commitment([year])
    return grant


@transaction.atomic
def move_grant(*, grant: Grant, line: FundingLine, by: User | None, based_on: int | None = None) -> Grant:
    """Moves one grant to another line of its year; its amount stays. Errors as `edit_grant`."""
    year = lock_years([grant.programme_year.year])[0]
    refuse_line_without_money(line, year)
    grant.funding_line = line
    audit.save(grant, by=by, based_on=based_on)
    refuse_over_commitment([year])
    return grant


@transaction.atomic
def move_grants(*, grants: Iterable[Grant], line: FundingLine, by: User | None) -> list[Grant]:
    """Moves grants of one or more years to another line, all or none; amounts stay. Errors as `edit_grant`."""
    rows = list(grants)
    years = {year.pk: year for year in lock_years({grant.programme_year.year for grant in rows})}
    drafts = []
    for grant in rows:
        refuse_line_without_money(line, years[grant.programme_year_id])
        before = audit.snapshot(grant)
        grant.funding_line = line
        drafts.append(audit.Draft(grant, before))
    audit.save_many([draft for draft in drafts if draft.kind], by=by)
    refuse_over_commitment(years.values())
    return rows


def refuse_line_without_money(line: FundingLine, year: ProgrammeYear) -> None:
    """Raises `ValidationError` when the line has no amount in the year."""
    if not line.amounts.filter(programme_year=year).exists():
        raise ValidationError({"funding_line": no_money_text(line, year.year)}, code="no_money")
