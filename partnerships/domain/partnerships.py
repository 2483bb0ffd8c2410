"""A partnership's life (R1): created, extended, ended early; associations join and leave; wrong dates put right.

Every function takes the decision behind it, locks the partnership, lets the grants follow (R2) under the locks of the
years, and gives a `Change` that tells what it did. Doing the very same again changes nothing and says so. All dates
are inclusive. Raises `ValidationError`, keyed by field where it is about one; `RefusedChange` when money is missing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission
from associations.models import Association
from core import clock
from core.formats import date_text, period_text
from core.periods import Period
from partnerships.domain.changes import Change, Standing, repeated, settle
from partnerships.domain.periods import default_end
from partnerships.enums import DecisionKind
from partnerships.models import Decision, Extension, Participation, Partnership
from workflow import audit


@dataclass(frozen=True)
class Decided:
    """The decision behind a change: the day, who (a committee and its meeting, say), and why."""

    on: date
    by: str
    reason: str


@dataclass(frozen=True)
class Member:
    """An association with its own period in a partnership; None: the partnership's own first or last day."""

    association: Association
    start: date | None = None
    end: date | None = None


@transaction.atomic
def create_partnership(
    *, start: date, end: date | None, members: Sequence[Member], decided: Decided, by: User
) -> Change:
    """A new partnership with its associations; four years when `end` is None."""
    check_decided(decided)
    last = end or default_end(start)
    if last < start:
        raise ValidationError({"end": "Slutdatoen skal være samme dag som startdatoen eller senere."})
    lock_associations([member.association for member in members], by=by)
    partnership = Partnership(
        start=start, first_end=last, end=last, decided_on=decided.on, decided_by=decided.by, reason=decided.reason
    )
    rows = [
        Participation(association=one.association, start=one.start or start, end=one.end or last) for one in members
    ]
    known = _same_partnership(partnership, rows)
    if known:
        return repeated(known)
    for row in rows:
        check_inside(row, Period(start, last))
    check_no_overlap(rows)
    partnership.full_clean()
    audit.write_many([audit.Draft(partnership, None)])
    for row in rows:
        row.partnership = partnership
        row.full_clean()
    drafts = [audit.Draft(row, None) for row in rows]
    audit.write_many(drafts)
    audit.trace_many([audit.Draft(partnership, None), *drafts], by=by)
    return settle(partnership, standing=Standing(), by=by)


def _same_partnership(new: Partnership, rows: Sequence[Participation]) -> Partnership | None:
    """A partnership that somebody has just created with the same decision, dates and associations."""
    same = {"start": new.start, "first_end": new.first_end, "end": new.end, "decided_on": new.decided_on}
    texts = {"decided_by": new.decided_by, "reason": new.reason}
    for known in Partnership.objects.filter(**same, **texts).order_by("pk"):
        have = {(row.association_id, row.start, row.end) for row in known.participations.all()}
        if have == {(row.association_id, row.start, row.end) for row in rows}:
            return known
    return None


@transaction.atomic
def extend(*, partnership: Partnership, new_end: date, decided: Decided, by: User) -> Change:
    """A later last day. Associations that take part to the end go on with it; the others keep their own last day."""
    check_decided(decided)
    locked = lock_partnership(partnership, by=by)
    own = {"decided_on": decided.on, "decided_by": decided.by, "reason": decided.reason}
    if locked.extensions.filter(new_end=new_end, **own).exists():
        return repeated(locked)
    if locked.ended_early_on:
        raise ValidationError(
            f"Partnerskabet er besluttet afsluttet før tid den {date_text(locked.end)} og kan ikke forlænges. "
            "Er det en fejl, så brug »Ret datoer«."
        )
    if new_end <= locked.end:
        text = f"Partnerskabet slutter allerede {date_text(locked.end)}. Skriv en senere dato."
        raise ValidationError({"new_end": text})
    standing = Standing.of(locked)
    rows = [row for row in locked.participations.select_related("association") if row.end == locked.end]
    lock_associations([row.association for row in rows], by=by)
    extension = Extension(partnership=locked, previous_end=locked.end, new_end=new_end, **own)
    locked.end = new_end
    for row in rows:
        row.end = new_end
    check_no_overlap(rows, field="new_end")
    audit.save(extension, by=by)
    save_dates(locked, rows, by=by)
    return settle(locked, standing=standing, by=by)


@transaction.atomic
def end_early(*, partnership: Partnership, last_day: date, decided: Decided, by: User) -> Change:
    """An earlier last day. Associations that would go on longer end with it; those not yet begun never take part."""
    check_decided(decided)
    locked = lock_partnership(partnership, by=by)
    own = {"ended_early_on": decided.on, "end_decided_by": decided.by, "end_reason": decided.reason}
    if locked.end == last_day and all(getattr(locked, name) == value for name, value in own.items()):
        return repeated(locked)
    if not locked.start <= last_day < locked.end:
        whole = period_text(locked.start, locked.end)
        raise ValidationError({"last_day": f"Skriv en dag inden for partnerskabets periode ({whole}), før den sidste."})
    standing = Standing.of(locked)
    rows = list(locked.participations.select_related("association"))
    gone = [row for row in rows if row.start > last_day]
    if len(gone) == len(rows):
        raise ValidationError({"last_day": "Den dag er ingen forening begyndt endnu. Skriv en senere dag."})
    changed = [row for row in rows if row.end > last_day and row not in gone]
    for row in gone:
        audit.delete(row, by=by)
    for row in changed:
        row.end = last_day
    locked.end = last_day
    for name, value in own.items():
        setattr(locked, name, value)
    save_dates(locked, changed, by=by)
    return settle(locked, standing=standing, by=by)


@transaction.atomic
def add_participation(*, partnership: Partnership, member: Member, decided: Decided, by: User) -> Change:
    """One more association in the partnership, with its own period inside it."""
    check_decided(decided)
    locked = lock_partnership(partnership, by=by)
    lock_associations([member.association], by=by)
    row = Participation(
        partnership=locked,
        association=member.association,
        start=member.start or locked.start,
        end=member.end or locked.end,
    )
    what = f"{member.association.name} er med {period_text(row.start, row.end)}."
    decision = decision_of(locked, DecisionKind.JOINED, member.association, what, decided)
    same = {"association": row.association, "start": row.start, "end": row.end}
    if locked.participations.filter(**same).exists() and is_recorded(decision):
        return repeated(locked)
    standing = Standing.of(locked)
    check_inside(row, Period(locked.start, locked.end))
    check_no_overlap([row])
    audit.save(row, by=by)
    audit.save(decision, by=by)
    return settle(locked, standing=standing, by=by)


@transaction.atomic
def end_participation(*, participation: Participation, last_day: date, decided: Decided, by: User) -> Change:
    """An association leaves a shared partnership, which goes on with the others."""
    check_decided(decided)
    locked = lock_partnership(participation.partnership, by=by)
    row = locked.participations.select_related("association").get(pk=participation.pk)
    what = f"{row.association.name} er med til og med {date_text(last_day)}."
    decision = decision_of(locked, DecisionKind.LEFT, row.association, what, decided)
    if row.end == last_day and is_recorded(decision):
        return repeated(locked)
    if not row.start <= last_day < row.end:
        whole = period_text(row.start, row.end)
        raise ValidationError({"last_day": f"Skriv en dag inden for foreningens periode ({whole}), før den sidste."})
    others = locked.participations.exclude(association=row.association)
    if not others.filter(end__gt=last_day).exists():
        text = "Ingen anden forening er med derefter. Afslut hele partnerskabet i stedet for."
        raise ValidationError({"last_day": text})
    standing = Standing.of(locked)
    row.end = last_day
    audit.save(row, by=by)
    audit.save(decision, by=by)
    return settle(locked, standing=standing, by=by)


# --- What all of them share ------------------------------------------------------------------------------------------


def check_decided(decided: Decided) -> None:
    """Nobody decides tomorrow. The texts are the models' own to check."""
    if decided.on > clock.today():
        raise ValidationError({"decided_on": f"Skriv en dag, der senest er i dag, {date_text(clock.today())}."})


def lock_partnership(partnership: Partnership, *, by: User) -> Partnership:
    """The partnership as it stands, locked until the transaction ends. A consultant never changes the own club's."""
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not has_permission(by, Permission.EDIT_PARTNERSHIPS, locked):
        raise ValidationError("Du er selv ansat eller i bestyrelsen. Lad en anden konsulent gøre det (R19).")
    return locked


def lock_associations(associations: Collection[Association], *, by: User) -> None:
    """Locks the associations, always in the same order: so two agreements of one club wait for each other."""
    for association in associations:
        if not has_permission(by, Permission.EDIT_PARTNERSHIPS, association):
            raise ValidationError(
                f"Du er selv ansat eller i bestyrelsen i {association.name}. Lad en anden konsulent gøre det."
            )
    keys = [association.pk for association in associations]
    list(Association.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def check_inside(row: Participation, whole: Period, *, field: str = "") -> None:
    """The association's own period lies inside the partnership's."""
    if not whole.start <= row.start <= row.end <= whole.end:
        text = (
            f"{row.association.name} skal have en periode inden for partnerskabets, "
            f"som er {period_text(whole.start, whole.end)}."
        )
        raise ValidationError({field: text} if field else text)


def check_no_overlap(rows: Sequence[Participation], *, field: str = "") -> None:
    """One association never has two agreements at once; the refusal names the other one (R1)."""
    taken: list[Participation] = []
    for row in rows:
        text = ""
        others = Participation.objects.filter(association=row.association, start__lte=row.end, end__gte=row.start)
        other = others.exclude(pk__in=[one.pk for one in rows if one.pk]).order_by("start").first()
        if other:
            text = f"{row.association.name} har allerede et socialt partnerskab {period_text(other.start, other.end)}"
            shared = other.partnership.participations.exclude(association=row.association).select_related("association")
            names = [one.association.name for one in shared]
            text += f" sammen med {' og '.join(names)}." if names else "."
        elif any(one.association_id == row.association_id and _share_days(one, row) for one in taken):
            text = f"{row.association.name} står to gange. Vælg hver forening én gang."
        if text:
            raise ValidationError({field: text} if field else text)
        taken.append(row)


def _share_days(first: Participation, second: Participation) -> bool:
    return first.start <= second.end and second.start <= first.end


def save_dates(partnership: Partnership, rows: Sequence[Participation], *, by: User) -> None:
    """Saves the partnership's new dates and its associations'."""
    audit.save(partnership, by=by)
    for row in rows:
        row.partnership = partnership
        audit.save(row, by=by)


def decision_of(
    partnership: Partnership, kind: DecisionKind, association: Association | None, what: str, decided: Decided
) -> Decision:
    """The decision as a record, not yet saved."""
    return Decision(
        partnership=partnership,
        kind=kind,
        association=association,
        what=what,
        decided_on=decided.on,
        decided_by=decided.by,
        reason=decided.reason,
    )


def is_recorded(decision: Decision) -> bool:
    """Whether the same decision has been recorded already."""
    names = ("partnership", "kind", "association", "what", "decided_on", "decided_by", "reason")
    return Decision.objects.filter(**{name: getattr(decision, name) for name in names}).exists()
