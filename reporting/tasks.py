"""Background work of reports. A job's truth is its row (core.leases); a task only claims and works."""

import gc
import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init, worker_ready

from core.jobs import scheduled_job
from core.pdf import warm_up
from reporting import jobs
from reporting.documents import PDF_STYLESHEET
from reporting.domain import delivery, freshness, notices, queue
from reporting.models import ReportJob

logger = logging.getLogger(__name__)

SEND_AGAIN = "reporting-send-again"
SWEEP = "reporting-sweep"
LOOK_AGAIN = "reporting-look-again"
# Sending again is rationed, so that a long queue is not doubled each time; the longest waiting go first.
MOST_SENT_AGAIN = 50


@shared_task
def render_report(*, job_id: int) -> None:
    """Makes one report, unless somebody else does or has done it."""
    job = ReportJob.claim(job_id)
    if job is not None:
        jobs.work(job)


@shared_task
def send_run_mail(*, run_id: int) -> None:
    """Tells whoever asked that the run has ended, once."""
    notices.send_run_mail(run_id)


@shared_task(expires=30)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends what nobody works on: the broker was away, or a worker was killed."""
    waiting = ReportJob.to_send_again().order_by("sent_at", "pk").values_list("pk", flat=True)
    queue.send_jobs(list(waiting[:MOST_SENT_AGAIN]))
    for run_id in notices.runs_to_tell():
        queue.send_mail_task(run_id)


@shared_task
@scheduled_job(SWEEP)
def sweep() -> None:
    """Removes files that no delivered version knows."""
    delivery.sweep_orphans()


@shared_task(expires=30)
@scheduled_job(LOOK_AGAIN)
def look_again() -> None:
    """Finds delivered reports whose numbers have changed since, for what is due."""
    freshness.look_again()


@worker_ready.connect
def send_again_at_start(**_kwargs: Any) -> None:
    """A worker that comes up looks at once for what was left behind, instead of waiting for beat."""
    send_again.delay()


@worker_process_init.connect
def warm_up_engine(**_kwargs: Any) -> None:
    """Each worker process loads fonts and stylesheet before its first report; what is missing shows in the job."""
    try:
        warm_up(PDF_STYLESHEET)
    except Exception:
        logger.exception("the PDF engine could not be warmed up")
    # Everything loaded by now stays: the collector need not look through it after each report (core.pdf).
    gc.collect()
    gc.freeze()
