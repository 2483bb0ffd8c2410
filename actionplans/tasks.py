"""Background work of the plans: mails about steps, and plans whose period is over. The row is the truth."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from accounts.domain import mail_queue
from actionplans.domain import mails, workflow
from core.jobs import scheduled_job

SEND_AGAIN = "actionplans-send-again"
CLOSE_ENDED = "actionplans-close-ended"


@shared_task
def send_plan_mail(*, mail_id: int) -> None:
    """Tells one person of one step, once."""
    mails.send_plan_mail(mail_id)


@shared_task(expires=60)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends what was left behind: the broker or the mail server was away, or a worker was killed."""
    for mail_id in mails.waiting():
        mail_queue.send_task(mails.SEND_PLAN_MAIL, mail_id=mail_id)


@shared_task
@scheduled_job(CLOSE_ENDED)
def close_ended() -> None:
    """Closes the approved plans whose last day has passed."""
    workflow.close_ended()


@worker_ready.connect
def send_again_at_start(**_kwargs: Any) -> None:
    """A worker that comes up looks at once for what was left behind, instead of waiting for beat."""
    send_again.delay()
