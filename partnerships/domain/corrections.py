"""Wrong dates of a partnership put right, with the reason (R1), on the terms of `partnerships.domain.partnerships`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.models import User
from core.formats import date_text, period_text
from core.periods import Period
from partnerships.domain.changes import Change, Standing, repeated, settle
from partnerships.domain.partnerships import (
    Decided,
    check_decided,
    check_inside,
    check_no_overlap,
    decision_of,
    lock_associations,
    lock_partnership,
)
from partnerships.enums import DecisionKind
from partnerships.models import Decision, Extension, Participation, Partnership
from workflow import audit
from workflow.models import AuditEvent


@dataclass(frozen=True)
class Dates:
    """The dates as they should be. What is not named stays; an extension that is None has never been.

    `early_end` counts only for a partnership that was ended early; None: it was not.
    """

    start: date
    first_end: date
    early_end: date | None = None
    extensions: Mapping[int, date | None] = field(default_factory=dict)
    members: Mapping[int, tuple[date, date]] = field(default_factory=dict)


def events_about(partnership: Partnership) -> QuerySet[AuditEvent]:
    """The trace of the partnership, its associations' periods and its extensions, the oldest first."""
    about = Q(model=Partnership._meta.label_lower, object_id=partnership.pk)
    for model in (Participation, Extension):
        keys = model._default_manager.filter(partnership=partnership).values("pk")
        about |= Q(model=model._meta.label_lower, object_id__in=keys)
    return AuditEvent.objects.filter(about).order_by("pk")


def mark_of(partnership: Partnership) -> int:
    """What a correction is based on: the key of the last event about the partnership's dates."""
    return events_about(partnership).aggregate(latest=Max("pk"))["latest"] or 0


@transaction.atomic
def correct_dates(*, partnership: Partnership, dates: Dates, based_on: int, decided: Decided, by: User) -> Change:
    """Puts the dates right. An association's first or last day that was the partnership's own follows it.

    `based_on` is the `mark_of` that the editor saw: refused when somebody has changed a date since.
    """
    check_decided(decided)
    locked = lock_partnership(partnership, by=by)
    standing = Standing.of(locked)
    extensions = list(locked.extensions.order_by("new_end", "pk"))
    rows = list(locked.participations.select_related("association").order_by("pk"))
    lock_associations([row.association for row in rows], by=by)
    what = _differences(locked, extensions, rows, dates)
    if not what:
        return _nothing_to_correct(locked, decided)
    _refuse_stale(locked, based_on)
    removed = _put_right(locked, extensions, rows, dates)
    for row in rows:
        check_inside(row, Period(locked.start, locked.end))
    check_no_overlap(rows)
    for extension in extensions:
        extension.partnership = locked
    for row in rows:
        row.partnership = locked
    for extension in removed:
        audit.delete(extension, by=by)
    for record in (locked, *(one for one in extensions if one not in removed), *rows):
        audit.save(record, by=by)
    audit.save(decision_of(locked, DecisionKind.CORRECTED, None, " ".join(what), decided), by=by)
    return settle(locked, standing=standing, by=by)


def _nothing_to_correct(partnership: Partnership, decided: Decided) -> Change:
    own = {"decided_on": decided.on, "decided_by": decided.by, "reason": decided.reason}
    last = Decision.objects.filter(partnership=partnership).order_by("pk").last()
    if last and last.kind == DecisionKind.CORRECTED and all(getattr(last, k) == v for k, v in own.items()):
        return repeated(partnership)
    raise ValidationError("Du har ikke ændret nogen dato.")


def _refuse_stale(partnership: Partnership, based_on: int) -> None:
    since = list(events_about(partnership).filter(pk__gt=based_on))
    if not since:
        return
    changes = [f"{one.label}: {one.before or 'ingenting'} → {one.after}" for e in since for one in audit.described(e)]
    raise ValidationError(
        f"{since[-1].actor_name} har ændret partnerskabet, mens du skrev ({'; '.join(changes)}). "
        "Se datoerne igennem, og prøv igen.",
        code="stale",
    )


def _differences(
    partnership: Partnership, extensions: list[Extension], rows: list[Participation], dates: Dates
) -> list[str]:
    """What is corrected, a Danish sentence for each date."""
    found = []
    pairs: list[tuple[str, date, date | None]] = [
        ("Startdato", partnership.start, dates.start),
        ("Første aftale til", partnership.first_end, dates.first_end),
    ]
    if partnership.ended_early_on:
        pairs.append(("Afsluttet før tid", partnership.end, dates.early_end))
    pairs += [("Forlængelse til", one.new_end, dates.extensions.get(one.pk, one.new_end)) for one in extensions]
    for label, before, after in pairs:
        if before != after:
            found.append(f"{label}: {date_text(before)} → {'gælder ikke' if after is None else date_text(after)}.")
    for row in rows:
        start, end = dates.members.get(row.pk, (row.start, row.end))
        if (start, end) != (row.start, row.end):
            found.append(f"{row.association.name}: {period_text(row.start, row.end)} → {period_text(start, end)}.")
    return found


def _put_right(
    partnership: Partnership, extensions: list[Extension], rows: list[Participation], dates: Dates
) -> list[Extension]:
    """Sets the dates on the objects; gives the extensions that have never been."""
    if dates.first_end < dates.start:
        raise ValidationError({"first_end": "Slutdatoen skal være samme dag som startdatoen eller senere."})
    old = Period(partnership.start, partnership.end)
    partnership.start, partnership.first_end = dates.start, dates.first_end
    end, removed = dates.first_end, []
    for extension in extensions:
        new_end = dates.extensions.get(extension.pk, extension.new_end)
        if new_end is None:
            removed.append(extension)
            continue
        if new_end <= end:
            raise ValidationError(f"En forlængelse skal slutte senere end aftalen før, som slutter {date_text(end)}.")
        extension.previous_end, extension.new_end = end, new_end
        end = new_end
    _set_end(partnership, end, dates)
    for row in rows:
        start, last = dates.members.get(row.pk, (row.start, row.end))
        row.start = partnership.start if start == row.start == old.start else start
        row.end = partnership.end if last == row.end == old.end else last
        if row.end < row.start:
            raise ValidationError(f"Slutdatoen for {row.association.name} ligger før startdatoen. Ret en af dem.")
    return removed


def _set_end(partnership: Partnership, agreed: date, dates: Dates) -> None:
    if partnership.ended_early_on and dates.early_end:
        if not partnership.start <= dates.early_end <= agreed:
            whole = period_text(partnership.start, agreed)
            raise ValidationError(f"Partnerskabet kan kun slutte før tid inden for aftalens periode ({whole}).")
        partnership.end = dates.early_end
        return
    partnership.end = agreed
    partnership.ended_early_on, partnership.end_reason, partnership.end_decided_by = None, "", ""
