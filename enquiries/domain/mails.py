"""Immediate mails: whose turn it is, and who waits for an answer, is told at once.

A row for each person is written in the step's own transaction, so that nothing is told that did not happen, and nothing
happens untold. A task sends it; beat sends what was left behind. The mail names the association and the enquiry's
number, never its subject or what was written, and leads to the page where it is read.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.adapter import MAIL_ERRORS
from accounts.domain import mail_queue
from accounts.enums import Permission
from accounts.links import absolute
from accounts.models import User
from accounts.permissions import has_permission
from core.mail import plain_mail
from enquiries.domain.people import consultants_for, may_answer, own_people
from enquiries.enums import Letter, Side
from enquiries.models import EnquiryMail, Entry

logger = logging.getLogger(__name__)
SEND_ENQUIRY_MAIL = "enquiries.tasks.send_enquiry_mail"
GIVE_UP_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """What a letter says: `{club}` and `{number}` are all it knows of the enquiry."""

    subject: str
    text: str
    link: str = "Åbn henvendelsen"


WORDS = {
    Letter.NEW: Words(
        "Ny henvendelse fra {club}",
        "{club} har sendt henvendelse {number}. Du er ejer af den: svar, eller giv den videre til en kollega. "
        "Foreningen bør have svar inden for fem hverdage.",
    ),
    Letter.UNOWNED: Words(
        "Henvendelse uden ejer fra {club}",
        "{club} har skrevet i henvendelse {number}, som ingen ejer endnu, fordi foreningen ikke har nogen "
        "kontaktperson, der kan svare. Den, der tager den først, svarer på den.",
    ),
    Letter.REGISTERED: Words(
        "Jeres henvendelse er noteret",
        "En konsulent har skrevet henvendelse {number} ned for {club}. I kan læse den, skrive mere og se svaret.",
    ),
    Letter.ANSWERED: Words(
        "Svar på jeres henvendelse",
        "Der er kommet svar på henvendelse {number} fra {club}. Skriv igen, hvis der er mere, eller luk den, hvis I "
        "har fået, hvad I behøver.",
        "Læs svaret",
    ),
    Letter.WRITTEN_AGAIN: Words(
        "{club} har skrevet igen",
        "{club} har skrevet igen i henvendelse {number}. Nu er det din tur.",
        "Læs beskeden",
    ),
    Letter.PASSED_ON: Words(
        "Du har fået en henvendelse fra {club}",
        "Henvendelse {number} fra {club} er givet videre til dig. Du er nu ejer af den.",
    ),
    Letter.REFERRED: Words(
        "Jeres henvendelse er sendt videre i kommunen",
        "Henvendelse {number} fra {club} er sendt videre til andre i kommunen. På siden kan I se hvem. Den, der ejer "
        "henvendelsen, sørger stadig for, at I får svar.",
    ),
    Letter.CLOSED: Words(
        "Henvendelse lukket: {club}",
        "Henvendelse {number} fra {club} er lukket. Den åbner igen, når en af parterne skriver i den.",
        "Se henvendelsen",
    ),
}


def tell_owner(entry: Entry, *, by: User, letter: Letter) -> None:
    """The owner, unless it was the owner who acted, or nobody is there."""
    owner = entry.enquiry.owner
    _request(entry, [owner] if owner else [], by=by, letter=letter)


def tell_administration(entry: Entry, *, by: User, letter: Letter) -> None:
    """The owner; without one who can answer, every consultant who may."""
    owner = entry.enquiry.owner
    if owner and entry.enquiry.has_owner and may_answer(entry.enquiry, owner):
        return tell_owner(entry, by=by, letter=letter)
    return _request(entry, consultants_for(entry.enquiry.association_id), by=by, letter=Letter.UNOWNED)


def tell_askers(entry: Entry, *, by: User, letter: Letter) -> None:
    """Those of the association's people who have written in the thread; when none of them is left, all of them."""
    people = own_people(entry.enquiry.association_id)
    wrote = entry.enquiry.entries.filter(side=Side.ASSOCIATION).order_by().values("author")
    askers = people.filter(pk__in=wrote)
    _request(entry, askers if askers.exists() else people, by=by, letter=letter)


def tell_everybody_of_the_association(entry: Entry, *, by: User) -> None:
    """All of the association's people: somebody wrote down what one of them had asked."""
    _request(entry, own_people(entry.enquiry.association_id), by=by, letter=Letter.REGISTERED)


def _request(entry: Entry, users: Iterable[User], *, by: User, letter: Letter) -> None:
    told = sorted({user for user in users if user != by}, key=lambda user: user.pk)
    for row in EnquiryMail.objects.bulk_create([EnquiryMail(entry=entry, letter=letter, user=user) for user in told]):
        transaction.on_commit(partial(mail_queue.send_task, SEND_ENQUIRY_MAIL, mail_id=row.pk), robust=True)


def waiting() -> list[int]:
    """Mails that have not gone: the worker was killed, or the mail server was away."""
    rows = EnquiryMail.objects.to_send().filter(requested_at__gt=timezone.now() - GIVE_UP_AFTER)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def send_enquiry_mail(mail_id: int) -> bool:
    """Sends the mail unless it has gone; the row stays locked meanwhile, so that two workers send one.

    A mail server that is away leaves the row unsent and says so on it.
    """
    try:
        return _send(mail_id)
    except MAIL_ERRORS:
        logger.exception("the mail %s about an enquiry could not be sent", mail_id)
        EnquiryMail.objects.filter(pk=mail_id, sent_at=None).update(failed_at=timezone.now())
        return False


@transaction.atomic
def _send(mail_id: int) -> bool:
    rows = EnquiryMail.objects.to_send().select_related("user", "entry__enquiry__association")
    mail = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=mail_id).first()
    if mail is None:
        return False
    if not has_permission(mail.user, Permission.VIEW_ENQUIRIES, mail.entry):  # has left since, or the account is closed
        mail.dropped_at = timezone.now()
        mail.save(update_fields=["dropped_at"])
        return False
    mail.sent_at, mail.failed_at = timezone.now(), None
    mail.save(update_fields=["sent_at", "failed_at"])
    message_of(mail).send()
    return True


def message_of(mail: EnquiryMail) -> EmailMessage:
    """The message to one person."""
    enquiry, words = mail.entry.enquiry, WORDS[Letter(mail.letter)]
    said = {"club": enquiry.association.name, "number": enquiry.pk}
    path = reverse("enquiries:enquiry-detail", args=[enquiry.association_id, enquiry.pk])
    return plain_mail(
        to=mail.user.email,
        name=mail.user.name,
        subject=words.subject.format(**said),
        paragraphs=[words.text.format(**said), f"{words.link}:\n{absolute(path)}"],
        message_id=f"enquiry-{mail.pk}-{mail.requested_at:%Y%m%d%H%M%S%f}",
    )
