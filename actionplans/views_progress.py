"""Following up: the goals of the approved plan with their progress, a time line for each, and the annex as PDF."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from actionplans.annex import annex_file_name, annex_pdf
from actionplans.domain.documents import build_plan
from actionplans.domain.following import record_progress
from actionplans.domain.queries import followed_goals, looks_at
from actionplans.enums import FROZEN
from actionplans.forms_plans import ProgressForm
from actionplans.models import Goal
from actionplans.plan_page import plan_context, visible_revision
from core import clock
from workflow.editing import attempt


@require_safe
def goal_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The goals by area with the newest look at each."""
    revision = visible_revision(request, pk)
    context = {
        **plan_context(request, revision),
        "goals": followed_goals(revision),
        "may_record": has_permission(request.user, Permission.RECORD_PROGRESS, revision) and revision.state in FROZEN,
    }
    return render(request, "actionplans/goal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_progress(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """One goal: its time line, and a form for a new look."""
    revision = visible_revision(request, pk)
    rows = Goal.objects.select_related("line", "area_text__focus_area").filter(area_text__revision=revision)
    goal = get_object_or_404(rows, line=line)
    may_record = has_permission(request.user, Permission.RECORD_PROGRESS, revision) and revision.state in FROZEN
    if request.method == "POST":
        require_permission(request.user, Permission.RECORD_PROGRESS, revision)
    looks = looks_at(goal.line)
    form = ProgressForm(request.POST or None, goal=goal, latest=looks[0] if looks else None, day=clock.today())
    recorded = attempt(
        form,
        lambda: record_progress(plan=revision.plan, line=goal.line, by=cast("User", request.user), **form.arguments()),
    )
    if recorded:
        messages.success(request, "Fremgangen er skrevet.")
        return redirect("actionplans:goal-list", pk=revision.pk)
    context = {
        **plan_context(request, revision), "goal": goal, "looks": looks, "form": form, "may_record": may_record,
    }  # fmt: skip
    return render(request, "actionplans/goal_progress.html", context)


@require_safe
def revision_annex(request: HttpRequest, pk: int) -> HttpResponse:
    """The approved text as the annex to the grant agreement (PDF/UA-1).

    Drawn in the request: some pages of text take a few tenths of a second, the approved text never changes, and a
    signature is waiting for it.
    """
    revision = visible_revision(request, pk)
    if revision.state not in FROZEN:
        raise Http404("only an approved plan is an annex")
    document = build_plan(revision)
    response = HttpResponse(annex_pdf(document).content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{annex_file_name(document)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
