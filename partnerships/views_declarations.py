"""Børneattester: an association's yearly declarations."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from associations.domain.declarations import declare, undo_declaration
from core import clock
from core.exports import PLAIN_NUMBER, Column, list_response
from partnerships.domain.declarations import YearRow, declaration_years
from partnerships.forms_declarations import DeclarationCreateForm
from workflow.editing import attempt
from workflow.models import ReadEvent
from workflow.reads import log_read

COLUMNS: list[Column[YearRow]] = [
    Column("År", lambda row: row.year, number_format=PLAIN_NUMBER),
    Column("Erklæret den", lambda row: row.declaration.declared_on if row.declaration else None),
    Column("Erklæret af", lambda row: row.declaration.declared_by if row.declaration else None, width=28),
    Column("Frist", lambda row: row.due_on),
]


@require_safe
def declaration_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each year of partnership."""
    association = visible_association(request, pk)
    log_read(request.user, "Børneattester", associations=[association])
    context = {
        **page_context(request, association),
        "years": declaration_years(association, clock.today()),
        "may_declare": has_permission(request.user, Permission.DECLARE_CHILD_PROTECTION, association),
        "may_undo": has_permission(request.user, Permission.EDIT_PARTNERSHIPS, association),
    }
    return render(request, "partnerships/declaration_list.html", context)


@require_safe
def declaration_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The same rows as `xlsx` or `csv`."""
    association = visible_association(request, pk)
    log_read(request.user, "Børneattester", associations=[association], kind=ReadEvent.Kind.EXPORT)
    rows = declaration_years(association, clock.today())
    name = f"boerneattester {association.name}"
    return list_response(extension, name=name, title="Børneattesterklæringer", columns=COLUMNS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def declaration_create(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The declaration for one year. One that is made already is shown, never made twice."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.DECLARE_CHILD_PROTECTION, association)
    row = next((row for row in declaration_years(association, clock.today()) if row.year == year), None)
    if row is None:
        raise Http404("The association has no partnership in the year.")
    user, page = cast("User", request.user), page_context(request, association)
    if row.declaration:
        messages.info(request, f"Erklæringen for {year} er afgivet.")
        return redirect("partnerships:declaration-list", pk=pk)
    form = DeclarationCreateForm(
        request.POST or None,
        year=year,
        declared_by=user.name if page["is_own"] else "",
        cancel_url=reverse("partnerships:declaration-list", args=[pk]),
    )
    made = attempt(
        form,
        lambda: declare(
            association=association,
            year=year,
            declared_on=form.cleaned_data["declared_on"],
            declared_by=form.cleaned_data["declared_by"],
            by=user,
        ),
    )
    if made:
        messages.success(request, f"Erklæringen for {year} er gemt. Tak.")
        return redirect("partnerships:declaration-list", pk=pk)
    return render(request, "partnerships/declaration_create.html", {**page, "form": form, "year": year, "row": row})


@require_POST
def declaration_undo(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Takes back a declaration that was made by mistake: for consultants."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.EDIT_PARTNERSHIPS, association)
    if undo_declaration(association=association, year=year, by=cast("User", request.user)):
        messages.success(request, f"Erklæringen for {year} er fjernet. Det står i historikken.")
    else:
        messages.info(request, f"Der er ingen erklæring for {year}.")
    return redirect("partnerships:declaration-list", pk=pk)
