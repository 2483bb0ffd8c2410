"""Background work of accounts: the mails of invitations. The row is the truth; a task only sends."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from accounts.domain import invitation_mail, mail_queue
from accounts.domain.invitations import SEND_INVITATION
from core.jobs import scheduled_job

SEND_AGAIN = "accounts-send-again"


@shared_task
def send_invitation(*, invitation_id: int) -> None:
    """Sends the mail of an invitation, once."""
    invitation_mail.send_invitation(invitation_id)


@shared_task(expires=60)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends what was left behind: the broker or the mail server was away, or a worker was killed."""
    for invitation_id in invitation_mail.waiting():
        mail_queue.send_task(SEND_INVITATION, invitation_id=invitation_id)


@worker_ready.connect
def send_again_at_start(**_kwargs: Any) -> None:
    """A worker that comes up looks at once for what was left behind, instead of waiting for beat."""
    send_again.delay()
