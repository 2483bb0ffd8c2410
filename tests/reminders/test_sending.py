"""The mails: sent once, tried again with limits, told only to whom it still concerns; and the way out."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from reminders.domain import engine, sending
from reminders.domain.retrying import retry
from reminders.domain.unsubscribing import token_for
from reminders.enums import Delivery, Outcome, Stage
from reminders.models import Reminder, ReminderChoice, ReminderDigest
from tests.factories import BoardMemberFactory, MemberCountFactory, ReminderFactory
from tests.reminders.conftest import days

pytestmark = pytest.mark.django_db
START, JANUARY = date(2022, 12, 31), date(2023, 1, 1)


@pytest.fixture
def due_in_january(hekla, at, mails_go):
    """Rikke is to be told on 1 January 2023 that the count of 2022 is due."""
    from associations.models import MemberCount

    MemberCount.objects.filter(year=2022).delete()
    engine.run(START, foresees=False)
    engine.run(at(JANUARY), foresees=False)
    return Reminder.objects.get(on=JANUARY)


def test_mail_tells_what_is_due_and_how_to_stop_it(due_in_january, hekla):
    assert sending.send_reminder(due_in_january.pk)

    (message,) = mail.outbox
    assert message.to == [hekla.resource.email]
    assert message.subject == "[Demo] Skal gøres nu: Medlemstal, Hekla"
    assert "Medlemstal for 2022 mangler.\nFrist: 31. januar 2023." in message.body
    address = f"/paamindelser/afmeld/{token_for(hekla.resource)}/"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{address}>")
    assert address in message.body
    due_in_january.refresh_from_db()
    assert (due_in_january.outcome, due_in_january.attempts) == (Outcome.SENT, 1)


def test_mail_goes_once_however_often_it_is_asked_for(due_in_january):
    assert [sending.send_reminder(due_in_january.pk) for _ in range(3)] == [True, False, False]
    assert len(mail.outbox) == 1


def test_what_has_been_done_meanwhile_is_not_told(due_in_january, hekla):
    MemberCountFactory(association=hekla.club, year=2022, under_25=200)

    assert not sending.send_reminder(due_in_january.pk)

    due_in_january.refresh_from_db()
    assert (due_in_january.outcome, mail.outbox) == (Outcome.DROPPED, [])


def test_nobody_is_told_who_has_left(due_in_january, hekla):
    hekla.club.employments.update(end=date(2022, 12, 31))

    assert not sending.send_reminder(due_in_january.pk)
    assert mail.outbox == []


def test_refused_mail_waits_longer_and_longer_and_is_given_up(due_in_january, hekla, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("Postserveren svarer ikke")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    row, waits = due_in_january, []
    for _ in range(sending.MOST_ATTEMPTS):
        before = timezone.now()
        assert not sending.send_reminder(row.pk)
        row.refresh_from_db()
        waits.append(round((row.next_try_at - before) / timedelta(minutes=10)))
        assert not sending.send_reminder(row.pk)  # not before its time
        Reminder.objects.filter(pk=row.pk).update(next_try_at=timezone.now())

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
    assert (row.outcome, row.error) == (Outcome.FAILED, "OSError: Postserveren svarer ikke")
    monkeypatch.undo()
    assert retry(row, by=hekla.manager)
    assert not retry(row, by=hekla.manager)
    row.refresh_from_db()
    assert (row.outcome, row.attempts, row.error) == (Outcome.WAITING, 0, "")


def test_row_whose_worker_died_every_time_is_given_up(due_in_january):
    Reminder.objects.update(attempts=sending.MOST_ATTEMPTS)

    assert sending.waiting(Reminder) == []

    due_in_january.refresh_from_db()
    assert (due_in_january.outcome, due_in_january.error) == (Outcome.FAILED, sending.GAVE_UP)


# --- The weekly digest
def test_digest_tells_once_a_week_what_is_new_in_all_associations(hekla, at, mails_go):
    other = BoardMemberFactory(association__name="Ajax", person=hekla.chair.person).association
    from associations.models import ChildProtectionDeclaration
    from tests.factories import PartnershipFactory

    PartnershipFactory(association=other, start=date(2023, 1, 1), running=True)
    ChildProtectionDeclaration.objects.filter(year=2023).delete()
    ReminderChoice.objects.create(user=hekla.chair, delivery=Delivery.DIGEST)
    for day in days(START, date(2023, 3, 20)):
        engine.run(at(day), foresees=False)
        for pk in sending.waiting(ReminderDigest):
            sending.send_digest(pk)

    mine = [message for message in mail.outbox if message.to == [hekla.chair.email]]
    weeks = list(ReminderDigest.objects.filter(user=hekla.chair).order_by("week").values_list("week", "outcome"))
    # Coming on 1 January, Ajax' vacancy over time on 1 February, the declarations due on 1 March: Mondays after.
    assert weeks == [(date(2023, 1, 2), "sent"), (date(2023, 2, 6), "sent"), (date(2023, 3, 6), "sent")]
    assert len(mine) == 3
    assert mine[0].body.index("Ajax") < mine[0].body.index("Hekla")
    told = Reminder.objects.filter(user=hekla.chair, kind="child_protection", stage=Stage.COMING)
    assert [(row.outcome, row.digest.week) for row in told] == [("sent", date(2023, 1, 2))] * 2


def test_digest_leaves_out_what_is_done_and_is_dropped_when_nothing_is_left(hekla, at):
    at(JANUARY)
    digest = ReminderDigest.objects.create(user=hekla.resource, week=date(2022, 12, 26))
    row = ReminderFactory(association=hekla.club, user=hekla.resource, in_digest=True, digest=digest)

    assert not sending.send_digest(digest.pk)

    digest.refresh_from_db()
    row.refresh_from_db()
    assert (digest.outcome, row.outcome, mail.outbox) == (Outcome.DROPPED, Outcome.DROPPED, [])


# --- The way out (RFC 8058)
def test_one_post_without_sign_in_or_cookie_stops_the_mails(client_for, hekla):
    from django.test import Client

    address = f"/paamindelser/afmeld/{token_for(hekla.resource)}/"
    strict = Client(enforce_csrf_checks=True)

    page = strict.get(address)
    assert ReminderChoice.objects.count() == 0
    assert len(re.findall('<button type="submit"', page.content.decode())) == 1
    answers = [strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert ReminderChoice.objects.get(user=hekla.resource).delivery == Delivery.PAGE
    assert "Du behøver ikke gøre mere" in strict.get(address).content.decode()


@pytest.mark.parametrize("token", ["", "1.x", "x"])
def test_forged_address_stops_nothing(client_for, hekla, token):
    forged = token or token_for(hekla.resource)[:-2] + "!!"
    answer = client_for(None).post(f"/paamindelser/afmeld/{forged}/")

    assert answer.status_code == 404
    assert ReminderChoice.objects.count() == 0
