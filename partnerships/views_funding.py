"""Bevillinger: the funding lines with their money of each year, for administrators to keep and others to read."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from core.exports import AMOUNT, PLAIN_NUMBER, Column, list_response
from partnerships.domain import funding_lines
from partnerships.domain.funding import LineMoney, lines_by_year, proposed_amount
from partnerships.domain.line_pages import all_line_money, line_page, line_rows
from partnerships.forms_funding import FundingAmountForm, FundingLineConfirmForm, FundingLineForm
from partnerships.models import FundingAmount, FundingLine, ProgrammeYear
from workflow.editing import attempt

DETAIL = "partnerships:fundingline-detail"


def acting(request: HttpRequest, permission: Permission) -> User:
    """The user, when the permission allows it (403)."""
    require_permission(request.user, permission)
    return cast("User", request.user)  # signed in: SignInRequiredMiddleware


@require_safe
def fundingline_list(request: HttpRequest) -> HttpResponse:
    """Every line with its state, and what is left of it in the latest years."""
    acting(request, Permission.VIEW_ADMINISTRATION)
    years, rows = line_rows()
    context = {"years": years, "rows": rows, "may_edit": has_permission(request.user, Permission.EDIT_FUNDING)}
    return render(request, "partnerships/fundingline_list.html", context)


COLUMNS: list[Column[LineMoney]] = [
    Column("Bevilling", lambda row: row.line.name, width=34),
    Column("Varighed", lambda row: row.line.get_kind_display(), width=14),
    Column("Første dag", lambda row: row.line.start),
    Column("Sidste dag", lambda row: row.line.end),
    Column("Tilstand", lambda row: row.line.state_label, width=20),
    Column("Bekræftet den", lambda row: row.line.confirmed_on),
    Column("År", lambda row: row.entry.programme_year.year, number_format=PLAIN_NUMBER),
    Column("Beløb", lambda row: row.amount, number_format=AMOUNT, width=16),
    Column("Tilsagn", lambda row: row.committed, number_format=AMOUNT, width=16),
    Column("Reserveret", lambda row: row.reserved, number_format=AMOUNT, width=16),
    Column("Fri", lambda row: row.free, number_format=AMOUNT, width=16),
    Column("Begrundelse for andet beløb", lambda row: row.entry.override_reason, width=34),
    Column("Beslutning", lambda row: row.line.reference, width=34),
]
NOTE = "En betinget bevilling tæller først med, når den er bekræftet: indtil da er intet af den frit."


@require_safe
def fundingline_export(request: HttpRequest, extension: str) -> HttpResponse:
    """A row for each line and year, as `xlsx` or `csv`."""
    acting(request, Permission.VIEW_ADMINISTRATION)
    rows = all_line_money()
    return list_response(extension, name="bevillinger", title="Bevillinger", columns=COLUMNS, rows=rows, notes=[NOTE])


@require_safe
def fundingline_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what it is, its money year by year, and what may be done with it."""
    acting(request, Permission.VIEW_ADMINISTRATION)
    line = get_object_or_404(FundingLine, pk=pk)
    context = {
        "line": line,
        "page": line_page(line),
        "may_edit": has_permission(request.user, Permission.EDIT_FUNDING),
    }
    return render(request, "partnerships/fundingline_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fundingline_create(request: HttpRequest) -> HttpResponse:
    """A new line."""
    user = acting(request, Permission.EDIT_FUNDING)
    new = FundingLine()
    form = FundingLineForm(request.POST or None, instance=new, cancel_url=reverse("partnerships:fundingline-list"))
    line = attempt(form, lambda: funding_lines.save_line(line=new, by=user))
    if line:
        messages.success(request, f"»{line.name}« er oprettet. Skriv nu, hvad den bringer i årene.")
        return redirect(DETAIL, pk=line.pk)
    return render(request, "partnerships/fundingline_edit.html", {"form": form, "line": None})


@require_http_methods(["GET", "HEAD", "POST"])
def fundingline_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A line's details; its amounts follow where they followed before."""
    user = acting(request, Permission.EDIT_FUNDING)
    line = get_object_or_404(FundingLine, pk=pk)
    form = FundingLineForm(request.POST or None, instance=line, cancel_url=reverse(DETAIL, args=[pk]))
    saved = attempt(form, lambda: funding_lines.save_line(line=line, based_on=form.based_on, by=user))
    if saved:
        messages.success(request, f"»{saved.name}« er gemt.")
        return redirect(DETAIL, pk=pk)
    context = {"form": form, "line": FundingLine.objects.get(pk=pk)}
    return render(request, "partnerships/fundingline_edit.html", context, status=form.status)


@require_POST
def fundingline_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes a line without money; asked for twice, it is gone all the same."""
    user = acting(request, Permission.EDIT_FUNDING)
    line = FundingLine.objects.filter(pk=pk).first()
    if line is None:
        messages.info(request, "Bevillingen er allerede slettet.")
        return redirect("partnerships:fundingline-list")
    try:
        funding_lines.delete_line(line=line, by=user)
    except ValidationError as refusal:
        return _told(request, refusal, line)
    messages.success(request, f"»{line.name}« er slettet.")
    return redirect("partnerships:fundingline-list")


@require_http_methods(["GET", "HEAD", "POST"])
def fundingline_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The condition is met: when, and who decided."""
    user = acting(request, Permission.EDIT_FUNDING)
    line = get_object_or_404(FundingLine, pk=pk)
    form = FundingLineConfirmForm(request.POST or None, instance=line, cancel_url=reverse(DETAIL, args=[pk]))
    saved = attempt(
        form,
        lambda: funding_lines.confirm_line(
            line=line,
            confirmed_on=form.cleaned_data["confirmed_on"],
            confirmed_by=form.cleaned_data["confirmed_by"],
            based_on=form.based_on,
            by=user,
        ),
    )
    if saved:
        messages.success(request, f"»{saved.name}« er bekræftet, og pengene tæller med.")
        return redirect(DETAIL, pk=pk)
    context = {"form": form, "line": FundingLine.objects.get(pk=pk)}
    return render(request, "partnerships/fundingline_confirm.html", context, status=form.status)


@require_POST
def fundingline_unconfirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the confirmation back, when nothing depends on it."""
    user = acting(request, Permission.EDIT_FUNDING)
    line = get_object_or_404(FundingLine, pk=pk)
    try:
        funding_lines.unconfirm_line(line=line, by=user)
    except ValidationError as refusal:
        return _told(request, refusal, line)
    messages.success(request, f"Bekræftelsen af »{line.name}« er trukket tilbage. Pengene tæller ikke med.")
    return redirect(DETAIL, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def fundingamount_edit(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """What the line brings in the year: an amount that is there, or a new one with a proposal."""
    user = acting(request, Permission.EDIT_FUNDING)
    line, programme_year = get_object_or_404(FundingLine, pk=pk), get_object_or_404(ProgrammeYear, year=year)
    proposed = proposed_amount(line, year)
    stored = FundingAmount.objects.filter(funding_line=line, programme_year=programme_year).first()
    entry = stored or FundingAmount(funding_line=line, programme_year=programme_year)
    entry.funding_line, entry.programme_year = line, programme_year
    initial = {} if stored else {"amount": proposed}
    form = FundingAmountForm(
        request.POST or None, instance=entry, initial=initial, proposed=proposed, cancel_url=reverse(DETAIL, args=[pk])
    )
    saved = attempt(form, lambda: funding_lines.set_amount(entry=entry, based_on=form.based_on, by=user))
    if saved:
        messages.success(request, f"Beløbet i {year} er gemt.")
        return redirect(DETAIL, pk=pk)
    money = _money(line, programme_year) if stored else None
    reasons = funding_lines.remove_blockers(stored) if stored else []
    context = {"form": form, "line": line, "year": year, "money": money, "blocked": " ".join(reasons)}
    return render(request, "partnerships/fundingamount_edit.html", context, status=form.status)


@require_POST
def fundingamount_delete(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Takes the line's year away, when nothing stands on it."""
    user = acting(request, Permission.EDIT_FUNDING)
    line = get_object_or_404(FundingLine, pk=pk)
    entries = FundingAmount.objects.select_related("funding_line", "programme_year")
    entry = entries.filter(funding_line=line, programme_year__year=year).first()
    if entry is None:
        messages.info(request, f"Bevillingen har allerede ingen penge i {year}.")
        return redirect(DETAIL, pk=pk)
    try:
        funding_lines.remove_amount(entry=entry, by=user)
    except ValidationError as refusal:
        return _told(request, refusal, line)
    messages.success(request, f"Bevillingen har ikke længere penge i {year}.")
    return redirect(DETAIL, pk=pk)


def _money(line: FundingLine, year: ProgrammeYear) -> LineMoney:
    return next(row for row in lines_by_year([year])[year.pk] if row.line.pk == line.pk)


def _told(request: HttpRequest, refusal: ValidationError, line: FundingLine) -> HttpResponse:
    """Back to the line, which says why it could not be done."""
    for text in refusal.messages:
        messages.error(request, text)
    return redirect(DETAIL, pk=line.pk)
