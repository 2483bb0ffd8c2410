"""An association's board: take a seat, correct it, leave it."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from associations.domain import board
from associations.forms_board import SeatAddForm, SeatEditForm, SeatEndForm
from associations.models import Association, BoardMember
from associations.person_choice import person_choice
from core.formats import date_text
from workflow.editing import attempt

PEOPLE = "overview:association-people"
FORM = ["GET", "HEAD", "POST"]


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: LoginRequiredMiddleware


def _association(request: HttpRequest, pk: int, permission: Permission = Permission.EDIT_BOARD) -> Association:
    association = visible_association(request, pk)
    require_permission(request.user, permission, association)
    return association


def _seat(request: HttpRequest, association: Association, pk: int) -> BoardMember:
    rows = BoardMember.objects.visible_to(request.user).select_related("association", "person")
    return get_object_or_404(rows, pk=pk, association=association)


def _people_url(association: Association) -> str:
    return reverse(PEOPLE, args=[association.pk])


@require_http_methods(FORM)
def boardmember_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody takes a seat."""
    association = _association(request, pk)
    choice = person_choice(request, association)
    form = SeatAddForm(
        request.POST or None,
        association=association,
        user=request.user,
        chosen=choice.chosen,
        cancel_url=_people_url(association),
    )
    seat = attempt(form, lambda: board.add_member(association=association, by=_user(request), **form.values))
    if seat:
        role = seat.get_role_display().lower()
        messages.success(request, f"{seat.person.name} er {role} fra {date_text(seat.start)}.")
        return redirect(PEOPLE, pk=association.pk)
    context = {**page_context(request, association), "form": form, "choice": choice}
    return render(request, "associations/boardmember_add.html", context)


@require_http_methods(FORM)
def boardmember_edit(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Corrects what a seat should have said all the time."""
    association = _association(request, pk)
    found = _seat(request, association, seat)
    form = SeatEditForm(request.POST or None, instance=found, cancel_url=_people_url(association))
    saved = attempt(form, lambda: board.edit_member(seat=found, based_on=form.based_on, by=_user(request)))
    if saved:
        messages.success(request, f"Posten for {saved.person.name} er rettet.")
        return redirect(PEOPLE, pk=association.pk)
    return _form_page(request, found, form, "associations/boardmember_edit.html")


@require_http_methods(FORM)
def boardmember_end(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """The seat's last day."""
    association = _association(request, pk)
    found = _seat(request, association, seat)
    form = SeatEndForm(request.POST or None, instance=found, cancel_url=_people_url(association))
    saved = attempt(
        form,
        lambda: board.end_seat(seat=found, end=form.cleaned_data["end"], based_on=form.based_on, by=_user(request)),
    )
    if saved:
        messages.success(request, f"{saved.person.name} fratræder {date_text(saved.end)}.")
        return redirect(PEOPLE, pk=association.pk)
    return _form_page(request, found, form, "associations/boardmember_end.html")


@require_POST
def boardmember_delete(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Removes a row that should never have been there; consultants only."""
    association = _association(request, pk, Permission.IMPORT_REGISTER)
    found = _seat(request, association, seat)
    name = found.person.name
    try:
        board.delete_member(seat=found, by=_user(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Posten for {name} er slettet.")
    return redirect(PEOPLE, pk=association.pk)


def _form_page(request: HttpRequest, seat: BoardMember, form: Any, template: str) -> HttpResponse:
    """The page of a form about a seat, which is read again: the form may have changed its copy."""
    association = seat.association
    shown = BoardMember.objects.select_related("person").get(pk=seat.pk)
    may_correct = has_permission(request.user, Permission.IMPORT_REGISTER, association)
    context = {**page_context(request, association), "form": form, "seat": shown, "may_correct": may_correct}
    return render(request, template, context, status=form.status)
