"""The buttons on Personer that invite an association's people, send again and take back (R19)."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import visible_association
from associations.domain import access_invitations
from associations.models import Association
from core.formats import plural


def access_context(request: HttpRequest, association: Association, day: date) -> dict[str, Any]:
    """What `_person_access.html` and `_people_invite.html` read. A resource person sees nothing of it."""
    may_invite = has_permission(request.user, Permission.INVITE_PEOPLE, association)
    may_see = may_invite or has_permission(request.user, Permission.VIEW_REGISTER)
    accesses = access_invitations.PeopleAccess.read(association, day) if may_see else None
    return {"accesses": accesses, "may_invite": may_invite}


def _people_page(association: Association) -> HttpResponse:
    return redirect("overview:association-people", pk=association.pk)


def _handle(request: HttpRequest, pk: int, person_pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    """Does something about one person's invitation, and tells how it went."""
    association = visible_association(request, pk)
    person = get_object_or_404(access_invitations.linked_people(association), pk=person_pk)
    require_permission(request.user, Permission.INVITE_PEOPLE, association)
    try:
        result = action(person=person, association=association, by=cast("User", request.user))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        text = done if result else "{} har allerede en bruger med den e-mailadresse og kan logge ind med den."
        messages.success(request, text.format(person.name))
    return _people_page(association)


@require_POST
def person_invite(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Invites one person."""
    return _handle(request, pk, person_pk, access_invitations.invite_person, "Invitationen til {} er på vej.")


@require_POST
def person_resend(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Sends the invitation again."""
    done = "Invitationen til {} sendes igen. Linket i den gamle mail virker ikke længere."
    return _handle(request, pk, person_pk, access_invitations.resend_invitation, done)


@require_POST
def person_revoke(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Takes the invitation back."""
    done = "Invitationen til {} er trukket tilbage. Linket virker ikke længere."
    return _handle(request, pk, person_pk, access_invitations.revoke_invitation, done)


@require_POST
def people_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invites everybody in the association who is missing."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.INVITE_PEOPLE, association)
    tell(request, access_invitations.invite_missing(association_ids=[association.pk], by=cast("User", request.user)))
    return _people_page(association)


def tell(request: HttpRequest, invited: access_invitations.Invited) -> None:
    """How inviting many went."""
    if invited.count:
        messages.success(request, f"{plural(invited.count, 'invitation er', 'invitationer er')} på vej.")
    elif not invited.refused:
        messages.info(request, "Der var ingen, der manglede en invitation.")
    if invited.refused:
        messages.error(request, " ".join(invited.refused))
