"""Tidying up, in the background."""

from celery import shared_task

from core.jobs import scheduled_job
from documents.domain.document import sweep_orphans

SWEEP = "documents-sweep"


@shared_task
@scheduled_job(SWEEP)
def sweep() -> None:
    """Removes files that no document knows."""
    sweep_orphans()
