"""Every named constraint of the reminders refuses what it should, in the database itself."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from reminders.models import ReminderChoice, ReminderEngine, UpcomingReminder
from tests.factories import AssociationFactory, ReminderDigestFactory, ReminderFactory, UserFactory

pytestmark = pytest.mark.django_db


def twice() -> None:
    first = ReminderFactory()
    ReminderFactory(association=first.association, user=first.user)


def two_digests() -> None:
    ReminderDigestFactory(user=ReminderDigestFactory().user)


def engine(**values: object) -> Callable[[], object]:
    def change() -> None:
        ReminderEngine.objects.get_or_create(pk=1)
        ReminderEngine.objects.update(**values)

    return change


def upcoming(times: int = 1, **values: object) -> Callable[[], object]:
    def make() -> None:
        association, user = AssociationFactory(), UserFactory()
        row = {
            "item": "vacancy:1", "kind": "vacancy", "association": association, "user": user, "stage": "due",
            "rung": 1, "due_on": date(2023, 4, 3), "on": date(2023, 4, 1), "outcome": "waiting",
        }  # fmt: skip
        for _ in range(times):
            UpcomingReminder.objects.create(**row | values)

    return make


REFUSED: dict[str, Callable[[], object]] = {
    "reminders_reminder_once": twice,
    "reminders_reminder_stage_known": lambda: ReminderFactory(stage="x"),
    "reminders_reminder_rung_known": lambda: ReminderFactory(rung=99),
    "reminders_reminder_outcome_known": lambda: ReminderFactory(outcome="x"),
    "reminders_reminder_sent_has_time": lambda: ReminderFactory(outcome="sent", sent_at=None),
    "reminders_reminderdigest_once_a_week": two_digests,
    "reminders_reminderdigest_outcome_known": lambda: ReminderDigestFactory(outcome="x"),
    "reminders_reminderdigest_sent_has_time": lambda: ReminderDigestFactory(outcome="sent", sent_at=None),
    "reminders_reminderdigest_week_is_a_monday": lambda: ReminderDigestFactory(week=date(2023, 3, 28)),
    "reminders_reminderchoice_delivery_known": lambda: ReminderChoice.objects.create(user=UserFactory(), delivery="x"),
    "reminders_reminderengine_one_row": lambda: ReminderEngine.objects.create(pk=2),
    "reminders_reminderengine_runs_after_start": engine(began_on=date(2023, 3, 2), last_run_on=date(2023, 3, 1)),
    "reminders_upcomingreminder_once": upcoming(times=2),
    "reminders_upcomingreminder_stage_known": upcoming(stage="x"),
    "reminders_upcomingreminder_rung_known": upcoming(rung=99),
    "reminders_upcomingreminder_outcome_known": upcoming(outcome="x"),
}


def test_every_constraint_has_its_violation():
    named = {row.name for model in apps.get_app_config("reminders").get_models() for row in model._meta.constraints}
    assert named == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()
