"""What the mails about signing in hold on a person (R20), and how long they are kept."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import EmailChange, Invitation
from core.formats import date_text
from core.registry import Expired, Held, PersonalData, Retention, Subject


def held(subject: Subject) -> Iterable[Held]:
    """The invitations, and the changes of address, of the user."""
    if subject.user_id is None:
        return
    invitations = [_invitation_line(row) for row in Invitation.objects.filter(user=subject.user_id)]
    if invitations:
        yield Held("Invitationer", tuple(invitations))
    changes = [_change_line(row) for row in EmailChange.objects.filter(user=subject.user_id)]
    if changes:
        yield Held("Skift af e-mailadresse", tuple(changes))


def erase(subject: Subject, _by: Any) -> None:
    """Nothing of them is needed when the person goes; an open link dies with them."""
    if subject.user_id is not None:
        Invitation.objects.filter(user=subject.user_id).delete()
        EmailChange.objects.filter(user=subject.user_id).delete()


def _invitation_line(row: Invitation) -> str:
    text = f"{_day(row.created_at)}: inviteret på {row.email}, sendt {row.send_count} gange"
    if row.accepted_at:
        return f"{text}, taget i brug {_day(row.accepted_at)}"
    return f"{text}, trukket tilbage {_day(row.revoked_at)}" if row.revoked_at else text


def _change_line(row: EmailChange) -> str:
    outcome = f"ændret {_day(row.confirmed_at)}" if row.confirmed_at else "ikke bekræftet"
    return f"{_day(row.requested_at)}: fra {row.old_email} til {row.new_email}, {outcome}"


def _day(moment: Any) -> str:
    return date_text(timezone.localtime(moment))


def expired(years: int, day: date) -> Iterable[Expired]:
    """Invitations that ended (accepted, revoked, or out of time) more than so many years ago."""
    for row in ended().order_by("pk"):
        ended_on = timezone.localtime(row.ended_at).date()
        kept_until = ended_on.replace(year=ended_on.year + years, day=min(ended_on.day, 28))
        if kept_until < day:
            yield Expired(row.pk, str(row), kept_until)


def ended() -> QuerySet[Any]:
    """Invitations that are of no more use, with the moment at which they ended as `ended_at`."""
    over = Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False) | Q(expires_at__lte=timezone.now())
    moment = Coalesce(Greatest("accepted_at", "revoked_at"), "expires_at")
    rows: QuerySet[Any] = Invitation.objects.filter(over).select_related("user").annotate(ended_at=moment)
    return rows


def carry_out(ids: Collection[int], _by: Any) -> None:
    """Deletes them."""
    ended().filter(pk__in=list(ids)).delete()


PERSONAL_DATA = PersonalData("sign_in_mails", "Invitationer og skift af e-mailadresse", 20, held, erase)
RETENTION = Retention(
    "invitations", "Gamle invitationer", 50, "RETENTION_INVITATION_YEARS", find=expired, carry_out=carry_out
)
