"""Background work of the reminders: the day's run, and the mails. The ledger's rows are the truth."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from accounts.domain import mail_queue
from core import clock
from core.jobs import scheduled_job
from reminders.domain import engine, sending
from reminders.models import Reminder, ReminderDigest

REMIND = "reminders-remind"
SEND_AGAIN = "reminders-send-again"
MORNING = 6


@shared_task(expires=3_000)
@scheduled_job(REMIND)
def remind() -> None:
    """The day's run, asked for every hour, so that a morning on which beat was away is caught up. Never by night."""
    if timezone.localtime().hour >= MORNING:
        engine.run(clock.today())


@shared_task
def send_reminder(*, reminder_id: int) -> None:
    """Tells one person of one stage of one item, once."""
    sending.send_reminder(reminder_id)


@shared_task
def send_digest(*, digest_id: int) -> None:
    """One person's mail of the week."""
    sending.send_digest(digest_id)


@shared_task(expires=60)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends what was left behind: the broker or the mail server was away, or a worker was killed."""
    for pk in sending.waiting(Reminder):
        mail_queue.send_task(engine.SEND_REMINDER, reminder_id=pk)
    for pk in sending.waiting(ReminderDigest):
        mail_queue.send_task(engine.SEND_DIGEST, digest_id=pk)


@worker_ready.connect
def send_again_at_start(**_kwargs: Any) -> None:
    """A worker that comes up looks at once for what was left behind, instead of waiting for beat."""
    send_again.delay()
