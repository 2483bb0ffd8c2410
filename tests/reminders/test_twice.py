"""Never twice: two runs at once with a connection each, and days on which nobody ran it."""

import threading
from datetime import date

import pytest
from django.db import connection

from associations.models import MemberCount
from reminders.domain import engine
from reminders.enums import Outcome, Stage
from reminders.models import Reminder, ReminderDigest

START = date(2022, 12, 31)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_once(hekla, mails_go):
    MemberCount.objects.filter(year=2022).delete()
    engine.run(START, foresees=False)
    together, results = threading.Barrier(2), []

    def beat() -> None:
        try:
            together.wait(timeout=10)
            results.append(engine.run(date(2023, 1, 2), foresees=False))
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    (row,) = Reminder.objects.exclude(outcome=Outcome.KNOWN)
    assert sorted(results) == [False, True]
    assert mails_go == [(engine.SEND_REMINDER, {"reminder_id": row.pk})]


@pytest.mark.django_db
def test_only_the_newest_stage_is_told_after_days_without_a_run(hekla, mails_go):
    MemberCount.objects.filter(year=2022).delete()
    engine.run(date(2022, 11, 30), foresees=False)

    engine.run(date(2023, 2, 1), foresees=False)

    rows = Reminder.objects.filter(user=hekla.resource).order_by("pk").values_list("stage", "outcome")
    # The walk goes 31 days back, to 1 January: the stage that came and went before is not known of any more.
    assert list(rows) == [(Stage.DUE, Outcome.SKIPPED), (Stage.OVERDUE, Outcome.WAITING)]


@pytest.mark.django_db
def test_first_run_tells_nobody_of_what_is_there_already(hekla, mails_go):
    MemberCount.objects.filter(year=2022).delete()

    assert engine.run(date(2023, 3, 1), foresees=False)
    assert not engine.run(date(2023, 3, 1), foresees=False)

    assert set(Reminder.objects.values_list("outcome", flat=True)) == {Outcome.KNOWN}
    assert not ReminderDigest.objects.exists()
