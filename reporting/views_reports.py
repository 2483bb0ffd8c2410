"""An association's reports, previews of what a report would say now, and the delivered files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context
from associations.models import Association
from core import clock
from partnerships.models import Participation
from reporting.archive import file_name
from reporting.documents import report_context
from reporting.domain import runs
from reporting.domain.association_report import NoPartnershipError, build_association_report
from reporting.domain.freshness import changed_years
from reporting.domain.programme_report import NoProgrammeError, build_programme_report
from reporting.models import StatusReport
from workflow.models import ReadEvent
from workflow.reads import log_read


@dataclass(frozen=True)
class YearRow:
    """A year of the association: its delivered versions, newest first, and what can be done."""

    year: int
    versions: Sequence[StatusReport]
    is_changed: bool
    is_reportable: bool


def _visible_association(request: HttpRequest, pk: int) -> Association:
    association = get_object_or_404(Association.objects.visible_to(request.user), pk=pk)
    require_permission(request.user, Permission.VIEW_REPORT, association)
    return association


@require_safe
def association_reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Year by year: the versions that are delivered, whether they still hold, and a look at what they would say now."""
    association = _visible_association(request, pk)
    versions = list(StatusReport.objects.filter(association=association).order_by("-year", "-version"))
    newest = {report.year: report for report in reversed(versions)}
    changed = changed_years(association, newest.values())
    reportable = _reportable_years(association)
    context = {
        **page_context(request, association),
        "years": [
            YearRow(
                year=year,
                versions=[report for report in versions if report.year == year],
                is_changed=year in changed,
                is_reportable=year in reportable,
            )
            for year in sorted({*reportable, *newest}, reverse=True)
        ],
        "changed": sorted(changed, reverse=True),
        "may_start": has_permission(request.user, Permission.START_REPORT_RUN, association),
        "reason": "Det er konsulenter og ledere i kommunen, der laver rapporterne. Skriv til jeres kontaktperson.",
    }
    return render(request, "reporting/association_reports.html", context)


def _reportable_years(association: Association) -> list[int]:
    """The ended years in which the association had a partnership."""
    last = clock.today().year - 1
    spans = Participation.objects.filter(association=association).values_list("start", "end")
    return sorted({year for start, end in spans for year in range(start.year, min(end.year, last) + 1)})


@require_safe
def report_preview(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """What the association's report of the year would say now, on a page."""
    association = _visible_association(request, pk)
    if runs.year_blockers(year):
        raise Http404("no report of this year")
    try:
        report = build_association_report(association.pk, year, clock.today())
    except NoPartnershipError:
        raise Http404("no partnership in this year") from None
    log_read(request.user, f"Statusrapport {year}", associations=[association])
    context = {**page_context(request, association), **report_context(report)}
    return render(request, "reporting/report_preview.html", context)


@require_safe
def programme_preview(request: HttpRequest, year: int) -> HttpResponse:
    """What the programme's report of the year would say now, on a page."""
    require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    if runs.year_blockers(year):
        raise Http404("no report of this year")
    try:
        report = build_programme_report(year, clock.today())
    except NoProgrammeError:
        raise Http404("no partnerships in this year") from None
    return render(request, "reporting/programme_preview.html", report_context(report))


@require_safe
def report_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A delivered version as a file."""
    reports = StatusReport.objects.visible_to(request.user).select_related("association")
    report = get_object_or_404(reports, pk=pk)
    if report.association is None:
        require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    else:
        require_permission(request.user, Permission.VIEW_REPORT, report.association)
    try:
        file = report.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone") from None
    if report.association is not None:
        page = f"Statusrapport {report.year}"
        log_read(request.user, page, associations=[report.association], kind=ReadEvent.Kind.EXPORT)
    response = FileResponse(file, as_attachment=True, filename=file_name(report), content_type="application/pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
