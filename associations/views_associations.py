"""An association's own details: created, edited, closed and opened again."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.association_page import contact_of, page_context, visible_association
from associations.domain.associations import create_association, edit_association
from associations.domain.closing import close_association, reasons_not_to_close, reopen_association
from associations.forms_associations import (
    AssociationCloseForm,
    AssociationCreateForm,
    AssociationEditForm,
    AssociationReopenForm,
    OwnDetailsForm,
)
from core import clock
from workflow.editing import attempt

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def association_create(request: HttpRequest) -> HttpResponse:
    """A new association; its Overblik then says what comes next."""
    require_permission(request.user, Permission.CREATE_ASSOCIATION)
    form = AssociationCreateForm(request.POST or None, cancel_url=reverse("overview:association-list"))
    association = attempt(
        form,
        lambda: create_association(
            association=form.association,
            related=form.related,
            new_activities=form.named_activities,
            by=cast("User", request.user),
        ),
    )
    if association:
        messages.success(request, f"{association} er oprettet.")
        return redirect(association)
    return render(request, "associations/association_create.html", {"form": form})


@require_http_methods(FORM_METHODS)
def association_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The association's details: all of them for consultants, its own for its own people (R19)."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.EDIT_ASSOCIATION, association)
    page = page_context(request, association)
    kind = AssociationEditForm if page["may_close"] else OwnDetailsForm
    # An object of its own: the page's heading keeps the stored name while another one is being typed.
    edited = visible_association(request, pk)
    form = kind(request.POST or None, instance=edited, cancel_url=association.get_absolute_url())
    saved = attempt(
        form,
        lambda: edit_association(
            association=form.association,
            related=form.related,
            new_activities=form.named_activities,
            based_on=form.based_on,
            by=cast("User", request.user),
        ),
    )
    if saved:
        messages.success(request, "Oplysningerne er gemt.")
        return redirect(association)
    own_only = kind is OwnDetailsForm
    contact = contact_of(association, clock.today()) if own_only else None
    context = {**page, "form": form, "own_only": own_only, "contact": contact}
    return render(request, "associations/association_edit.html", context, status=form.status)


@require_http_methods(FORM_METHODS)
def association_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closing: what is in the way, else what it means, and the form that does it."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.CREATE_ASSOCIATION, association)
    if association.is_closed:
        messages.info(request, f"{association} er lukket.")
        return redirect(association)
    form = AssociationCloseForm(
        request.POST or None, association=association, cancel_url=reverse("associations:association-edit", args=[pk])
    )
    closed = attempt(
        form,
        lambda: close_association(
            association=visible_association(request, pk),
            last_day=form.cleaned_data["closed_on"],
            reason=form.cleaned_data["closed_reason"],
            merged_into=form.cleaned_data["merged_into"],
            by=cast("User", request.user),
        ),
    )
    if closed:
        messages.success(request, f"{association} er lukket. Alt, hvad der står om foreningen, er bevaret.")
        return redirect(association)
    reasons = [] if form.is_bound else reasons_not_to_close(association, clock.today())
    context = {**page_context(request, association), "form": form, "reasons": reasons}
    return render(request, "associations/association_close.html", context)


@require_http_methods(FORM_METHODS)
def association_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening a closed association again, with the reason."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.CREATE_ASSOCIATION, association)
    if not association.is_closed:
        messages.info(request, f"{association} er åben.")
        return redirect(association)
    form = AssociationReopenForm(request.POST or None, cancel_url=association.get_absolute_url())
    opened = attempt(
        form,
        lambda: reopen_association(
            association=visible_association(request, pk),
            reason=form.cleaned_data["reason"],
            by=cast("User", request.user),
        ),
    )
    if opened:
        messages.success(request, f"{association} er åbnet igen.")
        return redirect(association)
    return render(request, "associations/association_reopen.html", {**page_context(request, association), "form": form})
