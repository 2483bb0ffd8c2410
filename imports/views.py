"""Indlæsning: choose files, see what they would do, save."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import has_permission
from imports.domain import jobs
from imports.domain.summary import totals
from imports.forms import ImportListForm
from imports.models import ImportJob, Phase
from imports.sheets import SHEETS
from imports.template import template_workbook

PER_PAGE = 20
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: LoginRequiredMiddleware


def _require_import(request: HttpRequest) -> None:
    if not jobs.may_import(_user(request)):
        raise PermissionDenied("Det er konsulenter og administratorer, der indlæser regneark.")


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The upload form, and the user's earlier imports."""
    _require_import(request)
    form = ImportListForm(request.POST, request.FILES) if request.method == "POST" else ImportListForm()
    if form.is_bound and form.is_valid():
        job = jobs.start(files=form.cleaned_data["uploads"], by=_user(request))
        return redirect("imports:import-detail", pk=job.pk)
    earlier = ImportJob.objects.visible_to(request.user).prefetch_related("files")
    context = {
        "form": form,
        "page": Paginator(earlier, PER_PAGE).get_page(request.GET.get("side")),
        "sheets": [sheet for sheet in SHEETS if has_permission(request.user, sheet.permission)],
    }
    return render(request, "imports/import_list.html", context)


@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, with the sheets that the user may import."""
    _require_import(request)
    sheets = [sheet for sheet in SHEETS if has_permission(request.user, sheet.permission)]
    response = HttpResponse(template_workbook(sheets), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="medspil-skabelon.xlsx"'
    return response


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress, then the preview or what is wrong, then the result. htmx asks for the changing part alone."""
    _require_import(request)
    job = get_object_or_404(ImportJob.objects.visible_to(request.user).prefetch_related("files"), pk=pk)
    context = {
        "job": job,
        "totals": totals(job.summary),
        "hidden_problems": job.problem_count - len(job.problems),
        "blockers": jobs.confirm_blockers(job),
        "waits_for_broker": job.waits_for_broker,
    }
    partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # its middleware
    return render(request, "imports/_import_state.html" if partial else "imports/import_detail.html", context)


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the previewed import saved. Sent twice, it is saved once."""
    _require_import(request)
    job = get_object_or_404(ImportJob.objects.visible_to(request.user), pk=pk)
    if not jobs.confirm(job=job, by=_user(request)):
        job.refresh_from_db()
        if job.phase not in {Phase.SAVE, Phase.SAVED}:
            messages.error(request, " ".join(jobs.confirm_blockers(job)))
    return redirect("imports:import-detail", pk=job.pk)
