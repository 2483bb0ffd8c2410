"""The invitation's mail. Its token is made here, at the moment of sending, and leaves in the mail alone."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.adapter import MAIL_ERRORS
from accounts.domain.invitations import purpose_of
from accounts.domain.tokens import end_of_day_in, hash_of, new_token
from accounts.links import absolute
from accounts.models import Invitation
from core.formats import date_text
from core.mail import plain_mail

logger = logging.getLogger(__name__)
GIVE_UP_AFTER = timedelta(days=1)


def waiting() -> list[int]:
    """Invitations whose mail has not gone: the worker was killed, or the mail server was away."""
    since = timezone.now() - GIVE_UP_AFTER
    rows = Invitation.objects.to_send().filter(requested_at__gt=since)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def send_invitation(invitation_id: int) -> bool:
    """Sends the mail unless it has gone; the row stays locked meanwhile, so that two workers send one.

    A mail server that is away leaves the row unsent, without a token, and says so on it.
    """
    try:
        return _send(invitation_id)
    except MAIL_ERRORS:
        logger.exception("invitation %s could not be sent", invitation_id)
        Invitation.objects.filter(pk=invitation_id, sent_at=None).update(failed_at=timezone.now())
        return False


@transaction.atomic
def _send(invitation_id: int) -> bool:
    rows = Invitation.objects.to_send().select_related("user", "requested_by")
    invitation = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=invitation_id).first()
    if invitation is None:
        return False
    now, token = timezone.now(), new_token()
    invitation.token_hash, invitation.sent_at, invitation.failed_at = hash_of(token), now, None
    invitation.expires_at = end_of_day_in(settings.INVITATION_DAYS, now)
    invitation.send_count += 1
    invitation.save(update_fields=["token_hash", "sent_at", "failed_at", "expires_at", "send_count"])
    invitation_mail(invitation, token).send()
    return True


def invitation_mail(invitation: Invitation, token: str) -> EmailMessage:
    """The message with the link."""
    user, by = invitation.user, invitation.requested_by
    role = purpose_of(user)
    link = absolute(reverse("account_invitation", args=[token]))
    return plain_mail(
        to=invitation.email,
        name=user.name,
        subject=f"Din invitation til {settings.SITE_NAME}",
        paragraphs=[
            (
                f"{f'{by.name} har inviteret dig' if by else 'Du er inviteret'} til {settings.SITE_NAME}"
                f"{f' som {role}' if role else ''}. Her samarbejder foreningerne og {settings.SITE_OWNER} "
                "om de sociale partnerskaber."
            ),
            f"Vælg din adgangskode her, så er du i gang:\n{link}",
            (
                f"Linket virker én gang, til og med {date_text(invitation.last_day)}. Bliver det for sent, "
                "så bed om en ny invitation."
            ),
            (
                "Kender du ikke noget til det, skal du ikke gøre noget. Spørgsmål? Skriv til "
                f"{settings.SITE_CONTACT_EMAIL}."
            ),
        ],
    )
