"""The lists of Rapporter as Excel and CSV: the runs, and the reports of one run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import require_permission
from core.exports import PLAIN_NUMBER, Column, list_response
from core.leases import JobState
from reporting.domain.run_queries import jobs_in_order, runs_with_counts
from reporting.models import ReportJob, ReportRun


def _outcome(job: ReportJob) -> str:
    return job.get_outcome_display() if job.state == JobState.DONE else job.get_state_display()


RUN_COLUMNS: list[Column[ReportRun]] = [
    Column("År", lambda run: run.year, number_format=PLAIN_NUMBER),
    Column("Omfang", lambda run: run.scope_text, width=36),
    Column("Sat i gang", lambda run: run.requested_at, width=18),
    Column("Af", lambda run: run.requested_by.name if run.requested_by else "Systemet", width=24),
    Column("Færdig", lambda run: run.finished_at, width=18),
    Column("Rapporter", lambda run: getattr(run, "total", None)),
    Column("Færdige", lambda run: getattr(run, "done", None)),
    Column("Mislykkede", lambda run: getattr(run, "failed", None)),
]
JOB_COLUMNS: list[Column[ReportJob]] = [
    Column("Rapport om", lambda job: job.subject, width=36),
    Column("Tilstand", _outcome, width=14),
    Column("Årsag", lambda job: job.error, width=50),
    Column("Version", lambda job: job.report.version if job.report else None),
    Column("Sider", lambda job: job.report.pages if job.report else None),
    Column("Opgjort", lambda job: job.report.as_of if job.report else None),
    Column("Færdig", lambda job: job.finished_at, width=18),
]


@require_safe
def run_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """All runs, the newest first, as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    rows = runs_with_counts(ReportRun.objects.visible_to(request.user))
    return list_response(extension, name="kørsler", title="Kørsler", columns=RUN_COLUMNS, rows=rows)


@require_safe
def run_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The reports of one run as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    run = get_object_or_404(ReportRun.objects.visible_to(request.user), pk=pk)
    name, rows = f"rapporter {run.year}", jobs_in_order(run)
    return list_response(extension, name=name, title="Rapporter", columns=JOB_COLUMNS, rows=rows, notes=[run.title])
