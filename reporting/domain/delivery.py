"""Delivers a rendered report exactly once: file first, then version and job in one transaction (ADR 6).

A worker that is killed between the two leaves a file that nobody knows; `sweep_orphans` removes it.
"""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from core.leases import LeaseLost
from core.pdf import Pdf
from reporting.domain import runs
from reporting.enums import Outcome
from reporting.models import ReportJob, StatusReport

logger = logging.getLogger(__name__)

FOLDER = "statusrapporter"
SUBJECTS = 10**14  # room for every association's id within a year's lock numbers
ORPHAN_AGE = timedelta(hours=1)


@dataclass(frozen=True)
class Drawn:
    """What a job has made: the checksums of its content, the day it holds for, and how long it took."""

    data_hash: str
    content_hash: str
    as_of: date
    build_seconds: float
    render_seconds: float | None = None


def latest_report(association_id: int | None, year: int) -> StatusReport | None:
    """The newest delivered version of the subject's report of the year."""
    return StatusReport.objects.filter(association=association_id, year=year).order_by("-version").first()


def still_holds(report: StatusReport | None, content_hash: str) -> bool:
    """Whether the delivered version says the same, is drawn the same, and its file is there."""
    return report is not None and report.content_hash == content_hash and default_storage.exists(report.file.name)


def deliver_unchanged(job: ReportJob, report: StatusReport, drawn: Drawn) -> None:
    """Ends the job with the version that still holds. Raises `LeaseLost` when another worker has the job."""
    with transaction.atomic():
        run = runs.lock_run(job.run_id)
        job.hold_for_delivery()
        job.finish(report=report, outcome=Outcome.UNCHANGED, build_seconds=drawn.build_seconds)
        runs.finish_if_complete(run)


def deliver(job: ReportJob, pdf: Pdf, drawn: Drawn) -> None:
    """Keeps the file and ends the job with a new version. Raises `LeaseLost`, and `OSError` from the storage."""
    name = save_file(job.run.year, pdf.content)
    kept = False
    try:
        with transaction.atomic():
            run = runs.lock_run(job.run_id)
            job.hold_for_delivery()
            _lock_subject(job)
            latest = latest_report(job.association_id, run.year)
            # Another run may have delivered the same content while this one was drawn.
            kept = latest is None or not still_holds(latest, drawn.content_hash)
            report = _new_version(job, name, pdf, drawn, after=latest) if kept or latest is None else latest
            job.finish(
                report=report,
                outcome=Outcome.RENDERED if kept else Outcome.UNCHANGED,
                build_seconds=drawn.build_seconds,
                render_seconds=drawn.render_seconds,
            )
            runs.finish_if_complete(run)
    except BaseException:
        default_storage.delete(name)
        raise
    if not kept:
        default_storage.delete(name)


def fail(job: ReportJob, reason: str) -> None:
    """Ends the job with a reason for the user; nothing when another worker has it."""
    try:
        with transaction.atomic():
            run = runs.lock_run(job.run_id)
            job.hold_for_delivery()
            job.fail(reason)
            runs.finish_if_complete(run)
    except LeaseLost:
        logger.info("report job %s was taken over", job.pk)


def save_file(year: int, content: bytes) -> str:
    """Writes the file under a name that nothing else has, and gives the name. A half-written file is removed."""
    name = f"{FOLDER}/{year}/{uuid.uuid4().hex}.pdf"
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError:
        default_storage.delete(name)
        raise


def _new_version(job: ReportJob, name: str, pdf: Pdf, drawn: Drawn, *, after: StatusReport | None) -> StatusReport:
    return StatusReport.objects.create(
        association_id=job.association_id,
        year=job.run.year,
        version=after.version + 1 if after else 1,
        data_hash=drawn.data_hash,
        content_hash=drawn.content_hash,
        as_of=drawn.as_of,
        file=name,
        sha256=hashlib.sha256(pdf.content).hexdigest(),
        size=len(pdf.content),
        pages=pdf.pages,
        is_demo=settings.DEMO_MODE,
    )


def _lock_subject(job: ReportJob) -> None:
    """Two runs that make the same report deliver one after the other, so that versions follow each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [job.run.year * SUBJECTS + (job.association_id or 0)])


def sweep_orphans() -> int:
    """Removes files that no version knows and that are too old to be on their way; how many they were."""
    if not default_storage.exists(FOLDER):
        return 0
    removed = 0
    for folder in default_storage.listdir(FOLDER)[0]:
        names = [f"{FOLDER}/{folder}/{file}" for file in default_storage.listdir(f"{FOLDER}/{folder}")[1]]
        known = set(StatusReport.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < timezone.now() - ORPHAN_AGE:
                default_storage.delete(name)
                removed += 1
    return removed
