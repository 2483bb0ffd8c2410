"""Whatever anybody does in whatever order: a state, a turn, an owner or nobody, and no message is lost."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from enquiries.domain.enquiry import add_note, ask, close, pass_on, refer, take, write
from enquiries.domain.queries import EVERY, Wanted, enquiries_for, found
from enquiries.enums import OURS, EnquiryKind, EnquiryState, Side
from enquiries.models import Enquiry, Note
from enquiries.models.enquiries import without_owner
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OWN, STAFF = ("chair", "resource"), ("contact", "colleague")
STEPS = st.tuples(
    st.sampled_from(["write", "take", "pass_on", "refer", "close", "note", "leave", "return"]),
    st.sampled_from([*OWN, *STAFF]),
    st.integers(0, 3),
)


@pytest.fixture
def people(demo_today) -> dict[str, User]:
    club = AssociationFactory()
    return {
        "chair": BoardMemberFactory(association=club, person__signs_in=True).person.user,
        "resource": EmploymentFactory(association=club, person__signs_in=True).person.user,
        "contact": UserFactory(consultant=True),
        "colleague": UserFactory(consultant=True),
    }


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), st.lists(STEPS, max_size=12))
def test_any_sequence(people, settings, has_contact, steps):
    with transaction.atomic():
        club = people["chair"].person.board_seats.get().association
        if has_contact:
            ContactPersonFactory(association=club, consultant=people["contact"])
        settings.DEMO_TODAY = date(2023, 3, 1)
        enquiry = Enquiry(association=club, kind=EnquiryKind.OTHER, subject="Emne")
        ask(enquiry=enquiry, text="Spørgsmål 0", by=people["chair"])
        said, noted = ["Spørgsmål 0"], []
        for number, (step, who, days) in enumerate(steps, start=1):
            settings.DEMO_TODAY += timedelta(days=days)
            before = Enquiry.objects.get(pk=enquiry.pk)
            happen(step, enquiry, people, who, number, said, noted)
            holds(enquiry, before, people, said, noted)
        transaction.set_rollback(True)


def happen(step, enquiry, people, who, number, said, noted) -> None:
    by = User.objects.get(pk=people[who].pk)
    if step in {"leave", "return"}:
        User.objects.filter(pk=people["contact"].pk).update(is_active=step == "return")
    elif by.is_active and (who in STAFF or step in {"write", "close"}):
        with suppress(ValidationError), transaction.atomic():
            add_said, add_noted = DO[step](enquiry, people, by, f"Tekst {number:03}", number)
            said.extend(add_said)
            noted.extend(add_noted)


def do_write(enquiry, _people, by, words, _number):
    write(enquiry=enquiry, text=words, by=by)
    return [words], []


def do_take(enquiry, _people, by, _words, _number):
    take(enquiry=enquiry, by=by)
    return [], []


def do_pass_on(enquiry, people, by, words, number):
    pass_on(enquiry=enquiry, to=people["colleague" if number % 2 else "contact"], by=by, note=words)
    return [], list(Note.objects.filter(text=words).values_list("text", flat=True))


def do_refer(enquiry, _people, by, _words, number):
    refer(enquiry=enquiry, to=f"Enhed {number}", referred_on=clock.today(), by=by)
    return [], []


def do_note(enquiry, _people, by, words, _number):
    add_note(enquiry=enquiry, text=words, by=by)
    return [], [words]


def do_close(enquiry, _people, by, words, _number):
    text = words if by.staff_role else ""
    close(enquiry=enquiry, by=by, text=text)
    return [text] if text else [], []


DO = {"write": do_write, "take": do_take, "pass_on": do_pass_on, "refer": do_refer, "note": do_note, "close": do_close}


def holds(enquiry, before, people, said, noted) -> None:
    row = Enquiry.objects.select_related("owner").get(pk=enquiry.pk)
    everybody = found(enquiries_for(UserFactory.build(consultant=True)), Wanted(which=EVERY), people["contact"])
    assert row in list(everybody)
    # A state, and a turn that follows from it, since a day that has come.
    assert row.state in EnquiryState.values
    assert row.asked_on <= row.turn_since <= clock.today()
    assert (row.state == EnquiryState.CLOSED) == (row.closed_on is not None)
    # An owner who can answer, or it is found among those without.
    if row.state != EnquiryState.CLOSED:
        assert row.has_owner != Enquiry.objects.filter(without_owner(), pk=row.pk).exists()
    # The last to write decides whose turn it is; the age is that of the turn.
    if (before.state in OURS) == (row.state in OURS) and row.state != EnquiryState.CLOSED != before.state:
        assert row.turn_since == before.turn_since
    # What was answered stays answered, and our closing always bears an answer.
    assert (row.first_answered_on is not None) == row.entries.filter(side=Side.STAFF, kind="message").exists()
    # No message is lost, and none of the notes stands in the thread.
    assert list(row.entries.filter(kind="message").values_list("text", flat=True)) == said
    assert list(row.notes.values_list("text", flat=True)) == noted
    assert not {text for text in noted if text in " ".join(row.entries.values_list("text", flat=True))}
