"""Samarbejder: an association's own collaborations, and its part in the feeder chain."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from associations.models import Association
from collaborations.domain import chain
from collaborations.domain import collaborations as domain
from collaborations.domain.partners import suggestions
from collaborations.exports import COLUMNS
from collaborations.forms_collaborations import (
    CollaborationAddForm,
    CollaborationEditForm,
    CollaborationFields,
    NewPartnerForm,
    ParticipationAddForm,
    ParticipationEditForm,
)
from collaborations.models import Collaboration, InitiativeParticipation, Partner
from collaborations.models.chain import FIRST_YEAR
from core import clock
from core.exports import list_response
from workflow.editing import attempt

LIST = "collaborations:association-collaborations"
FORM_METHODS = ["GET", "HEAD", "POST"]
MOST_LETTERS = 100


def _association(request: HttpRequest, pk: int, permission: Permission) -> Association:
    """The association, when the user may see it (404) and has the permission towards it (403)."""
    association = visible_association(request, pk)
    require_permission(request.user, permission, association)
    return association


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: the permission was checked


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def association_collaborations(request: HttpRequest, pk: int) -> HttpResponse:
    """The collaborations, running ones first, and the links of the chain that the association takes part in."""
    association = _association(request, pk, Permission.VIEW_COLLABORATIONS)
    parts = chain.parts(range(FIRST_YEAR, clock.today().year + 2), associations=[association.pk])
    links = [
        (link, members, chain.years_text(part.year for part in members))
        for link, members in chain.association_links(parts).items()
    ]
    may_edit = has_permission(request.user, Permission.EDIT_COLLABORATIONS, association)
    context = {
        **page_context(request, association),
        "collaborations": domain.collaborations_of(association),
        "links": links,
        "typed": sorted((part for part in parts if part.key), key=lambda part: (-part.year, part.initiative.sort_key)),
        "may_edit_collaborations": may_edit and not association.is_closed,
        "may_correct": may_edit,
    }
    return render(request, "collaborations/association_collaborations.html", context)


@require_safe
def association_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The collaborations as `xlsx` or `csv`."""
    association = _association(request, pk, Permission.VIEW_COLLABORATIONS)
    rows = domain.collaborations_of(association)
    name = f"samarbejder {association.name}"
    return list_response(extension, name=name, title="Samarbejder", columns=COLUMNS, rows=rows)


# --- A new collaboration: first the partner, then the rest -----------------------------------------------------------


def _searched(request: HttpRequest) -> str:
    return " ".join(str(request.GET.get("soeg", "")).replace("\0", "").split())[:MOST_LETTERS]


def _chosen_partner(request: HttpRequest) -> Partner | None:
    """The partner that the address names. Raises `Http404`."""
    key = str(request.GET.get("partner", ""))
    if not (key.isascii() and key.isdigit() and len(key) < 12):
        return None
    return get_object_or_404(Partner.objects.select_related("district"), pk=int(key))


@require_http_methods(FORM_METHODS)
def collaboration_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Step one searches the register; step two (`partner=` or `ny=1` in the address) writes the collaboration."""
    association = _association(request, pk, Permission.EDIT_COLLABORATIONS)
    partner, text = _chosen_partner(request), _searched(request)
    is_new = partner is None and bool(request.GET.get("ny"))
    form = _add_form(request, association, partner, text) if partner or is_new else None
    if form is not None:
        saved = attempt(form, lambda: _add(form, partner, _user(request)))
        if saved:
            messages.success(request, f"Samarbejdet med {saved.partner} er tilføjet.")
            return redirect(LIST, pk=pk)
    context = {
        **page_context(request, association),
        "form": form,
        "partner": partner,
        "is_new": is_new,
        "text": text,
        "hits": [] if partner else suggestions(text),
        "new_url": f"{request.path}?{urlencode({'ny': 1, 'soeg': text})}",
        "blocked": next(iter(domain.adding_blockers(association)), ""),
    }
    return render(request, "collaborations/collaboration_add.html", context)


def _add_form(
    request: HttpRequest, association: Association, partner: Partner | None, text: str
) -> CollaborationAddForm | NewPartnerForm:
    row = Collaboration(association=association)
    cancel = reverse(LIST, args=[association.pk])
    if partner:
        row.partner = partner
        return CollaborationAddForm(_sent(request), instance=row, cancel_url=cancel)
    initial = {"name": text, "district": association.district_id}
    return NewPartnerForm(_sent(request), instance=row, cancel_url=cancel, initial=initial)


def _add(form: CollaborationFields, partner: Partner | None, by: User) -> Collaboration:
    new = form.partner if isinstance(form, NewPartnerForm) else partner
    return domain.add_collaboration(form.collaboration, partner=new, by=by)


def _collaboration(request: HttpRequest, association: Association, key: int) -> Collaboration:
    rows = Collaboration.objects.visible_to(request.user).select_related("partner__district", "association")
    return get_object_or_404(rows, pk=key, association=association)


@require_http_methods(FORM_METHODS)
def collaboration_edit(request: HttpRequest, pk: int, collaboration: int) -> HttpResponse:
    """A collaboration that is there; the same page removes it."""
    association = _association(request, pk, Permission.EDIT_COLLABORATIONS)
    row = _collaboration(request, association, collaboration)
    form = CollaborationEditForm(_sent(request), instance=row, cancel_url=reverse(LIST, args=[pk]))
    if attempt(form, lambda: domain.edit_collaboration(row, based_on=form.based_on, by=_user(request))):
        messages.success(request, f"Samarbejdet med {row.partner} er gemt.")
        return redirect(LIST, pk=pk)
    context = {**page_context(request, association), "form": form, "collaboration": row}
    return render(request, "collaborations/collaboration_edit.html", context, status=form.status)


@require_POST
def collaboration_remove(request: HttpRequest, pk: int, collaboration: int) -> HttpResponse:
    """Removes one that was written by mistake; asked for twice, it is gone all the same."""
    association = _association(request, pk, Permission.EDIT_COLLABORATIONS)
    row = domain.remove_collaboration(association=association, key=collaboration, by=_user(request))
    if row:
        messages.success(request, f"Samarbejdet med {row.partner} er fjernet.")
    else:
        messages.info(request, "Samarbejdet er allerede fjernet.")
    return redirect(LIST, pk=pk)


# --- Participation in initiatives ------------------------------------------------------------------------------------


@require_http_methods(FORM_METHODS)
def participation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The association's part in an initiative in a year."""
    association = _association(request, pk, Permission.EDIT_COLLABORATIONS)
    row = InitiativeParticipation(association=association)
    form = ParticipationAddForm(_sent(request), instance=row, cancel_url=reverse(LIST, args=[pk]))
    if attempt(form, lambda: chain.add_participation(form.participation, by=_user(request))):
        messages.success(request, f"{row} er tilføjet.")
        return redirect(LIST, pk=pk)
    context = {
        **page_context(request, association),
        "form": form,
        "blocked": next(iter(domain.adding_blockers(association)), ""),
    }
    return render(request, "collaborations/participation_add.html", context)


@require_http_methods(FORM_METHODS)
def participation_edit(request: HttpRequest, pk: int, participation: int) -> HttpResponse:
    """Its number and note; the same page removes it."""
    association = _association(request, pk, Permission.EDIT_COLLABORATIONS)
    rows = InitiativeParticipation.objects.visible_to(request.user).select_related("initiative", "association")
    row = get_object_or_404(rows, pk=participation, association=association)
    form = ParticipationEditForm(_sent(request), instance=row, cancel_url=reverse(LIST, args=[pk]))
    if attempt(form, lambda: chain.edit_participation(row, based_on=form.based_on, by=_user(request))):
        messages.success(request, f"{row} er gemt.")
        return redirect(LIST, pk=pk)
    context = {**page_context(request, association), "form": form, "participation": row}
    return render(request, "collaborations/participation_edit.html", context, status=form.status)


@require_POST
def participation_remove(request: HttpRequest, pk: int, participation: int) -> HttpResponse:
    """Removes one that was written by mistake; asked for twice, it is gone all the same."""
    association = _association(request, pk, Permission.EDIT_COLLABORATIONS)
    row = chain.remove_participation(association=association, key=participation, by=_user(request))
    if row:
        messages.success(request, f"{row} er fjernet.")
    else:
        messages.info(request, "Deltagelsen er allerede fjernet.")
    return redirect(LIST, pk=pk)
