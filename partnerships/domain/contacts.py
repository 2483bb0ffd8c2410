"""Who is the association's contact person: one association at a time, and a period taken over by a colleague.

Every change of contact persons locks the associations it is about, in the order of their keys: two at once follow each
other, and the second finds what the first has left. The database holds that there is at most one at a time.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.enums import Permission, StaffRole
from accounts.models import User
from accounts.permissions import association_roles, has_permission
from associations.models import Association
from core.formats import date_text
from core.periods import DAY
from partnerships.models import ContactPerson
from workflow import audit


class StalePlanError(Exception):
    """The contact persons have changed since the page that was agreed to was drawn."""


def active_consultants() -> QuerySet[User]:
    """Those who can become somebody's contact person, in Danish order."""
    return User.objects.filter(is_active=True, staff_role=StaffRole.CONSULTANT)


def takeover_blockers(association: Association, *, consultant: User, by: User | None) -> list[str]:
    """Why the consultant cannot become the association's contact person by this user, in words for the page (R19)."""
    if by is not None and not has_permission(by, Permission.TRANSFER_CONTACTS, association):
        return ["Du er selv med i foreningen. Bed en kollega om at skifte kontaktpersonen."]
    if not consultant.is_active or consultant.staff_role != StaffRole.CONSULTANT:
        return [f"{consultant} er ikke længere konsulent."]
    if association.pk in association_roles(consultant):
        return [f"{consultant} er selv med i foreningen og kan derfor ikke være dens kontaktperson."]
    return []


def fingerprint(rows: Iterable[ContactPerson], *more: object) -> str:
    """What a page was drawn from, in few letters: other rows or other words give others."""
    parts = [(row.pk, row.association_id, row.consultant_id, row.start, row.end) for row in rows]
    return hashlib.sha256(repr((parts, more)).encode()).hexdigest()[:32]


def lock_associations(ids: Collection[int]) -> None:
    """Holds the associations until the transaction ends."""
    rows = Association.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


def contacts_of(association: Association) -> list[ContactPerson]:
    """The association's contact persons with their users, the oldest first."""
    return list(association.contact_persons.select_related("consultant", "association").order_by("start", "pk"))


def contact_mark(association: Association) -> str:
    """What a change of the association's contact person is based on."""
    return fingerprint(contacts_of(association))


def take_over(row: ContactPerson, *, consultant: User, start: date, by: User | None) -> ContactPerson:
    """Gives the rest of a period, from `start` on, to another consultant; a period that has not begun goes whole.

    Returns the period that the consultant now has. The caller has locked the association.
    """
    if row.start >= start:
        row.consultant = consultant
        return audit.save(row, by=by)
    rest = ContactPerson(association=row.association, consultant=consultant, start=start, end=row.end)
    row.end = start - DAY
    audit.save(row, by=by)
    return audit.save(rest, by=by)


@transaction.atomic
def assign_contact(
    *, association: Association, consultant: User, start: date, by: User | None, mark: str | None = None
) -> ContactPerson:
    """Makes the consultant the association's contact person from `start` on; who it was until then ends the day before.

    Where nobody is on that day, the period lasts until the next one begins. `mark` is the `contact_mark` that the page
    was drawn from. Raises `ValidationError`, `StalePlanError`.
    """
    lock_associations([association.pk])
    rows = contacts_of(association)
    if mark is not None and mark != fingerprint(rows):
        raise StalePlanError
    for reason in takeover_blockers(association, consultant=consultant, by=by):
        raise ValidationError({"consultant": reason})
    held = next((row for row in rows if row.start <= start and (row.end is None or row.end >= start)), None)
    if held is None:
        later = min((row.start for row in rows if row.start > start), default=None)
        end = later - DAY if later else None
        new = ContactPerson(association=association, consultant=consultant, start=start, end=end)
        return audit.save(new, by=by)
    if held.consultant_id == consultant.pk:
        raise ValidationError({"consultant": f"{consultant} er allerede kontaktperson {date_text(start)}."})
    return take_over(held, consultant=consultant, start=start, by=by)


def held_from(consultant: User, *, first: date) -> QuerySet[ContactPerson]:
    """The consultant's periods that reach `first` or later, by association in Danish order."""
    rows = ContactPerson.objects.filter(Q(end=None) | Q(end__gte=first), consultant=consultant)
    return rows.select_related("association", "consultant").order_by("association__sort_key", "start", "pk")
