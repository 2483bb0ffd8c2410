"""Background work of imports. A job's truth is its row (core.leases); a task only claims and works."""

from celery import shared_task

from core.jobs import scheduled_job
from imports.domain import jobs
from imports.models import ImportJob

SEND_AGAIN = "imports-send-again"
FORGET_FILES = "imports-forget-files"


@shared_task
def work_on_import(*, job_id: int) -> None:
    """Checks or saves the import, unless somebody else does or has done it."""
    job = ImportJob.claim(job_id)
    if job is not None:
        jobs.work(job)


@shared_task(expires=30)
@scheduled_job(SEND_AGAIN)
def send_again() -> None:
    """Sends jobs that nobody works on: the broker was away, or a worker was killed."""
    for job in ImportJob.to_send_again():
        jobs.send(job.pk)


@shared_task
@scheduled_job(FORGET_FILES)
def forget_files() -> None:
    """Removes uploads that nobody needs any more (R20)."""
    jobs.forget_old_files()
