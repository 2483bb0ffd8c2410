"""Asking, answering, passing on and closing: where it lands, whose turn it is, and nothing done twice."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from enquiries.domain.enquiry import add_note, ask, close, pass_on, refer, take, write
from enquiries.enums import CameBy, EnquiryKind, EnquiryState, EntryKind, Side
from enquiries.models import Enquiry, EnquiryFile, Entry, Note
from tests.factories import BoardMemberFactory, ContactPersonFactory, EnquiryFactory, UserFactory
from workflow.models import AuditEvent
from workflow.transitions import NotInState, log_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]


@pytest.fixture
def contact(own_association, consultant):
    ContactPersonFactory(association=own_association, consultant=consultant)
    return consultant


@pytest.fixture
def asked(own_association, contact, resource_person_user) -> Enquiry:
    return new(own_association, resource_person_user, on=date(2023, 3, 20))


def new(association, by, **more) -> Enquiry:
    enquiry = Enquiry(association=association, kind=EnquiryKind.MONEY, subject="Budget")
    return ask(enquiry=enquiry, text="Må vi flytte penge?", by=by, **more)


def now(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def texts(enquiry: Enquiry) -> list[str]:
    return list(enquiry.entries.values_list("text", flat=True))


def test_it_lands_with_the_contact_person(asked, contact):
    assert (asked.owner, asked.state) == (contact, EnquiryState.WITH_OWNER)
    assert (asked.asked_on, asked.turn_since) == (date(2023, 3, 20), date(2023, 3, 20))
    [entry] = asked.entries.all()
    assert (entry.text, entry.side, entry.role) == ("Må vi flytte penge?", Side.ASSOCIATION, "Ressourcepersonen")


def test_without_contact_person_it_is_without_owner(own_association, chair_user):
    asked = new(own_association, chair_user)

    assert (asked.owner, asked.state) == (None, EnquiryState.NEW)


def test_contact_person_of_the_day_counts_not_a_former_one(own_association, chair_user):
    ContactPersonFactory(association=own_association, end=date(2023, 3, 30))
    later = UserFactory(consultant=True)
    ContactPersonFactory(association=own_association, start=date(2023, 3, 31), consultant=later)

    assert new(own_association, chair_user).owner == later


@pytest.mark.parametrize("why", ["closed account", "sits on the board"])
def test_contact_person_who_cannot_answer_does_not_own_it(why, own_association, contact, chair_user):
    if why == "closed account":
        contact.is_active = False
        contact.save()
    else:
        BoardMemberFactory(association=own_association, role="member", person__user=contact)

    assert new(own_association, chair_user).owner is None


def test_consultant_writes_down_what_came_by_telephone(own_association, contact):
    enquiry = Enquiry(
        association=own_association, kind=EnquiryKind.OTHER, subject="Opringning", came_by=CameBy.PHONE,
        told_by="Lis, formand", asked_on=date(2023, 3, 28),
    )  # fmt: skip
    asked = ask(enquiry=enquiry, text="Spørger om haltid", by=contact)

    assert (asked.asked_on, asked.turn_since, asked.asked_by) == (date(2023, 3, 28), date(2023, 3, 28), contact)
    assert asked.entries.get().side == Side.ASSOCIATION


def test_what_came_tomorrow_is_refused(own_association, contact):
    enquiry = Enquiry(
        association=own_association, kind=EnquiryKind.OTHER, subject="Opringning", came_by=CameBy.PHONE,
        told_by="Lis", asked_on=date(2023, 4, 1),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="efter i dag"):
        ask(enquiry=enquiry, text="Spørger om haltid", by=contact)
    assert Enquiry.objects.count() == 0


def test_answer_gives_the_turn_to_the_association_and_writing_again_gives_it_back(asked, contact, resource_person_user):
    write(enquiry=asked, text="Ja", by=contact, on=date(2023, 3, 22))
    answered = now(asked)
    assert (answered.state, answered.turn_since) == (EnquiryState.ANSWERED, date(2023, 3, 22))
    assert answered.first_answered_on == date(2023, 3, 22)

    write(enquiry=asked, text="Hvordan?", by=resource_person_user, on=date(2023, 3, 24))
    again = now(asked)
    assert (again.state, again.owner, again.turn_since) == (EnquiryState.WITH_OWNER, contact, date(2023, 3, 24))
    assert again.first_answered_on == date(2023, 3, 22)


def test_writing_more_while_one_waits_keeps_the_age(asked, resource_person_user):
    write(enquiry=asked, text="Og en ting til", by=resource_person_user, on=date(2023, 3, 23))

    assert now(asked).turn_since == date(2023, 3, 20)


def test_first_taker_owns_it_and_the_second_is_told(own_association, chair_user):
    asked, first, second = new(own_association, chair_user), *UserFactory.create_batch(2, consultant=True)
    take(enquiry=asked, by=first)

    with pytest.raises(NotInState):
        take(enquiry=asked, by=second)
    assert (now(asked).owner, now(asked).state) == (first, EnquiryState.WITH_OWNER)


def test_whoever_answers_one_without_owner_owns_it(own_association, chair_user):
    asked, colleague = new(own_association, chair_user), UserFactory(consultant=True)
    write(enquiry=asked, text="Ja", by=colleague)

    assert (now(asked).owner, now(asked).state) == (colleague, EnquiryState.ANSWERED)


def test_colleague_who_answers_does_not_take_it_over(asked, contact):
    write(enquiry=asked, text="Ja", by=UserFactory(consultant=True))

    assert now(asked).owner == contact


def test_passing_on_changes_the_owner_and_stands_in_thread_log_and_trace(asked, contact):
    signe = UserFactory(consultant=True, name="Signe Sø")
    pass_on(enquiry=asked, to=signe, by=contact, note="Du kender sagen")

    assert (now(asked).owner, now(asked).state) == (signe, EnquiryState.WITH_OWNER)
    assert texts(asked)[-1] == "Henvendelsen er givet videre til Signe Sø."
    assert log_of(asked).get().told == "givet videre"
    [change] = AuditEvent.objects.filter(model="enquiries.enquiry", kind="changed").get().changes
    assert (change["from"], change["to"]) == ("Mette Konsulent", "Signe Sø")
    assert Note.objects.get().text == "Du kender sagen"


def test_passing_on_an_answered_one_leaves_the_turn(asked, contact):
    write(enquiry=asked, text="Ja", by=contact)
    pass_on(enquiry=asked, to=UserFactory(consultant=True), by=contact)

    assert now(asked).state == EnquiryState.ANSWERED


def test_passing_on_twice_is_done_once(asked, contact):
    signe = UserFactory(consultant=True)
    for _ in range(2):
        pass_on(enquiry=asked, to=signe, by=contact)

    assert asked.entries.filter(kind=EntryKind.STEP).count() == 1


@pytest.mark.parametrize("who", ["manager", "of the board", "closed account"])
def test_it_cannot_be_passed_to_somebody_who_cannot_answer(who, asked, contact, own_association):
    to = (
        UserFactory(manager=True) if who == "manager" else UserFactory(consultant=True, is_active=who == "of the board")
    )
    if who == "of the board":
        BoardMemberFactory(association=own_association, role="member", person__user=to)

    with pytest.raises(ValidationError, match="kan ikke svare"):
        pass_on(enquiry=asked, to=to, by=contact)


def test_noted_as_sent_on_it_keeps_owner_and_state(asked, contact):
    for _ in range(2):
        refer(enquiry=asked, to="Teknik- og Miljøforvaltningen", referred_on=date(2023, 3, 22), by=contact)

    assert asked.referrals.get().to == "Teknik- og Miljøforvaltningen"
    assert texts(asked)[1:] == ["Sendt videre til Teknik- og Miljøforvaltningen 22. marts 2023."]
    assert (now(asked).owner, now(asked).state) == (contact, EnquiryState.WITH_OWNER)


@pytest.mark.parametrize(("day", "why"), [(date(2023, 4, 1), "efter i dag"), (date(2023, 3, 19), "Henvendelsen kom")])
def test_sent_on_before_it_came_or_tomorrow_is_refused(day, why, asked, contact):
    with pytest.raises(ValidationError, match=why):
        refer(enquiry=asked, to="TMF", referred_on=day, by=contact)


def test_administration_closes_with_an_answer_or_a_reason(asked, contact):
    with pytest.raises(ValidationError, match="Skriv et svar"):
        close(enquiry=asked, by=contact)
    close(enquiry=asked, by=contact, text="Det ligger hos DBU. Kontakt dem.", on=date(2023, 3, 23))

    closed = now(asked)
    assert (closed.state, closed.closed_on, closed.first_answered_on) == (
        "closed",
        date(2023, 3, 23),
        date(2023, 3, 23),
    )
    assert texts(asked)[1] == "Det ligger hos DBU. Kontakt dem."


def test_association_closes_without_answer_and_opens_by_writing(asked, resource_person_user, contact):
    close(enquiry=asked, by=resource_person_user)
    assert (now(asked).state, now(asked).first_answered_on) == (EnquiryState.CLOSED, None)

    write(enquiry=asked, text="Alligevel", by=resource_person_user)
    assert (now(asked).state, now(asked).owner, now(asked).closed_on) == (EnquiryState.WITH_OWNER, contact, None)


def test_administration_opens_a_closed_one_by_writing(asked, contact, resource_person_user):
    close(enquiry=asked, by=resource_person_user)
    write(enquiry=asked, text="Der er nyt", by=contact)

    assert (now(asked).state, now(asked).closed_on) == (EnquiryState.ANSWERED, None)


def test_opened_again_it_goes_to_the_contact_person_when_the_owner_has_left(asked, contact, resource_person_user):
    signe = UserFactory(consultant=True)
    pass_on(enquiry=asked, to=signe, by=contact)
    write(enquiry=asked, text="Ja", by=signe)
    signe.is_active = False
    signe.save()
    write(enquiry=asked, text="Tak", by=resource_person_user)

    assert now(asked).owner == contact


def test_one_closed_without_owner_opens_without_owner(own_association, chair_user):
    asked = new(own_association, chair_user)
    close(enquiry=asked, by=chair_user)
    write(enquiry=asked, text="Alligevel", by=chair_user)

    assert (now(asked).owner, now(asked).state) == (None, EnquiryState.NEW)


def test_same_form_sent_twice_makes_one_of_each(own_association, contact, resource_person_user):
    first, second, third = (uuid.uuid4() for _ in range(3))
    for _ in range(2):
        asked = new(own_association, resource_person_user, form_key=first)
        write(enquiry=asked, text="Mere", by=resource_person_user, form_key=second)
        add_note(enquiry=asked, text="Internt", by=contact, form_key=third)

    assert (Enquiry.objects.count(), Entry.objects.count(), Note.objects.count()) == (1, 2, 1)


def test_files_are_kept_with_the_message(asked, resource_person_user):
    files = [ContentFile(b"Budget", name="budget.txt"), ContentFile(b"Noter", name="noter.txt")]
    entry = write(enquiry=asked, text="Se her", by=resource_person_user, files=files)

    assert [row.original_name for row in entry.files.order_by("pk")] == ["budget.txt", "noter.txt"]
    with entry.files.get(original_name="budget.txt").file.open() as kept:
        assert kept.read() == b"Budget"


def test_refused_file_leaves_no_message(asked, resource_person_user):
    files = [ContentFile(b"Budget", name="budget.txt"), ContentFile(b"MZ program", name="spil.exe")]
    with pytest.raises(ValidationError, match="program"):
        write(enquiry=asked, text="Se her", by=resource_person_user, files=files)

    assert (asked.entries.count(), EnquiryFile.objects.count()) == (1, 0)
    assert now(asked).turn_since == date(2023, 3, 20)


@pytest.mark.parametrize("text", ["Barnet har 010203-1234", "   "])
def test_cpr_number_or_nothing_is_refused_everywhere(text, asked, contact, own_association, resource_person_user):
    enquiry = Enquiry(association=own_association, kind=EnquiryKind.MONEY, subject="Budget")
    for attempt in (
        lambda: ask(enquiry=enquiry, text=text, by=resource_person_user),
        lambda: write(enquiry=asked, text=text, by=contact),
        lambda: add_note(enquiry=asked, text=text, by=contact),
        lambda: refer(enquiry=asked, to=text, referred_on=date(2023, 3, 22), by=contact),
    ):
        with pytest.raises(ValidationError):
            attempt()
    assert (Enquiry.objects.count(), Entry.objects.count(), Note.objects.count()) == (1, 1, 0)


def test_note_changes_nothing_that_the_association_sees(asked, contact):
    before = list(asked.entries.values())
    add_note(enquiry=asked, text="Ring til dem", by=contact)

    assert list(asked.entries.values()) == before
    assert AuditEvent.objects.get(model="enquiries.note").is_internal


def test_consultant_of_the_board_writes_for_the_association(asked, contact, own_association):
    seated = UserFactory(consultant=True)
    BoardMemberFactory(association=own_association, role="member", person__user=seated)
    write(enquiry=asked, text="Fra bestyrelsen", by=seated)

    assert asked.entries.last().side == Side.ASSOCIATION
    assert asked.entries.last().role == "Bestyrelsen"
    assert now(asked).first_answered_on is None


def test_club_with_an_open_enquiry_is_not_closed(own_association):
    from core.registry import closing_blockers

    blocker = next(entry for entry in closing_blockers if entry.key == "enquiries")
    enquiry = EnquiryFactory(association=own_association)
    EnquiryFactory(association=own_association, closed=True)

    [reason] = blocker.find(own_association.pk, date(2023, 3, 31))
    assert reason.startswith(f"Henvendelse {enquiry.pk} er åben (venter på svar).")
