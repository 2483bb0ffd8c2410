"""Sparring: the threads of a plan on one page, by area and goal; and two texts of the plan compared."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from actionplans.domain.comparison import compare
from actionplans.domain.documents import areas_of, build_plan, read_areas
from actionplans.domain.queries import threads_of
from actionplans.domain.sparring import add_comment, open_thread, reopen, settle
from actionplans.enums import OPEN, PlanState
from actionplans.forms_plans import CommentForm
from actionplans.models import PlanRevision, Thread
from actionplans.plan_page import plan_context, visible_revision
from workflow.editing import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def thread_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All threads, the open ones first; a form for a new one about the plan, an area or a goal."""
    revision = visible_revision(request, pk)
    form = CommentForm(request.POST or None, areas=areas_of(revision))
    if request.method == "POST":
        require_permission(request.user, Permission.COMMENT_PLAN, revision)
    started = attempt(
        form,
        lambda: open_thread(
            revision=revision,
            text=form.cleaned_data["text"],
            by=cast("User", request.user),
            focus_area=form.focus_area(),
            line=form.line(),
        ),
    )
    if started:
        messages.success(request, "Kommentaren er skrevet. Den anden part kan læse den nu.")
        return redirect(f"{reverse('actionplans:thread-list', args=[pk])}#samtale-{started.pk}")
    return _thread_page(request, revision, form)


def _thread_page(
    request: HttpRequest, revision: PlanRevision, form: CommentForm, *, refused: Thread | None = None, typed: str = ""
) -> HttpResponse:
    """All threads; an answer that was refused stands in its field again."""
    context = {
        **plan_context(request, revision),
        "form": form,
        "groups": threads_of(revision),
        "may_go_on": revision.state in OPEN | {PlanState.APPROVED.value},
        "refused": refused,
        "typed": typed,
    }
    return render(request, "actionplans/thread_list.html", context)


@require_POST
def thread_answer(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """One more comment in a thread. A refused text comes back with its message."""
    revision, found = _thread(request, pk, thread)
    try:
        add_comment(thread=found, revision=revision, text=request.POST.get("text", ""), by=cast("User", request.user))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        form = CommentForm(areas=areas_of(revision))
        return _thread_page(request, revision, form, refused=found, typed=request.POST.get("text", ""))
    return _back(pk, found)


@require_POST
def thread_settle(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """The matter is done."""
    _, found = _thread(request, pk, thread)
    settle(thread=found, by=cast("User", request.user))
    return _back(pk, found)


@require_POST
def thread_reopen(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """There is more to say."""
    _, found = _thread(request, pk, thread)
    reopen(thread=found, by=cast("User", request.user))
    return _back(pk, found)


def _thread(request: HttpRequest, pk: int, thread: int) -> tuple[PlanRevision, Thread]:
    revision = visible_revision(request, pk)
    require_permission(request.user, Permission.COMMENT_PLAN, revision)
    return revision, get_object_or_404(Thread, pk=thread, plan=revision.plan_id)


def _back(pk: int, thread: Thread) -> HttpResponse:
    return redirect(f"{reverse('actionplans:thread-list', args=[pk])}#samtale-{thread.pk}")


@require_safe
def revision_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This revision against another: the one that the address names, else the one before, else the approved one."""
    revision = visible_revision(request, pk)
    others = list(
        PlanRevision.objects.visible_to(request.user)
        .filter(plan__partnership=revision.plan.partnership_id)
        .exclude(pk=revision.pk)
        .select_related("plan__partnership", "approved_by", "submitted_by", "endorsed_by")
        .order_by("-plan__start", "-number")
    )
    other = _chosen(request.GET.get("med", ""), others, revision)
    read_areas([other, revision] if other else [])
    areas = compare(build_plan(other), build_plan(revision)) if other else []
    context = {
        **plan_context(request, revision),
        "others": others,
        "other": other,
        "areas": areas,
        "unchanged": [area for area in areas if area.is_same],
    }
    return render(request, "actionplans/revision_compare.html", context)


def _chosen(text: str, others: list[PlanRevision], revision: PlanRevision) -> PlanRevision | None:
    if text:
        found = next((row for row in others if str(row.pk) == text), None)
        if found is None:
            raise Http404("no such revision of this partnership")
        return found
    earlier = [row for row in others if row.plan_id == revision.plan_id and row.number < revision.number]
    approved = [row for row in others if row.state == PlanState.APPROVED]
    return next(iter(earlier or approved or others), None)
