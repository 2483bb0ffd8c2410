"""Seats on an association's board (R19). All dates are inclusive.

Every function locks the association first; the constraints stand behind: one chair at a time, nobody twice in a seat.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from associations.domain.locking import lock_association
from associations.domain.people import Named, person_for
from associations.domain.removal import refuse_bound, remove
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Person
from core.formats import date_text
from core.periods import DAY
from workflow import audit


@transaction.atomic
def add_member(
    *,
    association: Association,
    who: Person | Named,
    role: str,
    start: date,
    by: User | None,
    end: date | None = None,
    replaces: BoardMember | None = None,
) -> BoardMember:
    """A known or new person takes a seat. Who is replaced leaves the day before; a new chair always replaces the old.

    Somebody who sits as a member and becomes chair or treasurer leaves the member's seat the day before. Raises
    `ValidationError` like the constraints.
    """
    lock_association(association)
    person = person_for(who, association=association, by=by)
    seats = BoardMember.objects.filter(Q(end=None) | Q(end__gte=start), association=association, start__lte=start)
    seats = seats.select_related("person", "association")
    leaving = [replaces] if replaces else []
    if role == BoardRole.CHAIR:
        leaving += seats.filter(role=BoardRole.CHAIR)
    if role != BoardRole.MEMBER:
        leaving += seats.filter(role=BoardRole.MEMBER, person=person)
    for seat in {seat.pk: seat for seat in leaving}.values():
        _leave_before(seat, start, by)
    return audit.save(BoardMember(association=association, person=person, role=role, start=start, end=end), by=by)


def _leave_before(seat: BoardMember, start: date, by: User | None) -> None:
    if seat.end and seat.end < start:
        return
    if seat.start >= start:
        raise ValidationError(
            {
                "start": f"{seat.person.name} er {seat.get_role_display().lower()} fra {date_text(seat.start)}. "
                "Vælg en senere dag, eller ret den post i stedet."
            },
            code="not_before",
        )
    seat.end = start - DAY
    audit.save(seat, by=by)


@transaction.atomic
def edit_member(*, seat: BoardMember, by: User | None, based_on: int | None = None) -> BoardMember:
    """Saves corrected values of a seat. Raises `ValidationError` like the constraints."""
    lock_association(seat.association)
    return audit.save(seat, by=by, based_on=based_on)


@transaction.atomic
def end_seat(*, seat: BoardMember, end: date, by: User | None, based_on: int | None = None) -> BoardMember:
    """The seat's last day; access ends the day after."""
    lock_association(seat.association)
    seat.end = end
    return audit.save(seat, by=by, based_on=based_on)


@transaction.atomic
def delete_member(*, seat: BoardMember, by: User | None) -> None:
    """Removes a row that should never have been there. Raises `ValidationError` when something hangs on it."""
    lock_association(seat.association)
    refuse_bound(seat)
    remove(seat, by=by)
