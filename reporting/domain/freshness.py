"""Whether a delivered report still says what the register says: the content is built afresh and compared."""

from collections.abc import Collection, Iterable

from django.db.models import Max

from associations.models import Association
from core import clock
from reporting.domain.association_report import NoPartnershipError, association_report
from reporting.domain.hashing import data_hash
from reporting.domain.loading import Register, load_register
from reporting.domain.programme_report import NoProgrammeError, build_programme_report
from reporting.models import ReportCheck, ReportRun, StatusReport
from workflow.models import AuditEvent

MOST_COMPARED = 60  # a page does not build hundreds of contents
MOST_LOOKED_AT = 200  # one look takes seconds, not minutes; the next one goes on


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


def look_again() -> int:
    """Compares the newest reports of the last ended year that something has happened to since the last look.

    Returns how many were compared: at most `MOST_LOOKED_AT`, the rest at the next look. Lists read the outcome
    (`ReportCheck.changed_on`) instead of building contents.
    """
    newest = AuditEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    year = clock.today().year - 1
    reports = list(
        StatusReport.objects.filter(year=year, association__isnull=False).latest_versions().select_related("check_row")
    )
    checks = {report.pk: report.check_row for report in reports if hasattr(report, "check_row")}
    touched = _touched_since(min((check.seen_event_id for check in checks.values()), default=newest))
    due = [report for report in reports if _may_differ(report, checks.get(report.pk), touched)]
    still = [pk for pk in checks.keys() - {report.pk for report in due} if checks[pk].seen_event_id < newest]
    ReportCheck.objects.filter(report__in=still).update(seen_event_id=newest)
    looked_at = due[:MOST_LOOKED_AT]
    if looked_at:
        ids = [report.association_id for report in looked_at if report.association_id]
        register = load_register(Association.objects.filter(pk__in=ids), years=[year])
        for report in looked_at:
            _note(report, checks.get(report.pk), newest, is_changed=_has_changed(report, register))
    return len(looked_at)


def _touched_since(event_id: int) -> dict[int | None, int]:
    """The newest trace after `event_id` by association; under None that of records which belong to no association."""
    found: dict[int | None, int] = {}
    events = AuditEvent.objects.filter(pk__gt=event_id).order_by("pk")
    for pk, ids in events.values_list("pk", "association_ids").iterator():
        found.update(dict.fromkeys(ids, pk) if ids else {None: pk})
    return found


def _may_differ(report: StatusReport, check: ReportCheck | None, touched: dict[int | None, int]) -> bool:
    """Never looked at, or something has happened to the association or to what belongs to none (a programme year)."""
    if check is None:
        return True
    return max(touched.get(report.association_id, 0), touched.get(None, 0)) > check.seen_event_id


def _note(report: StatusReport, check: ReportCheck | None, newest: int, *, is_changed: bool) -> None:
    since = check.changed_on if check else None
    ReportCheck.objects.update_or_create(
        report=report,
        defaults={"seen_event_id": newest, "changed_on": (since or clock.today()) if is_changed else None},
    )


def _has_changed(report: StatusReport, register: Register) -> bool:
    today = clock.today()
    try:
        if report.association_id is None:
            return data_hash(build_programme_report(report.year, today)) != report.data_hash
        content = association_report(register, report.association_id, report.year, today)
        return data_hash(content) != report.data_hash
    except (NoPartnershipError, NoProgrammeError, Association.DoesNotExist):
        return True
