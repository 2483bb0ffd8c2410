"""Finding enquiries, and one with its thread. Pure reads in a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.permissions import AnyUser
from core.ordering import danish_key, danish_key_of
from enquiries.enums import OPEN, OURS, EnquiryState
from enquiries.models import Enquiry, Entry, Note
from enquiries.models.enquiries import EnquiryQuerySet, without_owner

MINE, UNOWNED, OURS_TURN, THEIRS, CLOSED, EVERY = "mine", "uden-ejer", "os", "foreningen", "lukket", "alle"
WAITING_CHOICES = [
    ("", "Alle åbne"),
    (MINE, "Mine åbne"),
    (UNOWNED, "Uden ejer"),
    (OURS_TURN, "Venter på os"),
    (THEIRS, "Venter på foreningen"),
    (CLOSED, "Lukkede"),
    (EVERY, "Alle"),
]


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; empty values narrow nothing, but that closed ones are left out."""

    which: str = ""
    kind: str = ""
    owner: int | None = None
    text: str = ""


def enquiries_for(user: AnyUser) -> EnquiryQuerySet:
    """Those that the user may read, with what lists show; our turn first, the longest waiting on top."""
    rows = Enquiry.objects.visible_to(user).select_related("association", "owner", "asked_by")
    return rows.annotate(is_our_turn=Q(state__in=sorted(OURS))).order_by(
        "-is_our_turn", F("closed_on").desc(nulls_first=True), "turn_since", "pk"
    )


def found(rows: EnquiryQuerySet, wanted: Wanted, user: AnyUser) -> EnquiryQuerySet:
    """The rows that fit. Every word stands in the subject, the association's name or a message of the thread."""
    rows = _of_which(rows, wanted.which, user)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.owner:
        rows = rows.filter(owner=wanted.owner)
    if wanted.text:
        rows = rows.alias(subject_key=danish_key_of(F("subject")), club_key=danish_key_of(F("association__name")))
    for word in wanted.text.split():
        key = danish_key(word)
        said = Entry.objects.alias(text_key=danish_key_of(F("text"))).filter(
            enquiry=OuterRef("pk"), text_key__contains=key
        )
        rows = rows.filter(Q(subject_key__contains=key) | Q(club_key__contains=key) | Exists(said))
    return rows


def _of_which(rows: EnquiryQuerySet, which: str, user: AnyUser) -> EnquiryQuerySet:
    if which == MINE:
        return rows.filter(owner=user.pk, state__in=sorted(OPEN))
    if which == UNOWNED:
        return rows.filter(without_owner())
    if which == OURS_TURN:
        return rows.filter(state__in=sorted(OURS))
    if which == THEIRS:
        return rows.filter(state=EnquiryState.ANSWERED)
    if which == CLOSED:
        return rows.filter(state=EnquiryState.CLOSED).order_by("-closed_on", "-pk")
    return rows if which == EVERY else rows.filter(state__in=sorted(OPEN))


def thread_of(enquiry: Enquiry) -> QuerySet[Entry]:
    """Everything that both sides may read, the oldest first, with its files."""
    return enquiry.entries.select_related("author").prefetch_related("files").order_by("pk")


def notes_of(enquiry: Enquiry, user: AnyUser) -> QuerySet[Note]:
    """The notes between colleagues that the user may read."""
    return Note.objects.visible_to(user).filter(enquiry=enquiry).select_related("author").order_by("pk")
