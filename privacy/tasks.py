"""Background work of privacy: what is past its retention period is found every day."""

from celery import shared_task
from django.conf import settings

from core.jobs import scheduled_job
from privacy.domain import retention

RETENTION = "privacy-retention"


@shared_task
@scheduled_job(RETENTION)
def propose_retention() -> None:
    """Finds and proposes; carries out too when the installation says so."""
    if settings.RETENTION_CARRY_OUT:
        for kind in retention.kinds():
            if kind.years:
                retention.carry_out(kind.entry, by=None)
    retention.propose()
