"""The programme's standard items: what every new handover begins with."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from core.exports import list_response
from handovers.domain.standard import move_standard_item, save_standard_item, use_standard_item
from handovers.exports import STANDARD_COLUMNS
from handovers.forms import HandoverStandardItemForm
from handovers.models import HandoverStandardItem
from workflow.editing import attempt


@require_safe
def standard_list(request: HttpRequest) -> HttpResponse:
    """The items in their order, those out of use below."""
    require_permission(request.user, Permission.EDIT_HANDOVER_STANDARD)
    rows = list(HandoverStandardItem.objects.order_by("position", "pk"))
    context = {
        "in_use": [row for row in rows if row.in_use],
        "retired": [row for row in rows if not row.in_use],
    }
    return render(request, "handovers/standard_list.html", context)


@require_safe
def standard_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The items as `xlsx` or `csv`."""
    require_permission(request.user, Permission.EDIT_HANDOVER_STANDARD)
    rows = HandoverStandardItem.objects.order_by("-in_use", "position", "pk")
    name = "standardpunkter"
    return list_response(extension, name=name, title="Standardpunkter", columns=STANDARD_COLUMNS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_add(request: HttpRequest) -> HttpResponse:
    """A new item at the end of the list."""
    require_permission(request.user, Permission.EDIT_HANDOVER_STANDARD)
    return _edit(request, HandoverStandardItem())


@require_http_methods(["GET", "HEAD", "POST"])
def standard_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An item's texts."""
    require_permission(request.user, Permission.EDIT_HANDOVER_STANDARD)
    return _edit(request, get_object_or_404(HandoverStandardItem, pk=pk))


def _edit(request: HttpRequest, item: HandoverStandardItem) -> HttpResponse:
    is_new = item.pk is None
    form = HandoverStandardItemForm(request.POST or None, instance=item, cancel_url=reverse("handovers:standard-list"))

    def save() -> HandoverStandardItem:
        typed = form.cleaned_data
        stands = item if is_new else HandoverStandardItem.objects.get(pk=item.pk)
        return save_standard_item(
            stands,
            title=typed["title"],
            help_text=typed["help_text"],
            by=_user(request),
            based_on=None if is_new else form.based_on,
        )

    if saved := attempt(form, save):
        messages.success(request, f"Punktet »{saved.title}« er gemt. Det gælder overleveringer, der åbnes fra nu af.")
        return redirect("handovers:standard-list")
    return render(request, "handovers/standard_edit.html", {"form": form, "is_new": is_new}, status=form.status)


@require_POST
def standard_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A step up (`up=1`) or down."""
    require_permission(request.user, Permission.EDIT_HANDOVER_STANDARD)
    move_standard_item(get_object_or_404(HandoverStandardItem, pk=pk), up=request.POST.get("up") == "1")
    return redirect("handovers:standard-list")


@require_POST
def standard_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, or in use again (`in_use=1`)."""
    require_permission(request.user, Permission.EDIT_HANDOVER_STANDARD)
    item = get_object_or_404(HandoverStandardItem, pk=pk)
    in_use = request.POST.get("in_use") == "1"
    use_standard_item(item, in_use=in_use, by=_user(request))
    how = "bruges igen i nye overleveringer" if in_use else "bruges ikke længere i nye overleveringer"
    messages.success(request, f"Punktet »{item.title}« {how}.")
    return redirect("handovers:standard-list")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: the permission was checked
