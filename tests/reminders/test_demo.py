"""The demo's reminders: sent, one that failed, and a digest; made once."""

from datetime import date

import pytest

from associations.models import ChildProtectionDeclaration
from reminders import demo
from reminders.models import Reminder, UpcomingReminder
from tests.factories import JournalEntryFactory

pytestmark = pytest.mark.django_db


def test_demo_has_every_end_and_is_made_once(hekla, demo_today, mails_go):
    ChildProtectionDeclaration.objects.filter(year=2023).delete()
    JournalEntryFactory(association=hekla.club, follow_up_on=date(2023, 4, 14))
    JournalEntryFactory(association=hekla.club, follow_up_on=date(2023, 3, 29))

    demo.seed()
    count = Reminder.objects.count()
    demo.seed()

    assert Reminder.objects.count() == count
    assert {"known", "sent", "failed"} <= set(Reminder.objects.values_list("outcome", flat=True))
    assert not Reminder.objects.filter(outcome="waiting").exists()
    assert UpcomingReminder.objects.exists()
