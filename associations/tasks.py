"""Background work of this app: the mails about a change of address. The row is the truth; a task only sends."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from accounts.domain import mail_queue
from associations.domain import address_mail
from associations.domain.addresses import SEND_ADDRESS_MAILS
from core.jobs import scheduled_job

SEND_AGAIN = "associations-send-again"


@shared_task
def send_address_mails(*, change_id: int) -> None:
    """Sends the mails about a change of address, each once."""
    address_mail.send_address_mails(change_id)


@shared_task(expires=60)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends what was left behind: the broker or the mail server was away, or a worker was killed."""
    for change_id in address_mail.waiting():
        mail_queue.send_task(SEND_ADDRESS_MAILS, change_id=change_id)


@worker_ready.connect
def send_again_at_start(**_kwargs: Any) -> None:
    """A worker that comes up looks at once for what was left behind, instead of waiting for beat."""
    send_again.delay()
