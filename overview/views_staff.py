"""Staff accounts under Administration: made, edited, invited, closed and opened again by administrators."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain import invitations
from accounts.enums import Permission
from accounts.models import Invitation, User
from accounts.permissions import require_permission
from overview.domain import staff_accounts
from overview.domain.administration_queries import staff
from overview.forms_staff import StaffCreateForm, StaffEditForm
from workflow.editing import attempt


def _administrator(request: HttpRequest) -> User:
    """The acting user. Raises `PermissionDenied`."""
    require_permission(request.user, Permission.MANAGE_STAFF)
    return cast("User", request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_create(request: HttpRequest) -> HttpResponse:
    """A new member of the staff, who is invited at once."""
    by = _administrator(request)
    form = StaffCreateForm(request.POST or None, cancel_url=reverse("overview:administration"))
    if request.POST.get("use_existing"):
        form.ask_about_existing()
    user = attempt(form, lambda: _create(form, by))
    if user:
        is_new = not user.has_usable_password()
        text = "er oprettet, og invitationen er på vej" if is_new else "har fået rollen og kan logge ind som hidtil"
        messages.success(request, f"{user.name} {text}.")
        return redirect("overview:administration")
    return render(request, "overview/staff_create.html", {"form": form})


def _create(form: StaffCreateForm, by: User) -> User:
    try:
        return staff_accounts.create_staff(form.draft, use_existing=form.cleaned_data["use_existing"], by=by)
    except ValidationError as refusal:
        if any(error.code == "existing" for errors in refusal.error_dict.values() for error in errors):
            form.ask_about_existing()
        raise


@require_http_methods(["GET", "HEAD", "POST"])
def staff_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its values to edit, its invitation, and closing it."""
    by = _administrator(request)
    user = get_object_or_404(staff(), pk=pk)
    row = staff_accounts.staff_row(get_object_or_404(staff(), pk=pk))
    form = StaffEditForm(request.POST or None, instance=user, cancel_url=reverse("overview:administration"))
    changed = attempt(form, lambda: staff_accounts.edit_staff(user, by=by, based_on=form.based_on))
    if changed:
        if changed.pk == by.pk:
            update_session_auth_hash(request, changed)
        messages.success(request, f"{changed.name} er gemt.")
        return redirect("overview:administration")
    blockers = staff_accounts.close_blockers(row.user, by) if row.user.is_active else []
    context = {"form": form, "row": row, "close_blockers": " ".join(blockers)}
    return render(request, "overview/staff_edit.html", context, status=form.status)


def _handle(request: HttpRequest, pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    """Does something to one account, and tells how it went."""
    by = _administrator(request)
    user = get_object_or_404(staff(), pk=pk)
    try:
        action(user, by=by)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done.format(user.name))
    return redirect("overview:staff-edit", pk=pk)


def _of_open_invitation(action: Callable[..., Invitation]) -> Callable[..., Invitation]:
    """The action on the user's open invitation."""

    def act(user: User, *, by: User) -> Invitation:
        invitation = invitations.open_invitation(user)
        if invitation is None:
            raise ValidationError(f"{user.name} har ingen åben invitation.")
        return action(invitation, by=by)

    return act


@require_POST
def staff_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invites somebody whose account the register file made."""
    return _handle(request, pk, invitations.invite, "Invitationen til {} er på vej.")


@require_POST
def staff_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends the invitation again."""
    done = "Invitationen til {} sendes igen. Linket i den gamle mail virker ikke længere."
    return _handle(request, pk, _of_open_invitation(invitations.resend), done)


@require_POST
def staff_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the invitation back."""
    done = "Invitationen til {} er trukket tilbage. Linket virker ikke længere."
    return _handle(request, pk, _of_open_invitation(invitations.revoke), done)


@require_POST
def staff_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes the account."""
    done = "Brugeren {} er lukket og logget af overalt."
    return _handle(request, pk, staff_accounts.close_account, done)


@require_POST
def staff_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the account again."""
    return _handle(request, pk, staff_accounts.open_account, "Brugeren {} er åbnet igen.")
