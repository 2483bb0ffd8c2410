"""Asking, writing, passing on and closing: each in one transaction with its trace, its step and its mails (R18).

The caller has checked the permission; every function looks at the row as it stands now, locked. `on` is the day that it
happened: today, unless the demo tells an older story. A form that is sent twice is done once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts.models import User
from associations.models import Association
from core import clock
from core.formats import date_text
from documents.domain.stored import keep_file
from enquiries.domain import mails
from enquiries.domain.people import consultants_for, contact_of, may_answer, speaks_as
from enquiries.domain.workflow import (
    ANSWER,
    CLOSE,
    CLOSE_OWN,
    PASS_ON,
    PASS_ON_ANSWERED,
    TAKE,
    WRITE,
    WRITE_UNOWNED,
    is_of_the_association,
)
from enquiries.enums import CameBy, EnquiryState, EntryKind, Letter, Side
from enquiries.models import Enquiry, EnquiryFile, Entry, Note, Referral
from workflow import audit
from workflow.transitions import Transition, perform

Files = Sequence["File[bytes]"]
FUTURE = "Datoen kan ikke ligge efter i dag."
NOT_FOR_THEM = "Kollegaen kan ikke svare for kommunen her. Vælg en anden."
ANSWER_FIRST = "Skriv et svar, eller hvorfor henvendelsen lukkes uden. Foreningen får det at se."


@transaction.atomic
def ask(
    *,
    enquiry: Enquiry,
    text: str,
    by: User,
    files: Files = (),
    form_key: UUID | None = None,
    on: date | None = None,
) -> Enquiry:
    """A new enquiry with its first message: it lands with the contact person, or without owner where there is none.

    `enquiry` bears what the form says (kind, subject, and by whom and how it came). Raises `ValidationError`.
    """
    Association.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=enquiry.association_id)
    sent = Enquiry.objects.filter(form_key=form_key, asked_by=by).first() if form_key else None
    if sent:
        return sent
    told_on: date | None = enquiry.asked_on
    day = told_on or on or clock.today()
    if day > clock.today():
        raise ValidationError({"asked_on": [FUTURE]})
    enquiry.asked_on = enquiry.turn_since = day
    enquiry.asked_by, enquiry.form_key = by, form_key
    enquiry.owner = contact_of(enquiry.association)
    enquiry.state = EnquiryState.WITH_OWNER if enquiry.owner else EnquiryState.NEW
    audit.save(enquiry, by=by)
    first = _say(enquiry, text, by=by, side=Side.ASSOCIATION, on=day, form_key=form_key, files=files)
    mails.tell_administration(first, by=by, letter=Letter.NEW)
    if enquiry.came_by != CameBy.HERE:
        mails.tell_everybody_of_the_association(first, by=by)
    return enquiry


@transaction.atomic
def write(
    *,
    enquiry: Enquiry,
    text: str,
    by: User,
    files: Files = (),
    form_key: UUID | None = None,
    on: date | None = None,
) -> Entry:
    """One message in the thread: the turn goes to the other side, and a closed enquiry is open again."""
    locked = _locked(enquiry)
    sent = _sent_before(locked, by, form_key)
    if sent:
        return sent
    day = on or clock.today()
    if is_of_the_association(locked, by):
        message = _say(locked, text, by=by, side=Side.ASSOCIATION, on=day, form_key=form_key, files=files)
        _back_to_us(locked, by=by, on=day)
        mails.tell_administration(message, by=by, letter=Letter.WRITTEN_AGAIN)
    else:
        message = _say(locked, text, by=by, side=Side.STAFF, on=day, form_key=form_key, files=files)
        _take_step(ANSWER, locked, by=by, on=day, **_as_answered(locked, by, day))
        mails.tell_askers(message, by=by, letter=Letter.ANSWERED)
    return message


@transaction.atomic
def take(*, enquiry: Enquiry, by: User, on: date | None = None) -> Enquiry:
    """The first taker owns an enquiry without owner. Raises `NotInState` when somebody was first."""
    locked = _locked(enquiry)
    taken = _take_step(TAKE, locked, by=by, on=on or clock.today(), owner=by)
    _note_step(taken, f"{by.name} har taget henvendelsen og svarer på den.", by=by, on=on)
    return taken


@transaction.atomic
def pass_on(
    *,
    enquiry: Enquiry,
    to: User,
    by: User,
    note: str = "",
    form_key: UUID | None = None,
    on: date | None = None,
) -> Enquiry:
    """Another consultant owns it from now on; `note` is for colleagues alone. Raises `ValidationError`."""
    locked = _locked(enquiry)
    if locked.owner_id == to.pk:  # a second click, or a colleague did the same
        return locked
    if not consultants_for(locked.association_id).filter(pk=to.pk).exists():
        raise ValidationError({"to": [NOT_FOR_THEM]})
    step = PASS_ON_ANSWERED if locked.state == EnquiryState.ANSWERED else PASS_ON
    passed = _take_step(step, locked, by=by, on=on or clock.today(), owner=to)
    words = f"{to.name} har overtaget henvendelsen." if to == by else f"Henvendelsen er givet videre til {to.name}."
    entry = _note_step(passed, words, by=by, on=on)
    if note.strip():
        add_note(enquiry=passed, text=note, by=by, form_key=form_key, on=on)
    mails.tell_owner(entry, by=by, letter=Letter.PASSED_ON)
    return passed


@transaction.atomic
def refer(*, enquiry: Enquiry, to: str, referred_on: date, by: User) -> Referral:
    """Notes that it was handed to an administration or unit outside; the owner still answers for it.

    The same once more on the same day changes nothing. Raises `ValidationError`.
    """
    locked = _locked(enquiry)
    if referred_on > clock.today():
        raise ValidationError({"referred_on": [FUTURE]})
    if referred_on < locked.asked_on:
        raise ValidationError(
            {"referred_on": [f"Henvendelsen kom {date_text(locked.asked_on)}. Skriv en senere dato."]}
        )
    if not locked.is_open:
        raise ValidationError("Henvendelsen er lukket. Den åbnes igen, når en af parterne skriver.")
    known = locked.referrals.filter(to=to.strip(), on=referred_on).first()
    if known:
        return known
    referral = audit.save(Referral(enquiry=locked, to=to.strip(), on=referred_on, by=by), by=by)
    entry = _note_step(locked, f"Sendt videre til {referral.to} {date_text(referred_on)}.", by=by, on=None)
    mails.tell_askers(entry, by=by, letter=Letter.REFERRED)
    return referral


@transaction.atomic
def close(
    *,
    enquiry: Enquiry,
    by: User,
    text: str = "",
    form_key: UUID | None = None,
    on: date | None = None,
) -> Enquiry:
    """Either side closes it. The administration answers first, or writes in closing why not: R18, always an answer."""
    locked, day = _locked(enquiry), on or clock.today()
    values: dict[str, Any] = {"closed_on": day}
    if is_of_the_association(locked, by):
        closed = _take_step(CLOSE_OWN, locked, by=by, on=day, **values)
        entry = _note_step(closed, "Foreningen har lukket henvendelsen.", by=by, on=on)
        mails.tell_owner(entry, by=by, letter=Letter.CLOSED)
        return closed
    if not text.strip() and locked.first_answered_on is None:
        raise ValidationError({"text": [ANSWER_FIRST]})
    closed = _take_step(CLOSE, locked, by=by, on=day, **values, first_answered_on=locked.first_answered_on or day)
    if text.strip():
        _say(closed, text, by=by, side=Side.STAFF, on=day, form_key=form_key)
    entry = _note_step(closed, f"{by.name} har lukket henvendelsen.", by=by, on=on)
    mails.tell_askers(entry, by=by, letter=Letter.CLOSED)
    return closed


@transaction.atomic
def add_note(*, enquiry: Enquiry, text: str, by: User, form_key: UUID | None = None, on: date | None = None) -> Note:
    """A note between colleagues: no step, no mail, nothing that the association could see."""
    locked = _locked(enquiry)
    sent = locked.notes.filter(form_key=form_key, author=by).first() if form_key else None
    note = Note(enquiry=locked, text=text.strip(), author=by, on=on or clock.today(), form_key=form_key)
    return sent or audit.save(note, by=by)


def _locked(enquiry: Enquiry) -> Enquiry:
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("association", "owner")
    return rows.get(pk=enquiry.pk)


def _sent_before(enquiry: Enquiry, by: User, form_key: UUID | None) -> Entry | None:
    return enquiry.entries.filter(form_key=form_key, author=by).first() if form_key else None


def _take_step(step: Transition[Enquiry], enquiry: Enquiry, *, by: User, on: date, **values: Any) -> Enquiry:
    """The step, with these values set in the same write; the turn's age begins anew when the turn changes."""
    was_ours = enquiry.is_ours

    def prepare(record: Enquiry, _by: User | None, _comment: str) -> None:
        for name, value in values.items():
            setattr(record, name, value)
        will_be_ours = step.target in {EnquiryState.NEW, EnquiryState.WITH_OWNER}
        if step.target != record.state and will_be_ours != was_ours:
            record.turn_since = on

    return perform(replace(step, prepare=prepare), enquiry, by=by)


def _back_to_us(enquiry: Enquiry, *, by: User, on: date) -> Enquiry:
    """Our turn again: the owner's, the contact person's when there is none (any more), or whoever takes it."""
    owner = enquiry.owner if may_answer(enquiry, enquiry.owner) and enquiry.has_owner else None
    if owner is None and enquiry.state != EnquiryState.NEW:
        owner = contact_of(enquiry.association) or enquiry.owner
    step = WRITE if owner else WRITE_UNOWNED
    return _take_step(step, enquiry, by=by, on=on, owner=owner, closed_on=None)


def _as_answered(enquiry: Enquiry, by: User, day: date) -> dict[str, Any]:
    """What an answer sets: whoever answers an enquiry without owner owns it."""
    owner = enquiry.owner if enquiry.has_owner else by
    return {"owner": owner, "first_answered_on": enquiry.first_answered_on or day, "closed_on": None}


def _say(
    enquiry: Enquiry,
    text: str,
    *,
    by: User,
    side: Side,
    on: date,
    form_key: UUID | None = None,
    files: Files = (),
) -> Entry:
    entry = Entry(
        enquiry=enquiry,
        side=side,
        text=text.strip(),
        author=by,
        role=speaks_as(enquiry, by),
        on=on,
        form_key=form_key,
    )
    audit.save(entry, by=by)
    for file in files:
        keep_file(EnquiryFile(entry=entry), file, by=by)
    return entry


def _note_step(enquiry: Enquiry, text: str, *, by: User, on: date | None) -> Entry:
    """A step in the thread, in words that both sides may read; the log of steps and the trace have it already."""
    side = Side.ASSOCIATION if is_of_the_association(enquiry, by) else Side.STAFF
    return Entry.objects.create(
        enquiry=enquiry,
        kind=EntryKind.STEP,
        side=side,
        text=text,
        author=by,
        role=speaks_as(enquiry, by),
        on=on or clock.today(),
    )
