"""Who is told of what: a row for each, sent once, with a link and nothing of what was written, the subject neither."""

from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from celery import current_app
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from associations.models import Employment
from core.models import ScheduledJobRun
from enquiries import tasks
from enquiries.domain import enquiry as domain
from enquiries.domain.mails import WORDS, send_enquiry_mail, waiting
from enquiries.enums import CameBy, EnquiryKind, Letter
from enquiries.models import Enquiry, EnquiryMail
from tests.factories import BoardMemberFactory, ContactPersonFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
SUBJECT, SECRET = "Ventelisten", "Hemmelig tekst"


@pytest.fixture(autouse=True)
def sent(monkeypatch) -> list[int]:
    """The broker's work done at once: the ids of the mails it was given."""
    ids: list[int] = []

    def send_task(_task: str, *, kwargs: dict[str, int], **_: object) -> None:
        ids.append(kwargs["mail_id"])
        send_enquiry_mail(kwargs["mail_id"])

    monkeypatch.setattr(current_app, "send_task", send_task)
    return ids


@pytest.fixture
def do(django_capture_on_commit_callbacks):
    """`do("write", …)` as if it were committed; gives the addresses that were told and empties the outbox before."""

    def run(name: str, **arguments) -> set[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            getattr(domain, name)(**arguments)
        return {address for message in mail.outbox for address in message.to}

    return run


@pytest.fixture
def contact(own_association, consultant):
    ContactPersonFactory(association=own_association, consultant=consultant)
    return consultant


def fresh(association, **more) -> Enquiry:
    return Enquiry(association=association, kind=EnquiryKind.MONEY, subject=SUBJECT, **more)


@pytest.fixture
def asked(own_association, contact, resource_person_user, chair_user, do) -> Enquiry:
    enquiry = fresh(own_association)
    do("ask", enquiry=enquiry, text=SECRET, by=resource_person_user)
    return enquiry


def test_every_letter_has_its_words():
    assert set(WORDS) == set(Letter)


def test_contact_person_is_told_of_a_new_one(own_association, contact, resource_person_user, do):
    assert do("ask", enquiry=fresh(own_association), text=SECRET, by=resource_person_user) == {"mette@example.org"}


def test_all_consultants_who_may_answer_are_told_of_one_without_owner(own_association, chair_user, manager, do):
    UserFactory(consultant=True, email="signe@example.org")
    UserFactory(consultant=True, email="vaek@example.org", is_active=False)
    seated = UserFactory(consultant=True, email="bestyrelse@example.org")
    BoardMemberFactory(association=own_association, role="member", person__user=seated)

    assert do("ask", enquiry=fresh(own_association), text=SECRET, by=chair_user) == {"signe@example.org"}
    assert mail.outbox[0].subject == "[Demo] Henvendelse uden ejer fra Vores Forening"


def test_own_people_are_told_of_what_was_written_down_for_them(
    own_association, contact, chair_user, resource_person_user, do
):
    UserFactory(consultant=True)
    enquiry = fresh(own_association, came_by=CameBy.PHONE, told_by="Finn")

    assert do("ask", enquiry=enquiry, text=SECRET, by=contact) == {"finn@example.org", "rikke@example.org"}


def test_answer_is_told_to_whoever_asked_and_back_to_the_owner(asked, contact, resource_person_user, do):
    assert do("write", enquiry=asked, text=SECRET, by=contact) == {"rikke@example.org"}
    assert do("write", enquiry=asked, text=SECRET, by=resource_person_user) == {"mette@example.org"}


def test_answer_reaches_everybody_when_the_asker_has_left(asked, contact, own_association, do):
    Employment.objects.filter(association=own_association).update(end=date(2023, 3, 30))

    assert do("write", enquiry=asked, text=SECRET, by=contact) == {"finn@example.org"}


def test_new_owner_is_told_and_nobody_of_the_association(asked, contact, do):
    signe = UserFactory(consultant=True, email="signe@example.org")

    assert do("pass_on", enquiry=asked, to=signe, by=contact, note=SECRET) == {"signe@example.org"}
    assert do("pass_on", enquiry=asked, to=contact, by=contact) == set()  # taken over by oneself


def test_asker_is_told_where_it_went_and_that_it_was_closed(asked, contact, do):
    assert do("refer", enquiry=asked, to=SECRET, referred_on=date(2023, 3, 31), by=contact) == {"rikke@example.org"}
    assert do("close", enquiry=asked, text=SECRET, by=contact) == {"rikke@example.org"}


def test_owner_is_told_that_the_association_closed_it(asked, chair_user, do):
    assert do("close", enquiry=asked, by=chair_user) == {"mette@example.org"}


def test_notes_tell_nobody(asked, contact, do):
    assert do("add_note", enquiry=asked, text=SECRET, by=contact) == set()


def test_mail_has_link_and_club_and_nothing_of_what_was_written(asked, contact, resource_person_user, do):
    page = f"/foreninger/{asked.association_id}/henvendelser/{asked.pk}/"
    steps = (
        ("write", {"text": SECRET, "by": contact}),
        ("write", {"text": SECRET, "by": resource_person_user}),
        ("refer", {"to": SECRET, "referred_on": date(2023, 3, 31), "by": contact}),
        ("pass_on", {"to": UserFactory(consultant=True), "note": SECRET, "by": contact}),
        ("close", {"text": SECRET, "by": contact}),
    )
    for name, arguments in steps:
        assert do(name, enquiry=asked, **arguments)
        for message in mail.outbox:
            assert page in message.body
            assert "Vores Forening" in message.body
            assert "Dette er en demo" in message.body
            for text in (SUBJECT, SECRET):
                assert text not in message.subject + message.body


def test_mail_is_sent_once(own_association, contact, resource_person_user, do, sent):
    do("ask", enquiry=fresh(own_association), text=SECRET, by=resource_person_user)
    [mail_id] = sent

    assert not send_enquiry_mail(mail_id)
    assert len(mail.outbox) == 1
    assert waiting() == []


def test_mail_server_that_is_away_is_tried_again(own_association, contact, resource_person_user, do, monkeypatch):
    def away(_self: object) -> None:
        raise SMTPServerDisconnected("away")

    with monkeypatch.context() as gone:
        gone.setattr("django.core.mail.EmailMessage.send", away)
        do("ask", enquiry=fresh(own_association), text=SECRET, by=resource_person_user)
    row = EnquiryMail.objects.get()
    assert (row.sent_at, waiting()) == (None, [row.pk])
    assert row.failed_at is not None
    tasks.send_again()

    row.refresh_from_db()
    assert (row.failed_at, [message.to for message in mail.outbox]) == (None, [["mette@example.org"]])
    assert ScheduledJobRun.objects.get(name=tasks.SEND_AGAIN).last_error == ""


def test_broker_that_is_away_stops_nobody(own_association, contact, resource_person_user, do, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(current_app, "send_task", away)

    assert do("ask", enquiry=fresh(own_association), text=SECRET, by=resource_person_user) == set()
    assert Enquiry.objects.count() == 1
    assert len(waiting()) == 1


def test_old_mail_is_not_sent_a_day_later(asked, contact, do, monkeypatch):
    monkeypatch.setattr(current_app, "send_task", lambda *_args, **_kwargs: None)
    do("write", enquiry=asked, text=SECRET, by=contact)
    EnquiryMail.objects.update(requested_at=timezone.now() - timedelta(hours=25))

    assert waiting() == []


def test_who_has_left_meanwhile_is_not_told(asked, contact, resource_person_user, do, monkeypatch):
    monkeypatch.setattr(current_app, "send_task", lambda *_args, **_kwargs: None)
    do("write", enquiry=asked, text=SECRET, by=contact)
    Employment.objects.update(end=date(2023, 3, 30))
    for mail_id in waiting():
        tasks.send_enquiry_mail(mail_id=mail_id)

    assert mail.outbox == []
    assert EnquiryMail.objects.get(user=resource_person_user).dropped_at is not None


def test_beat_sends_again_every_minute(settings):
    assert settings.CELERY_BEAT_SCHEDULE[tasks.SEND_AGAIN] == {"task": "enquiries.tasks.send_again", "schedule": 60.0}
