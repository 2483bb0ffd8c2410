"""Funding lines as administrators keep them (R15a): the line, its amount of each year, its condition.

Nothing may leave a line with less than what is committed and reserved on it (R16).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import clock
from core.formats import date_text, kroner, period_text
from partnerships.domain.funding import lines_by_year, lock_years, proposed_amount, refuse_over_commitment
from partnerships.models import FundingAmount, FundingLine, ProgrammeYear
from workflow import audit


def _years_of(line: FundingLine) -> list[ProgrammeYear]:
    """The years in which the line has an amount, locked with the line."""
    if line.pk is None:
        return []
    numbers = FundingAmount.objects.filter(funding_line=line).values_list("programme_year__year", flat=True)
    return lock_years(numbers, also=line)


@transaction.atomic
def save_line(*, line: FundingLine, by: User | None, based_on: int | None = None) -> FundingLine:
    """Creates or changes a line; an amount that followed the old span and yearly amount follows the new ones.

    Raises `ValidationError` at `start` or `end` when a year with an amount falls outside, and naming the amount missing
    when less is left than what is committed (R16).
    """
    years = _years_of(line)
    before = FundingLine.objects.get(pk=line.pk) if line.pk else None
    entries = list(FundingAmount.objects.filter(funding_line=line).select_related("programme_year")) if before else []
    _refuse_outside(line, entries)
    if not line.conditional:
        line.condition, line.confirmed_on, line.confirmed_by = "", None, ""
    saved = audit.save(line, by=by, based_on=based_on)
    for entry in entries:
        year = entry.programme_year.year
        proposed = proposed_amount(saved, year)
        if before and proposed is not None and entry.amount == proposed_amount(before, year):
            entry.funding_line, entry.amount = saved, proposed
            audit.save(entry, by=by)
    refuse_over_commitment(years)
    return saved


def _refuse_outside(line: FundingLine, entries: list[FundingAmount]) -> None:
    outside = sorted(entry.programme_year.year for entry in entries if not line.months_in(entry.programme_year.year))
    if outside:
        field = "start" if outside[0] < line.start.year else "end"
        names = ", ".join(map(str, outside))
        raise ValidationError({field: f"Bevillingen har penge i {names}. Fjern beløbet først, eller ret datoen."})


def delete_blockers(line: FundingLine) -> list[str]:
    """Why the line cannot be deleted."""
    years = ", ".join(str(entry.programme_year.year) for entry in line.amounts.select_related("programme_year"))
    return [f"Bevillingen har penge i {years}. Fjern beløbene først."] if years else []


@transaction.atomic
def delete_line(*, line: FundingLine, by: User | None) -> None:
    """Deletes a line that never had money. Raises `ValidationError` with the blockers."""
    lock_years((), also=line)
    _refuse(delete_blockers(line))
    audit.delete(line, by=by)


@transaction.atomic
def confirm_line(
    *, line: FundingLine, confirmed_on: date | None, confirmed_by: str, by: User | None, based_on: int | None = None
) -> FundingLine:
    """The condition is met: from now on the money counts. Raises `ValidationError` at the field that is wrong."""
    _years_of(line)
    if not line.conditional:
        raise ValidationError("Bevillingen er ikke betinget, så der er ikke noget at bekræfte.")
    if confirmed_on and confirmed_on > clock.today():
        raise ValidationError({"confirmed_on": f"Skriv en dag til og med i dag, {date_text(clock.today())}."})
    if not confirmed_on or not confirmed_by.strip():
        field = "confirmed_by" if confirmed_on else "confirmed_on"
        raise ValidationError({field: "Skriv både, hvornår bevillingen er bekræftet, og af hvem."})
    line.confirmed_on, line.confirmed_by = confirmed_on, confirmed_by.strip()
    return audit.save(line, by=by, based_on=based_on)


def unconfirm_blockers(line: FundingLine) -> list[str]:
    """Why the confirmation cannot be taken back: what depends on it, year by year."""
    if not line.conditional or line.confirmed_on is None:
        return ["Bevillingen er ikke bekræftet."]
    years = ProgrammeYear.objects.filter(funding_amounts__funding_line=line)
    rows = [row for rows in lines_by_year(years).values() for row in rows if row.line.pk == line.pk]
    return [
        f"I {row.entry.programme_year.year} er der givet tilsagn om {kroner(row.committed)}, og {kroner(row.reserved)} "
        "er reserveret. Flyt det til en anden bevilling først."
        for row in rows
        if row.committed or row.reserved
    ]


@transaction.atomic
def unconfirm_line(*, line: FundingLine, by: User | None) -> FundingLine:
    """Takes a confirmation back, when nothing depends on it. Raises `ValidationError` with the blockers."""
    _years_of(line)
    line.refresh_from_db()
    _refuse(unconfirm_blockers(line))
    line.confirmed_on, line.confirmed_by = None, ""
    return audit.save(line, by=by)


# --- A line's amount of a year -------------------------------------------------------------------------------------


@transaction.atomic
def set_amount(*, entry: FundingAmount, by: User | None, based_on: int | None = None) -> FundingAmount:
    """Creates or changes what the line brings in the year; another amount than its months give bears its reason.

    Raises `ValidationError` at the field that is wrong, and naming the amount missing when it is less than what is
    committed and reserved (R16).
    """
    line, year = entry.funding_line, entry.programme_year
    lock_years([year.year], also=line)
    if not line.months_in(year.year):
        raise ValidationError(outside_text(line, year.year))
    settle_reason(entry)
    saved = audit.save(entry, by=by, based_on=based_on)
    refuse_over_commitment([year])
    return saved


def outside_text(line: FundingLine, year: int) -> str:
    """That the line has no money in the year because its span does not reach it."""
    return f"Bevillingen gælder {period_text(line.start, line.end)} og har ingen penge i {year}."


def settle_reason(entry: FundingAmount) -> None:
    """Asks for a reason exactly when the amount is another than the line's months give."""
    proposed = proposed_amount(entry.funding_line, entry.programme_year.year)
    entry.override_reason = entry.override_reason.strip()
    if proposed is None or entry.amount is None:
        return
    if entry.amount == proposed:
        entry.override_reason = ""
    elif not entry.override_reason:
        raise ValidationError({"override_reason": f"Skriv, hvorfor beløbet ikke er {kroner(proposed)}"})


def remove_blockers(entry: FundingAmount) -> list[str]:
    """Why the line's year cannot be taken away: what stands on it."""
    rows = lines_by_year([entry.programme_year])[entry.programme_year.pk]
    row = next(row for row in rows if row.entry.pk == entry.pk)
    has_grants = entry.funding_line.grants.filter(programme_year=entry.programme_year).exists()
    reasons = []
    if has_grants:
        reasons.append(f"Der er givet tilsagn om {kroner(row.committed)} i året. Flyt tilskuddene først.")
    if row.reserved:
        reasons.append(f"Der er reserveret {kroner(row.reserved)} i året. Frigiv posterne først.")
    return reasons


@transaction.atomic
def remove_amount(*, entry: FundingAmount, by: User | None) -> None:
    """Takes the line's year away. Raises `ValidationError` with the blockers."""
    lock_years([entry.programme_year.year], also=entry.funding_line)
    _refuse(remove_blockers(entry))
    audit.delete(entry, by=by)


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ValidationError(reasons, code="blocked")
