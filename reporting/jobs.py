"""One report from claim to delivery: read, compare with what is delivered, draw only what has changed."""

import logging
import time
from contextlib import suppress

from django.db import InterfaceError, OperationalError

from core import clock
from core.leases import MOST_ATTEMPTS, LeaseLost
from reporting import documents
from reporting.domain import delivery, failures
from reporting.domain.association_report import build_association_report
from reporting.domain.delivery import Drawn
from reporting.domain.hashing import data_hash
from reporting.domain.programme_report import build_programme_report
from reporting.models import ReportJob

logger = logging.getLogger(__name__)


def work(job: ReportJob) -> None:
    """Does a claimed job and ends it: done, unchanged, or failed with a reason.

    A database that is away is no failure of the report: the lease runs out, and the job is sent again.
    """
    if job.attempts > MOST_ATTEMPTS:
        delivery.fail(job, failures.GAVE_UP)
        return
    try:
        with job.renewed():
            _make(job)
    except LeaseLost:
        logger.info("report job %s was taken over", job.pk)
    except (OperationalError, InterfaceError):
        logger.exception("report job %s: the database is away", job.pk)
        raise
    except Exception as error:
        logger.exception("report job %s failed", job.pk)
        with suppress(OperationalError, InterfaceError):
            delivery.fail(job, failures.reason_for(error))


def build(association_id: int | None, year: int) -> documents.Report:
    """The subject's content as of today."""
    if association_id is None:
        return build_programme_report(year, clock.today())
    return build_association_report(association_id, year, clock.today())


def _make(job: ReportJob) -> None:
    began = time.perf_counter()
    year = job.run.year
    report = build(job.association_id, year)
    data = data_hash(report)
    content = documents.content_hash(data, report)
    built = time.perf_counter()
    drawn = Drawn(data, content, report.as_of, build_seconds=built - began)
    latest = delivery.latest_report(job.association_id, year)
    if latest is not None and delivery.still_holds(latest, content):
        delivery.deliver_unchanged(job, latest, drawn)
        return
    pdf = documents.report_pdf(report)
    render_seconds = time.perf_counter() - built
    delivery.deliver(job, pdf, Drawn(data, content, report.as_of, drawn.build_seconds, render_seconds))
