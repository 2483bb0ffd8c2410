"""Background work of the enquiries: mails. The row is the truth."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from accounts.domain import mail_queue
from core.jobs import scheduled_job
from enquiries.domain import mails

SEND_AGAIN = "enquiries-send-again"


@shared_task
def send_enquiry_mail(*, mail_id: int) -> None:
    """Tells one person of one enquiry, once."""
    mails.send_enquiry_mail(mail_id)


@shared_task(expires=60)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends what was left behind: the broker or the mail server was away, or a worker was killed."""
    for mail_id in mails.waiting():
        mail_queue.send_task(mails.SEND_ENQUIRY_MAIL, mail_id=mail_id)


@worker_ready.connect
def send_again_at_start(**_kwargs: Any) -> None:
    """A worker that comes up looks at once for what was left behind, instead of waiting for beat."""
    send_again.delay()
