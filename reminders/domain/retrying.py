"""Trying again what was given up."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.domain import mail_queue
from accounts.models import User
from reminders.domain.engine import SEND_DIGEST, SEND_REMINDER
from reminders.enums import Outcome
from reminders.models import Reminder, ReminderDigest
from workflow import audit


@transaction.atomic
def retry(row: Reminder | ReminderDigest, *, by: User) -> bool:
    """The mail is tried afresh; False when it was not given up, so that a second click does nothing."""
    model = type(row)
    found = model._default_manager.select_for_update().filter(pk=row.pk, outcome=Outcome.FAILED).first()
    if found is None:
        return False
    found.outcome, found.attempts, found.next_try_at, found.error = Outcome.WAITING.value, 0, timezone.now(), ""
    audit.save(found, by=by)
    if isinstance(found, ReminderDigest):
        transaction.on_commit(partial(mail_queue.send_task, SEND_DIGEST, digest_id=found.pk), robust=True)
    else:
        transaction.on_commit(partial(mail_queue.send_task, SEND_REMINDER, reminder_id=found.pk), robust=True)
    return True
