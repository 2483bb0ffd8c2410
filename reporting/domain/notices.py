"""The one e-mail that tells whoever asked for a run that it has ended."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.formats import plural
from core.leases import JobState
from core.mail import plain_mail
from reporting.models import ReportRun

logger = logging.getLogger(__name__)
GIVE_UP_AFTER = timedelta(days=1)


def runs_to_tell() -> list[int]:
    """Finished runs whose mail has not been sent: the worker was killed, or the mail server was away."""
    since = timezone.now() - GIVE_UP_AFTER
    rows = ReportRun.objects.filter(finished_at__gt=since, mail_sent_at=None, requested_by__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def send_run_mail(run_id: int) -> bool:
    """Sends the mail unless it has been sent; the row stays locked meanwhile, so that two workers send one.

    A worker killed in the instant between the mail server's answer and the commit sends it again; both then bear the
    same Message-ID, which mail programs show once.
    """
    rows = ReportRun.objects.select_for_update(skip_locked=True, of=("self",)).select_related("requested_by")
    run = rows.filter(pk=run_id, mail_sent_at=None, finished_at__isnull=False).first()
    if run is None or run.requested_by is None:
        return False
    run_mail(run).send()
    run.mail_sent_at = timezone.now()
    run.save(update_fields=["mail_sent_at"])
    return True


def run_mail(run: ReportRun) -> EmailMessage:
    """The message for a finished run."""
    assert run.requested_by is not None  # noqa: S101 — the caller has looked
    jobs = list(run.jobs.all())
    failed = sum(job.state == JobState.FAILED for job in jobs)
    done = len(jobs) - failed
    link = f"{settings.SITE_URL}{reverse('reporting:run-detail', args=[run.pk])}"
    result = f"{plural(done, 'rapport', 'rapporter')} ligger klar til at blive hentet."
    if failed:
        result += f" {plural(failed, 'rapport', 'rapporter')} kunne ikke laves; siden fortæller hvorfor."
    return plain_mail(
        to=run.requested_by.email,
        name=run.requested_by.name,
        subject=f"Statusrapporter for {run.year} er {'færdige' if not failed else 'delvist færdige'}",
        paragraphs=[f"Du bad om statusrapporter for {run.year} ({run.scope_text}).\n{result}", f"Se dem her: {link}"],
        message_id=f"report-run-{run.pk}-{run.requested_at:%Y%m%d%H%M%S%f}",
    )
