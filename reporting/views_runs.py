"""Rapporter: start a run, follow it, try a failed report again, fetch everything."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.models import Association
from core.leases import JobState
from reporting.archive import safe_name, zip_chunks
from reporting.domain import runs
from reporting.domain.freshness import changed_reports
from reporting.domain.run_queries import jobs_in_order, programme_reports, progress, runs_with_counts
from reporting.enums import Scope
from reporting.forms import AssociationRunForm, RunStartForm
from reporting.models import ReportJob, ReportRun
from workflow.models import ReadEvent
from workflow.reads import log_read

RUNS_PER_PAGE = 15
JOBS_PER_PAGE = 60
STARTED = "Rapporterne er sat i gang."
SAME_RUN = "De samme rapporter er sat i gang allerede. Her kan du følge dem."


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """The start form, the programme's reports, and the runs."""
    require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    years = runs.reportable_years()
    form = RunStartForm(user=_signed_in(request), years=years)
    return render(request, "reporting/run_list.html", _list_context(request, form, years))


@require_POST
def run_start(request: HttpRequest) -> HttpResponse:
    """Starts a run and goes to it; sent twice, it is started once."""
    if "association" in request.POST:
        return _start_for_association(request)
    require_permission(request.user, Permission.START_REPORT_RUN)
    years = runs.reportable_years()
    form = RunStartForm(request.POST, user=_signed_in(request), years=years)
    if form.is_valid():
        try:
            return _started(request, form.run_arguments())
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "reporting/run_list.html", _list_context(request, form, years))


def _start_for_association(request: HttpRequest) -> HttpResponse:
    """The button on an association's page: one year of it."""
    key = request.POST["association"]
    visible = Association.objects.visible_to(request.user)
    association = get_object_or_404(visible, pk=int(key) if key.isdecimal() and len(key) < 10 else 0)
    require_permission(request.user, Permission.START_REPORT_RUN, association)
    form = AssociationRunForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vælg et år, der er data for.")
        return redirect("reporting:association-reports", pk=association.pk)
    arguments = {"year": form.cleaned_data["year"], "scope": Scope.ASSOCIATION, "association": association}
    try:
        return _started(request, arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reporting:association-reports", pk=association.pk)


def _started(request: HttpRequest, arguments: dict[str, Any]) -> HttpResponse:
    run, created = runs.start_run(by=_signed_in(request), **arguments)
    messages.success(request, STARTED if created else SAME_RUN)
    return redirect("reporting:run-detail", pk=run.pk)


def _list_context(request: HttpRequest, form: RunStartForm, years: list[int]) -> dict[str, Any]:
    rows = runs_with_counts(ReportRun.objects.visible_to(request.user))
    page = Paginator(rows, RUNS_PER_PAGE).get_page(request.GET.get("side"))
    delivered = {report.year: report for report in programme_reports()}
    return {
        "form": form,
        "years": years,
        "page": page,
        "programme_years": [(year, delivered.get(year)) for year in years],
    }


def _signed_in(request: HttpRequest) -> User:
    """The user, whom `LoginRequiredMiddleware` has made sure of."""
    assert isinstance(request.user, User)  # noqa: S101 — for the type checker
    return request.user


def _visible_run(request: HttpRequest, pk: int) -> ReportRun:
    require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    rows = ReportRun.objects.visible_to(request.user).select_related("requested_by", "consultant", "association")
    return get_object_or_404(rows, pk=pk)


@never_cache
@require_safe
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the run is, what failed and why, and the files. htmx asks for the changing part alone."""
    run = _visible_run(request, pk)
    page = Paginator(jobs_in_order(run), JOBS_PER_PAGE).get_page(request.GET.get("side"))
    jobs = list(page.object_list)
    context = {
        "run": run,
        "progress": progress(run),
        "failures": [job for job in jobs if job.state == JobState.FAILED],
        "page": page,
        "jobs": jobs,
        "changed": changed_reports(run, [job.report for job in jobs if job.report]),
    }
    partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    return render(request, "reporting/_run_state.html" if partial else "reporting/run_detail.html", context)


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a failed report made again; sent twice, it is made once."""
    require_permission(request.user, Permission.VIEW_REPORT_RUNS)
    job = get_object_or_404(ReportJob.objects.filter(run__in=ReportRun.objects.visible_to(request.user)), pk=pk)
    try:
        if runs.retry_job(job=job, by=_signed_in(request)):
            messages.success(request, f"{job.subject}: rapporten laves igen.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("reporting:run-detail", pk=job.run_id)


@require_safe
def run_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The finished reports of the run as one file, sent while it is packed."""
    run = _visible_run(request, pk)
    jobs = list(jobs_in_order(run))
    clubs = [job.association_id for job in jobs if job.association_id]
    log_read(request.user, f"Statusrapporter {run.year}", associations=clubs, kind=ReadEvent.Kind.EXPORT)
    response = StreamingHttpResponse(zip_chunks(jobs), content_type="application/zip")
    what = "" if run.scope == Scope.ALL else f" - {run.scope_text}"
    name = f"{safe_name(f'Statusrapporter {run.year}{what}')}.zip"
    response.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
