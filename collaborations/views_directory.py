"""Vejviser: which administration and which unit helps with what. Everybody searches it, consultants keep it."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from collaborations.access import require_directory
from collaborations.domain import directory as domain
from collaborations.exports import UNIT_COLUMNS
from collaborations.forms_directory import (
    AdministrationForm,
    DirectoryForm,
    InitiativeForm,
    UnitAddForm,
    UnitEditForm,
)
from collaborations.models import Administration, ContactUnit, Initiative
from collaborations.section import section_links, without_page
from core import clock
from core.exports import list_response
from workflow.editing import attempt

FORM_METHODS = ["GET", "HEAD", "POST"]
LIST = "collaborations:directory"


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: the permission was checked


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _found(request: HttpRequest) -> tuple[DirectoryForm, list[domain.Chapter]]:
    form = DirectoryForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return form, []
    chosen = form.cleaned_data if form.is_bound else {}
    owner = cast("Administration | None", chosen.get("forvaltning"))
    return form, domain.directory(chosen.get("soeg", ""), administration=owner.pk if owner else None)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The administrations with their initiatives and units, or what the search finds."""
    require_directory(request.user)
    form, chapters = _found(request)
    day = clock.today()
    context = {
        "sidenav": section_links(request),
        "form": form,
        "chapters": [(row, [(unit, unit.is_stale(day)) for unit in row.units]) for row in chapters],
        "stale": sum(unit.is_stale(day) for row in chapters for unit in row.units),
        "may_edit": has_permission(request.user, Permission.EDIT_DIRECTORY),
        "download_query": without_page(request),
    }
    return render(request, "collaborations/directory.html", context)


@require_safe
def directory_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The units found, as `xlsx` or `csv`."""
    require_directory(request.user)
    rows = [unit for chapter in _found(request)[1] for unit in chapter.units]
    return list_response(extension, name="vejviser", title="Vejviser", columns=UNIT_COLUMNS, rows=rows)


@require_http_methods(FORM_METHODS)
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new unit, under the administration that the address names."""
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    form = UnitAddForm(
        _sent(request),
        instance=ContactUnit(),
        initial={"administration": request.GET.get("forvaltning", "")},
        cancel_url=reverse(LIST),
    )
    if attempt(form, lambda: domain.save_unit(form.unit, by=_user(request))):
        messages.success(request, f"{form.unit} er tilføjet.")
        return redirect(LIST)
    return _form_page(request, form, heading="Tilføj en enhed")


@require_http_methods(FORM_METHODS)
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit; the same page takes it out."""
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    unit = get_object_or_404(ContactUnit.objects.select_related("administration", "initiative"), pk=pk)
    name = unit.unit
    form = UnitEditForm(_sent(request), instance=unit, cancel_url=reverse(LIST))
    if attempt(form, lambda: domain.save_unit(unit, based_on=form.based_on, by=_user(request))):
        messages.success(request, f"{unit} er gemt.")
        return redirect(LIST)
    return _form_page(request, form, heading=f"Ret {name}", unit=unit)


@require_POST
def unit_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked today, and it is right."""
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    unit = domain.check_unit(pk, by=_user(request))
    if unit:
        messages.success(request, f"{unit} er kontrolleret i dag.")
    else:
        messages.info(request, "Enheden er ikke længere i vejviseren.")
    return redirect(LIST)


@require_POST
def unit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a unit out; asked for twice, it is gone all the same."""
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    unit = domain.remove_unit(pk, by=_user(request))
    if unit:
        messages.success(request, f"{unit} er taget ud af vejviseren.")
    else:
        messages.info(request, "Enheden er ikke længere i vejviseren.")
    return redirect(LIST)


@require_http_methods(FORM_METHODS)
def administration_add(request: HttpRequest) -> HttpResponse:
    """A new administration."""
    return _edit_entry(request, AdministrationForm, Administration(), "Tilføj en forvaltning")


@require_http_methods(FORM_METHODS)
def administration_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An administration's texts, and whether it is shown."""
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    row = get_object_or_404(Administration, pk=pk)
    return _edit_entry(request, AdministrationForm, row, f"Ret {row}")


@require_http_methods(FORM_METHODS)
def initiative_add(request: HttpRequest) -> HttpResponse:
    """A new initiative."""
    return _edit_entry(request, InitiativeForm, Initiative(), "Tilføj en indsats")


@require_http_methods(FORM_METHODS)
def initiative_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An initiative's texts and link, and whether it is shown."""
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    row = get_object_or_404(Initiative.objects.select_related("administration"), pk=pk)
    return _edit_entry(request, InitiativeForm, row, f"Ret {row}")


def _edit_entry(
    request: HttpRequest,
    kind: type[AdministrationForm | InitiativeForm],
    row: Administration | Initiative,
    heading: str,
) -> HttpResponse:
    require_permission(request.user, Permission.EDIT_DIRECTORY)
    is_new = row.pk is None
    form = kind(_sent(request), instance=row, cancel_url=reverse(LIST))
    if attempt(form, lambda: domain.save_entry(row, based_on=None if is_new else form.based_on, by=_user(request))):
        messages.success(request, f"{row} er gemt.")
        return redirect(LIST)
    return _form_page(request, form, heading=heading)


def _form_page(request: HttpRequest, form: Any, *, heading: str, unit: ContactUnit | None = None) -> HttpResponse:
    context = {
        "sidenav": section_links(request),
        "form": form,
        "heading": heading,
        "unit": unit,
        "has_conflict": getattr(form, "conflict", None),
    }
    return render(request, "collaborations/directory_form.html", context, status=getattr(form, "status", 200))
