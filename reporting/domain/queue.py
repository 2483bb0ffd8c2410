"""Sends work to the broker. A row that could not be sent stays queued, and beat sends it later (ADR 6)."""

import logging
from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from reporting.models import ReportJob

logger = logging.getLogger(__name__)

RENDER_REPORT = "reporting.tasks.render_report"
SEND_RUN_MAIL = "reporting.tasks.send_run_mail"
# A message that nobody took for this long has been sent again by then.
EXPIRES_SECONDS = 600


def send_jobs(job_ids: Iterable[int]) -> None:
    """Sends one task per job; stops at the first that the broker does not take."""
    sent = []
    for job_id in job_ids:
        if not _send(RENDER_REPORT, job_id=job_id):
            break
        sent.append(job_id)
    ReportJob.objects.filter(pk__in=sent).update(sent_at=timezone.now())


def send_mail_task(run_id: int) -> None:
    """Has the mail of a finished run sent."""
    _send(SEND_RUN_MAIL, run_id=run_id)


def _send(task: str, **arguments: Any) -> bool:
    try:
        current_app.send_task(task, kwargs=arguments, expires=EXPIRES_SECONDS, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("The broker does not take %s: %s", task, error)
        return False
    return True
