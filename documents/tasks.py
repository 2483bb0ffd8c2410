"""Tidying up, in the background."""

from celery import shared_task

from core.jobs import scheduled_job
from documents.domain import document, stored

SWEEP = "documents-sweep"


@shared_task
@scheduled_job(SWEEP)
def sweep() -> None:
    """Removes files that no document and no other record knows."""
    document.sweep_orphans()
    stored.sweep_orphans()
