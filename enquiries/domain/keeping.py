"""What enquiries hold on a person, and how long they are kept (R20)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from associations.models import Person
from core.formats import date_text
from core.periods import years_after
from core.registry import Expired, Held, Subject
from documents.domain.stored import forget_files
from enquiries.enums import EnquiryState
from enquiries.models import Enquiry, EnquiryFile, EnquiryMail, Entry, Note, Referral
from workflow import audit, logs

STAYS = (
    "Henvendelser er sager mellem foreningen og forvaltningen og slettes, når opbevaringstiden er gået. Navnet følger "
    "brugerkontoen og forsvinder med den. Står navn, e-mail eller telefon i selve teksten, tages de ud."
)


def held(subject: Subject) -> Iterator[Held]:
    """What the person has written and done by account, mails, and where the person is named as who asked."""
    user = subject.user_id
    if user is not None:
        for heading, lines, stays in (
            ("Skrevet i henvendelser", _written(user), STAYS),
            ("Interne notater til henvendelser", _notes(user), STAYS),
            ("Henvendelser, som personen ejer", _owned(user), STAYS),
            ("Henvendelser sendt videre", _referred(user), STAYS),
            ("Mails om henvendelser", _mails(user), ""),
        ):
            found = tuple(lines)
            if found:
                yield Held(heading, found, stays)
    named = tuple(_named(subject))
    if named:
        yield Held("Nævnt som den, der henvendte sig", named)


def _written(user: int) -> Iterator[str]:
    rows = Entry.objects.filter(author=user).select_related("enquiry__association").order_by("pk")
    for row in rows:
        yield f"{date_text(row.on)}, {row.enquiry.association}, {row.enquiry.subject}: {row.text}"


def _notes(user: int) -> Iterator[str]:
    for row in Note.objects.filter(author=user).select_related("enquiry__association").order_by("pk"):
        yield f"{date_text(row.on)}, {row.enquiry.association}, {row.enquiry.subject}: {row.text}"


def _owned(user: int) -> Iterator[str]:
    for row in Enquiry.objects.filter(owner=user).select_related("association").order_by("asked_on", "pk"):
        yield f"{date_text(row.asked_on)}, {row.association}: {row.subject}"


def _referred(user: int) -> Iterator[str]:
    for row in Referral.objects.filter(by=user).select_related("enquiry__association").order_by("on", "pk"):
        yield f"{date_text(row.on)}, {row.enquiry.association}: {row.to}"


def _mails(user: int) -> Iterator[str]:
    rows = EnquiryMail.objects.filter(user=user).select_related("entry__enquiry__association").order_by("pk")
    for row in rows:
        club = row.entry.enquiry.association
        yield f"{date_text(timezone.localdate(row.requested_at))}, {club}: {row.get_letter_display()}"


def _named(subject: Subject) -> Iterator[str]:
    names = {
        *Person.objects.filter(pk=subject.person_id or 0).values_list("name", flat=True),
        *User.objects.filter(pk=subject.user_id or 0).values_list("name", flat=True),
    }
    named = Q(pk__in=())
    for name in names:
        named |= Q(told_by__icontains=name)
    for row in Enquiry.objects.filter(named).select_related("association").order_by("asked_on", "pk"):
        yield f"{date_text(row.asked_on)}, {row.association}: {row.told_by}"


def erase(subject: Subject, _by: Any) -> None:
    """The mails go; names in texts are taken out by the eraser; what else is held stays, for the reason given."""
    if subject.user_id is not None:
        EnquiryMail.objects.filter(user=subject.user_id).delete()


def expired(years: int, day: date) -> Iterable[Expired]:
    """Closed enquiries past the period, counted from the day they were closed; open ones are not over."""
    rows = Enquiry.objects.filter(state=EnquiryState.CLOSED, closed_on__lt=years_after(day, -years))
    return [
        Expired(row.pk, f"{row}, {row.association}", years_after(row.closed_on, years))
        for row in rows.select_related("association").order_by("closed_on", "pk")
        if row.closed_on
    ]


@transaction.atomic
def carry_out(ids: Collection[int], by: User | None) -> None:
    """Deletes the enquiries with thread, notes and files; the trace says so, but no longer what they held."""
    rows = Enquiry.objects.select_for_update(of=("self",)).filter(pk__in=ids, state=EnquiryState.CLOSED)
    enquiries = list(rows)
    keys = [row.pk for row in enquiries]
    forget_files(list(EnquiryFile.objects.filter(entry__enquiry__in=keys).select_related("entry__enquiry")), by=by)
    audit.forget_many(list(Note.objects.filter(enquiry__in=keys).select_related("enquiry")), by=by)
    audit.forget_many(list(Referral.objects.filter(enquiry__in=keys).select_related("enquiry")), by=by)
    audit.forget_many(list(Entry.objects.filter(enquiry__in=keys).select_related("enquiry")), by=by)
    logs.forget_steps(Enquiry, keys)
    audit.forget_many(enquiries, by=by)
