"""An association's handovers, and one handover with what the board decides about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.permissions import require_permission
from associations.association_page import page_context, visible_association
from core import clock
from core.exports import list_response
from handovers.domain import handovers
from handovers.domain.queries import association_handovers as handovers_of
from handovers.domain.queries import checklist, left_of, standing
from handovers.exports import ASSOCIATION_COLUMNS
from handovers.forms import HandoverCloseForm, HandoverItemAddForm, HandoverOwnerForm
from handovers.handover_page import Page, first, visible_handover
from workflow.editing import attempt
from workflow.models import ReadEvent
from workflow.reads import log_read

PAGE = "Overlevering"


@require_safe
def association_handovers(request: HttpRequest, pk: int) -> HttpResponse:
    """Overlevering: the association's handovers, the open ones first."""
    association = visible_association(request, pk)
    day = clock.today()
    rows = [(row, standing(row, day)) for row in handovers_of(association)]
    log_read(request.user, PAGE, associations=[association], people=[row.employment.person_id for row, _ in rows])
    context = {
        **page_context(request, association),
        "running": [pair for pair in rows if pair[0].is_open],
        "earlier": [pair for pair in rows if not pair[0].is_open],
    }
    return render(request, "handovers/association_handovers.html", context)


@require_safe
def association_handovers_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The same handovers as `xlsx` or `csv`."""
    association = visible_association(request, pk)
    name, rows = f"overleveringer {association.name}", handovers_of(association)
    people = [row.employment.person_id for row in rows]
    log_read(request.user, PAGE, associations=[association], people=people, kind=ReadEvent.Kind.EXPORT)
    return list_response(extension, name=name, title="Overleveringer", columns=ASSOCIATION_COLUMNS, rows=rows)


@require_safe
def handover_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The checklist, who owns it, and how it ends."""
    page = visible_handover(request, pk, number)
    log_read(request.user, PAGE, associations=[page.association], people=[page.handover.employment.person_id])
    return detail(request, page, HandoverItemAddForm())


def detail(request: HttpRequest, page: Page, add_form: HandoverItemAddForm) -> HttpResponse:
    """The page of one handover, with the form that adds an item as it stands."""
    handover, day = page.handover, clock.today()
    items = checklist(handover)
    left = left_of(items)
    add_form.helper.form_action = reverse("handovers:item-add", args=[page.association.pk, handover.pk])
    context = {
        **page.context(request),
        "day": day,
        "items": items,
        "left": left,
        "item_count": len(items),
        "done_count": len(items) - len(left),
        "add_form": add_form,
        "owner_has_left": _has_left_board(page),
        "close_reason": first(handovers.close_blockers(handover, page.user)),
        "reopen_reason": first(handovers.reopen_blockers(handover, page.user)),
        "may_cancel": handover.is_open and not handovers.cancel_blockers(handover, page.user),
    }
    return render(request, "handovers/handover_detail.html", context)


def _has_left_board(page: Page) -> bool:
    owner = page.handover.owner
    return owner is not None and owner.end is not None and owner.end < clock.today()


@require_http_methods(["GET", "HEAD", "POST"])
def handover_owner(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Chooses who on the board sees to it."""
    page = visible_handover(request, pk, number)
    require_permission(request.user, Permission.OWN_HANDOVER, page.association)
    board = handovers.on_board(page.association.pk, clock.today()).order_by("person__sort_key", "pk")
    form = HandoverOwnerForm(
        request.POST or None, instance=page.handover, board=board, cancel_url=page.handover.get_absolute_url()
    )

    def save() -> Any:
        owner = form.cleaned_data["owner"]
        return handovers.choose_owner(page.handover, owner=owner, by=page.user, based_on=form.based_on)

    if saved := attempt(form, save):
        messages.success(request, f"{saved.owner.person.name} er nu ansvarlig for overleveringen.")
        return redirect(page.handover)
    context = {
        **page.context(request),
        "form": form,
        "has_board": board.exists(),
        "reason": first(handovers.owner_blockers(page.handover, page.user)),
    }
    return render(request, "handovers/handover_owner.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_close(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ends the handover; when something is left, a text says what."""
    page = visible_handover(request, pk, number)
    require_permission(request.user, Permission.OWN_HANDOVER, page.association)
    left = left_of(checklist(page.handover))
    data = request.POST if request.method == "POST" else None
    form = HandoverCloseForm(data, cancel_url=page.handover.get_absolute_url())
    form.fields["left_over"].required = bool(left)

    def save() -> Any:
        return handovers.close(page.handover, left_over=form.cleaned_data["left_over"], by=page.user)

    if saved := attempt(form, save):
        how = "med det, der mangler, skrevet ned" if saved.left_over else "med alle punkter klaret"
        messages.success(request, f"Overleveringen er afsluttet {how}.")
        return redirect(page.handover)
    context = {
        **page.context(request),
        "form": form,
        "left": left,
        "reason": first(handovers.close_blockers(page.handover, page.user)),
    }
    return render(request, "handovers/handover_close.html", context)


@require_POST
def handover_reopen(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Opens a closed handover again."""
    page = visible_handover(request, pk, number)
    return _decide(request, page, handovers.reopen, "Overleveringen er åben igen.")


@require_POST
def handover_cancel(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Calls it off, because nobody leaves after all."""
    page = visible_handover(request, pk, number)
    return _decide(request, page, handovers.cancel, "Overleveringen er aflyst. Det, der var skrevet, er gemt.")


def _decide(request: HttpRequest, page: Page, action: Callable[..., Any], text: str) -> HttpResponse:
    require_permission(request.user, Permission.OWN_HANDOVER, page.association)
    try:
        action(page.handover, by=page.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, text)
    return redirect(page.handover)
