"""The items of a handover: ticks, notes, own items and their order."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Permission
from accounts.permissions import require_permission
from handovers.domain import checklist
from handovers.domain.queries import shown_files
from handovers.forms import HandoverAttachForm, HandoverItemAddForm, HandoverItemEditForm
from handovers.handover_page import Page, first, visible_handover, visible_item
from handovers.models import HandoverItem
from handovers.views_association import detail
from workflow.editing import attempt


def _page_to_work_on(request: HttpRequest, pk: int, number: int) -> Page:
    page = visible_handover(request, pk, number)
    require_permission(request.user, Permission.WORK_ON_HANDOVER, page.association)
    return page


def _back_to(page: Page, item: HandoverItem) -> HttpResponseRedirect:
    """The checklist, scrolled to the item."""
    return redirect(f"{page.handover.get_absolute_url()}#punkt-{item.pk}")


@require_POST
def item_tick(request: HttpRequest, pk: int, number: int, item: int) -> HttpResponse:
    """Ticks the item (`done=1`) or takes the tick away (`done=0`): what was meant, however often it is sent."""
    page = _page_to_work_on(request, pk, number)
    found = visible_item(page, item)
    try:
        checklist.tick(found, done=request.POST.get("done") == "1", by=page.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _back_to(page, found)


@require_POST
def item_add(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Puts an own item on the list; a refusal shows the page again with what was typed."""
    page = _page_to_work_on(request, pk, number)
    form = HandoverItemAddForm(request.POST)
    added = attempt(form, lambda: checklist.add(page.handover, title=form.cleaned_data["title"], by=page.user))
    return _back_to(page, added) if added else detail(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, pk: int, number: int, item: int) -> HttpResponse:
    """One item: its note, its place, and for an own one its title and removal."""
    page = _page_to_work_on(request, pk, number)
    found = visible_item(page, item)
    title = found.title  # the form writes what was typed into the item
    form = HandoverItemEditForm(request.POST or None, instance=found, cancel_url=page.handover.get_absolute_url())

    def save() -> Any:
        typed = form.cleaned_data
        return checklist.write(
            found, note=typed["note"], title=typed.get("title"), by=page.user, based_on=form.based_on
        )

    if attempt(form, save):
        messages.success(request, "Punktet er gemt.")
        return _back_to(page, found)
    context = {
        **page.context(request),
        "item": found,
        "item_title": title,
        "form": form,
        "files": list(shown_files().filter(item=found)),
        "removal_reason": first(checklist.removal_blockers(found)),
    }
    return render(request, "handovers/item_edit.html", context, status=form.status)


@require_POST
def item_move(request: HttpRequest, pk: int, number: int, item: int) -> HttpResponse:
    """A step up (`up=1`) or down."""
    page = _page_to_work_on(request, pk, number)
    found = visible_item(page, item)
    try:
        checklist.move(found, up=request.POST.get("up") == "1", by=page.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _back_to(page, found)


@require_POST
def item_remove(request: HttpRequest, pk: int, number: int, item: int) -> HttpResponse:
    """Takes an own item off the list."""
    page = _page_to_work_on(request, pk, number)
    found = visible_item(page, item)
    try:
        checklist.remove(found, by=page.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Punktet »{found.title}« er fjernet.")
    return redirect(page.handover)


@require_http_methods(["GET", "HEAD", "POST"])
def item_attach(request: HttpRequest, pk: int, number: int, item: int) -> HttpResponse:
    """A file for the item: it is kept among the association's documents."""
    page = _page_to_work_on(request, pk, number)
    require_permission(request.user, Permission.ADD_DOCUMENTS, page.association)
    found = visible_item(page, item)
    back = reverse("handovers:item-edit", args=[pk, number, item])
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandoverAttachForm(*sent, cancel_url=back)

    def save() -> Any:
        typed = form.cleaned_data
        return checklist.attach(found, file=typed["upload"], title=typed["title"], by=page.user)

    if attached := attempt(form, save):
        messages.success(request, f"»{attached.document.title}« er vedhæftet.")
        return redirect(back)
    return render(request, "handovers/item_attach.html", {**page.context(request), "item": found, "form": form})


@require_POST
def item_detach(request: HttpRequest, pk: int, number: int, item: int, file: int) -> HttpResponse:
    """Takes a file off the item; asked for twice, it is off all the same."""
    page = _page_to_work_on(request, pk, number)
    found = visible_item(page, item)
    attached = found.files.filter(pk=file).first()
    if attached:
        attached.item = found
        try:
            checklist.detach(attached, by=page.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return redirect("handovers:item-edit", pk, number, item)
