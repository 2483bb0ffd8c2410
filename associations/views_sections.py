"""Afdelinger: an association's satellite sections."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.association_page import page_context, visible_association
from associations.domain.sections import remove_section, save_section, sections_of
from associations.forms_sections import SectionCreateForm, SectionEditForm
from associations.models import Association, SatelliteSection
from core import clock
from core.exports import Column, list_response
from workflow.editing import attempt

FORM_METHODS = ["GET", "HEAD", "POST"]
COLUMNS: list[Column[SatelliteSection]] = [
    Column("Afdeling", lambda row: row.name, width=30),
    Column("Bydel", lambda row: row.district.name if row.district else None, width=24),
    Column("Udsat byområde", lambda row: row.area.name if row.area else None, width=24),
    Column("Aktivitet", lambda row: row.activity.name if row.activity else None, width=20),
    Column("Fra", lambda row: row.start),
    Column("Til", lambda row: row.end),
]


@require_safe
def section_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections, those of today first."""
    association = visible_association(request, pk)
    day = clock.today()
    context = {**page_context(request, association), "sections": sections_of(association, day), "day": day}
    return render(request, "associations/section_list.html", context)


@require_safe
def section_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The same rows as `xlsx` or `csv`."""
    association = visible_association(request, pk)
    rows = sections_of(association, clock.today())
    return list_response(
        extension, name=f"afdelinger {association.name}", title="Afdelinger", columns=COLUMNS, rows=rows
    )


@require_http_methods(FORM_METHODS)
def section_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new section."""
    association = editable_association(request, pk)
    form = SectionCreateForm(
        request.POST or None, instance=SatelliteSection(association=association), cancel_url=list_url(pk)
    )
    section = attempt(form, lambda: save_section(section=form.section, by=cast("User", request.user)))
    if section:
        messages.success(request, f"{section.name} er tilføjet.")
        return redirect("associations:section-list", pk=pk)
    return render(request, "associations/section_form.html", {**page_context(request, association), "form": form})


@require_http_methods(FORM_METHODS)
def section_edit(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """A section that is there; the same page removes it."""
    association = editable_association(request, pk)
    section = get_object_or_404(SatelliteSection.objects.visible_to(request.user), pk=section_pk, association=pk)
    name = section.name
    form = SectionEditForm(request.POST or None, instance=section, cancel_url=list_url(pk))
    saved = attempt(
        form, lambda: save_section(section=form.section, based_on=form.based_on, by=cast("User", request.user))
    )
    if saved:
        messages.success(request, f"{saved.name} er gemt.")
        return redirect("associations:section-list", pk=pk)
    context = {**page_context(request, association), "form": form, "section": section, "section_name": name}
    return render(request, "associations/section_form.html", context, status=form.status)


@require_POST
def section_delete(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Removes a section that was written by mistake."""
    association = editable_association(request, pk)
    removed = remove_section(association=association, section_id=section_pk, by=cast("User", request.user))
    if removed:
        messages.success(request, f"{removed.name} er fjernet.")
    else:
        messages.info(request, "Afdelingen er fjernet i forvejen.")
    return redirect("associations:section-list", pk=pk)


def editable_association(request: HttpRequest, pk: int) -> Association:
    """The association, whose details the user may edit."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.EDIT_ASSOCIATION, association)
    return association


def list_url(pk: int) -> str:
    """Back to the list."""
    return reverse("associations:section-list", args=[pk])
