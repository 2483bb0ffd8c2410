"""The floor's own background work: a sign of life from the workers."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from core.jobs import register_scheduled_jobs, scheduled_job

HEARTBEAT = "heartbeat"


@shared_task(ignore_result=True, expires=30)  # after a pause one heartbeat is enough, not a queue of them
@scheduled_job(HEARTBEAT)
def heartbeat() -> None:
    """Show that beat, broker, a worker and the database work together; beat sends it every ten seconds."""
    register_scheduled_jobs()


@worker_ready.connect
def first_heartbeat(**_kwargs: Any) -> None:
    """Send the first heartbeat when a worker comes up, instead of waiting for beat."""
    heartbeat.delay()
