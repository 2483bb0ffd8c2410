"""Whether a delivered report still says what the register says: the content is built afresh and compared."""

from collections.abc import Collection, Iterable

from associations.models import Association
from core import clock
from reporting.domain.association_report import NoPartnershipError, association_report
from reporting.domain.hashing import data_hash
from reporting.domain.loading import Register, load_register
from reporting.domain.programme_report import NoProgrammeError, build_programme_report
from reporting.models import ReportRun, StatusReport
from workflow.models import AuditEvent

MOST_COMPARED = 60  # a page does not build hundreds of contents


def changed_years(association: Association, reports: Collection[StatusReport]) -> set[int]:
    """The years whose given version no longer says what the register says; queries do not grow with the years."""
    if not reports:
        return set()
    rows = Association.objects.filter(pk=association.pk)
    register = load_register(rows, years=[report.year for report in reports])
    return {report.year for report in reports if _has_changed(report, register)}


def changed_reports(run: ReportRun, reports: Iterable[StatusReport]) -> set[int]:
    """The ids of a finished run's reports that no longer say what the register says.

    Nothing is built when no change has been traced since the run ended, and at most `MOST_COMPARED` contents.
    """
    rows = list(reports)
    if not rows or run.finished_at is None or not AuditEvent.objects.filter(at__gt=run.requested_at).exists():
        return set()
    compared = rows[:MOST_COMPARED]
    ids = [report.association_id for report in compared if report.association_id]
    register = load_register(Association.objects.filter(pk__in=ids), years=[run.year])
    return {report.pk for report in compared if _has_changed(report, register)}


def _has_changed(report: StatusReport, register: Register) -> bool:
    today = clock.today()
    try:
        if report.association_id is None:
            return data_hash(build_programme_report(report.year, today)) != report.data_hash
        content = association_report(register, report.association_id, report.year, today)
        return data_hash(content) != report.data_hash
    except (NoPartnershipError, NoProgrammeError, Association.DoesNotExist):
        return True
