"""Eleven days of reminders up to the demo's day: sent, passed on, one that failed, and a consultant's weekly digest."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import StaffRole
from accounts.models import User
from core import clock
from reminders.domain import engine
from reminders.domain.choices import choice_of, save_choice
from reminders.domain.sending import MOST_ATTEMPTS
from reminders.enums import Delivery, Outcome
from reminders.models import Reminder, ReminderDigest, ReminderEngine

DAYS = 20
MORNING = time(7)
REFUSED = "SMTPRecipientsRefused: 550 5.1.1 Postkassen findes ikke"


@transaction.atomic
def seed() -> None:
    """Makes them once; no mail is sent, the rows say that it was."""
    if ReminderEngine.objects.exclude(began_on=None).exists():
        return
    today = clock.today()
    consultants = User.objects.filter(staff_role=StaffRole.CONSULTANT, is_active=True).order_by("email")
    for user in consultants[1:2]:
        choice = choice_of(user)
        choice.delivery = Delivery.DIGEST.value
        save_choice(choice=choice, by=user)
    for days in range(DAYS, 0, -1):
        engine.run(today - timedelta(days=days), foresees=False)
    engine.run(today)
    digests = ReminderDigest.objects.filter(outcome=Outcome.WAITING)
    for digest in digests:
        _sent(digest.reminders.filter(outcome=Outcome.IN_DIGEST), digest.week)
        digest.outcome, digest.sent_at, digest.attempts = Outcome.SENT.value, _morning(digest.week), 1
        digest.save()
    waiting = Reminder.objects.filter(outcome=Outcome.WAITING)
    failed = waiting.order_by("pk").first()
    if failed:
        failed.outcome, failed.error, failed.attempts = Outcome.FAILED.value, REFUSED, MOST_ATTEMPTS
        failed.save()
    for day in sorted(set(waiting.values_list("on", flat=True))):
        _sent(waiting.filter(on=day), day)


def _sent(rows: "QuerySet[Reminder]", day: date) -> None:
    rows.update(outcome=Outcome.SENT, sent_at=_morning(day), attempts=1)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
