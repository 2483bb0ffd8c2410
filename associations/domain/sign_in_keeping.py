"""What invitations and changes of address hold on a person, and how long they are kept (R20).

Here and not in `accounts`, because the trace of what goes is cleaned by `workflow`, which lies above that room.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import EmailChange, Invitation, User
from core.formats import date_text, plural
from core.periods import years_after
from core.registry import Expired, Held, Subject
from workflow import audit


def held(subject: Subject) -> Iterator[Held]:
    """The invitations of the user, and the changes of their address."""
    if subject.user_id is None:
        return
    invitations = tuple(_invitation_line(row) for row in Invitation.objects.filter(user=subject.user_id))
    if invitations:
        yield Held("Invitationer", invitations)
    changes = tuple(_change_line(row) for row in EmailChange.objects.filter(user=subject.user_id))
    if changes:
        yield Held("Skift af e-mailadresse", changes)


@transaction.atomic
def erase(subject: Subject, by: User | None) -> None:
    """All of it goes, open links too; the trace keeps that something was there."""
    if subject.user_id is not None:
        audit.forget_many(list(Invitation.objects.filter(user=subject.user_id)), by=by)
        audit.forget_many(list(EmailChange.objects.filter(user=subject.user_id)), by=by)


def identifiers(subject: Subject) -> Iterator[str]:
    """The addresses that mails were sent to, before and after a change."""
    if subject.user_id is not None:
        yield from Invitation.objects.filter(user=subject.user_id).values_list("email", flat=True)
        for addresses in EmailChange.objects.filter(user=subject.user_id).values_list("old_email", "new_email"):
            yield from addresses


def expired_invitations(years: int, day: date) -> Iterable[Expired]:
    """Invitations that ended (accepted, taken back, or out of time) longer ago than the retention period."""
    return _expired(_ended(Invitation.objects.all(), "accepted_at", "revoked_at"), years, day)


def expired_changes(years: int, day: date) -> Iterable[Expired]:
    """The same for changes of address: confirmed, dropped, or out of time."""
    return _expired(_ended(EmailChange.objects.all(), "confirmed_at", "cancelled_at"), years, day)


@transaction.atomic
def forget_invitations(ids: Collection[int], by: User | None) -> None:
    """Deletes them; the trace says so, but no longer to whom they went."""
    audit.forget_many(list(Invitation.objects.select_for_update().filter(pk__in=ids)), by=by)


@transaction.atomic
def forget_changes(ids: Collection[int], by: User | None) -> None:
    """Deletes them; the trace says so, but no longer which addresses they held."""
    audit.forget_many(list(EmailChange.objects.select_for_update().filter(pk__in=ids)), by=by)


def _ended(rows: QuerySet[Any], *closing: str) -> QuerySet[Any]:
    """The rows with the moment from which they are of no use, as `ended_at`."""
    ended: QuerySet[Any] = rows.annotate(ended_at=Coalesce(Greatest(*closing), "expires_at"))
    return ended.select_related("user")


def _expired(rows: QuerySet[Any], years: int, day: date) -> list[Expired]:
    found = rows.filter(ended_at__date__lt=years_after(day, -years)).order_by("ended_at", "pk")
    return [Expired(row.pk, str(row), years_after(_day(row.ended_at), years)) for row in found]


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _invitation_line(row: Invitation) -> str:
    sent = plural(row.send_count, "gang", "gange")
    parts = [f"{date_text(_day(row.created_at))}: inviteret på {row.email}, sendt {sent}"]
    if row.accepted_at:
        parts.append(f"taget i brug {date_text(_day(row.accepted_at))}")
    if row.revoked_at:
        parts.append(f"trukket tilbage {date_text(_day(row.revoked_at))}")
    return ", ".join(parts)


def _change_line(row: EmailChange) -> str:
    outcome = f"ændret {date_text(_day(row.confirmed_at))}" if row.confirmed_at else "ikke bekræftet"
    return f"{date_text(_day(row.requested_at))}: fra {row.old_email} til {row.new_email}, {outcome}"
