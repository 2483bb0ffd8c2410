"""The demo's transfers of contact persons: one returned, one in force.

The workbook bears the periods as they are now, so that importing it again changes nothing; here stands what they are.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from partnerships.enums import TransferReason
from partnerships.models import ContactPerson, ContactTransfer, TransferredContact
from workflow import audit

DAY = timedelta(days=1)
METTE, YUSUF, SIGNE = (f"{name}@example.org" for name in ("mette.lindholt", "yusuf.erdal", "signe.brandbjerg"))


def seed() -> None:
    """Makes both once; again changes nothing."""
    _record(METTE, YUSUF, date(2021, 9, 1), TransferReason.LEAVE, returned_on=date(2022, 1, 1))
    _record(YUSUF, SIGNE, date(2023, 3, 1), TransferReason.LEAVE, planned_return=date(2023, 6, 1))


@transaction.atomic
def _record(
    away: str,
    to: str,
    start: date,
    reason: TransferReason,
    *,
    planned_return: date | None = None,
    returned_on: date | None = None,
) -> None:
    taken = list(
        ContactPerson.objects.filter(consultant__email=to, start=start).select_related("association").order_by("pk")
    )
    users = {user.email: user for user in User.objects.filter(email__in=[away, to])}
    if not taken or len(users) != len({away, to}) or ContactTransfer.objects.filter(start=start).exists():
        return
    transfer = ContactTransfer(
        from_consultant=users[away],
        to_consultant=users[to],
        start=start,
        planned_return=planned_return,
        reason=reason,
        made_by=users[away],
        made_on=start - 10 * DAY,
        returned_on=returned_on,
        returned_by=users[away] if returned_on else None,
    )
    transfer.full_clean()
    transfer.save()
    TransferredContact.objects.bulk_create(_rows(transfer, taken))
    audit.trace_many([audit.Draft(transfer, before=None)], by=users[away])


def _rows(transfer: ContactTransfer, taken: Sequence[ContactPerson]) -> list[TransferredContact]:
    before = ContactPerson.objects.filter(consultant=transfer.from_consultant, end=transfer.start - DAY)
    previous = {row.association_id: row for row in before}
    return [
        TransferredContact(
            transfer=transfer,
            association=contact.association,
            contact=contact,
            previous=previous.get(contact.association_id),
            start=contact.start,
            end=None if transfer.returned_on else contact.end,
        )
        for contact in taken
    ]
