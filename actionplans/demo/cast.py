"""Who acted for the demo's clubs and for KFF on a day of the past, as employments, boards and contact persons say."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from associations.enums import BoardRole
from associations.models import BoardMember, Employment
from partnerships.models import ContactPerson


@dataclass(frozen=True)
class Cast:
    """The people of one association through the years; None where nobody of them has an account."""

    employments: list[Employment]
    board: list[BoardMember]
    contacts: list[ContactPerson]

    def writer(self, day: date) -> User | None:
        """The resource person on the day, else the chair."""
        found = (row.person.user for row in self.employments if row.is_primary_contact and _covers(row, day))
        return next(found, None) or self.chair(day)

    def chair(self, day: date) -> User | None:
        """The chair on the day, else of today."""
        chairs = [row for row in self.board if row.role == BoardRole.CHAIR]
        rows = [row for row in chairs if _covers(row, day)] or chairs
        return next((row.person.user for row in rows), None)

    def consultant(self, day: date) -> User | None:
        """The contact person on the day, else the first one ever."""
        rows = [row for row in self.contacts if _covers(row, day)] or self.contacts
        return next((row.consultant for row in rows), None)


def _covers(row: Employment | BoardMember | ContactPerson, day: date) -> bool:
    return row.start <= day and (row.end is None or day <= row.end)


def casts(association_ids: list[int]) -> dict[int, Cast]:
    """The people of each association; three queries."""
    found = {pk: Cast([], [], []) for pk in association_ids}
    people = "person__user"
    for post in Employment.objects.filter(association__in=found).select_related(people).order_by("start", "pk"):
        found[post.association_id].employments.append(post)
    for seat in BoardMember.objects.filter(association__in=found).select_related(people).order_by("start", "pk"):
        found[seat.association_id].board.append(seat)
    contacts = ContactPerson.objects.filter(association__in=found).select_related("consultant")
    for contact in contacts.order_by("start", "pk"):
        found[contact.association_id].contacts.append(contact)
    return found
