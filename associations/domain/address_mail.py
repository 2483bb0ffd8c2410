"""The mails about a change of address: a link to the new one, a notice to the old one. The row is the truth."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.adapter import MAIL_ERRORS
from accounts.domain.tokens import hash_of, new_token
from accounts.links import absolute
from accounts.models import EmailChange
from associations.domain.addresses import is_taken
from core.formats import date_text
from core.mail import plain_mail

logger = logging.getLogger(__name__)
GIVE_UP_AFTER = timedelta(days=1)


def waiting() -> list[int]:
    """Changes with a mail that has not gone."""
    since = timezone.now() - GIVE_UP_AFTER
    rows = EmailChange.objects.to_send().filter(requested_at__gt=since)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def send_address_mails(change_id: int) -> None:
    """Sends what has not gone, each mail by itself; the mail server's refusal stands on the row."""
    for send in (_send_notice, _send_link):
        _attempt(send, change_id)


def _attempt(send: Callable[[int], None], change_id: int) -> None:
    try:
        send(change_id)
    except MAIL_ERRORS:
        logger.exception("a mail about the change of address %s could not be sent", change_id)
        EmailChange.objects.filter(pk=change_id).update(failed_at=timezone.now())


@transaction.atomic
def _send_notice(change_id: int) -> None:
    change = _locked(change_id)
    if change is None or change.notice_sent_at:
        return
    change.notice_sent_at = timezone.now()
    change.save(update_fields=["notice_sent_at"])
    notice_mail(change).send()


@transaction.atomic
def _send_link(change_id: int) -> None:
    change = _locked(change_id)
    if change is None or change.link_sent_at or change.confirmed_at or change.cancelled_at:
        return
    change.link_sent_at = timezone.now()
    if is_taken(change.new_email, change.user):
        message = taken_mail(change)
    else:
        token = new_token()
        change.token_hash = hash_of(token)
        message = link_mail(change, token)
    change.save(update_fields=["link_sent_at", "token_hash"])
    message.send()


def _locked(change_id: int) -> EmailChange | None:
    rows = EmailChange.objects.select_related("user", "requested_by")
    found: EmailChange | None = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=change_id).first()
    return found


def link_mail(change: EmailChange, token: str) -> EmailMessage:
    """To the new address: the link that confirms it."""
    link = absolute(reverse("associations:email-change-confirm", args=[token]))
    return plain_mail(
        to=change.new_email,
        name=change.user.name,
        subject=f"Bekræft din nye e-mailadresse i {settings.SITE_NAME}",
        paragraphs=[
            (
                f"Du har bedt om at logge ind i {settings.SITE_NAME} med denne adresse i stedet for "
                f"{change.old_email}. Bekræft den her:\n{link}"
            ),
            (
                f"Linket virker én gang, til og med {date_text(change.last_day)}. Du skal være logget ind, og indtil "
                "du har bekræftet, logger du ind med den hidtidige adresse."
            ),
            "Har du ikke bedt om det, skal du ikke gøre noget: så sker der ikke noget.",
        ],
    )


def taken_mail(change: EmailChange) -> EmailMessage:
    """To an address that somebody else uses already: only its owner is told so, and nothing about who asked."""
    return plain_mail(
        to=change.new_email,
        name="",
        subject=f"Adressen er allerede i brug i {settings.SITE_NAME}",
        paragraphs=[
            (
                f"En bruger har bedt om at logge ind i {settings.SITE_NAME} med denne adresse. Den er registreret i "
                "forvejen, og derfor er der ikke ændret noget."
            ),
            (
                "Var det dig selv, så log ind med denne adresse, eller vælg »Glemt adgangskode«. Har du to brugere, "
                f"der skal være én, så skriv til {settings.SITE_CONTACT_EMAIL}."
            ),
        ],
    )


def notice_mail(change: EmailChange) -> EmailMessage:
    """To the old address: what is asked for, or what has happened."""
    by = change.requested_by
    if not change.user.has_usable_password():  # invited, and perhaps to a stranger's address: tell nothing of the new
        return plain_mail(
            to=change.old_email,
            name="",
            subject=f"Invitationen til {settings.SITE_NAME} gælder ikke længere",
            paragraphs=[
                (
                    f"En invitation til {settings.SITE_NAME} blev sendt til denne adresse. Den gælder ikke længere, "
                    "fordi adressen er ændret hos os. Du skal ikke gøre noget."
                ),
                f"Er det en fejl, så skriv til {settings.SITE_CONTACT_EMAIL}.",
            ],
        )
    if change.confirmed_at and by != change.user:
        subject = f"Din e-mailadresse i {settings.SITE_NAME} er ændret"
        who = f"{by.name} har ændret" if by else "Der er ændret"
        first = f"{who} adressen, som du logger ind med, fra {change.old_email} til {change.new_email}."
    else:
        subject = f"Skift af din e-mailadresse i {settings.SITE_NAME}"
        first = (
            f"Du har bedt om at logge ind med {change.new_email} i stedet for {change.old_email}. Det sker først, når "
            "den nye adresse er bekræftet."
        )
    return plain_mail(
        to=change.old_email,
        name=change.user.name,
        subject=subject,
        paragraphs=[first, f"Er det en fejl, så skriv straks til {settings.SITE_CONTACT_EMAIL}."],
    )
