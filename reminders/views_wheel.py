"""Årshjul: everything dated in a year, of the programme and of one association, by month."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from core import clock
from core.exports import Column, list_response
from partnerships.models import FIRST_YEAR, LAST_YEAR
from reminders.domain.wheel import WheelLine, WheelMonth, wheel

MOST_NAMED = 3
COLUMNS: list[Column[WheelLine]] = [
    Column("Dato", lambda line: line.on),
    Column("Slags", lambda line: line.kind, width=24),
    Column("Hvad", lambda line: line.text, width=60),
    Column("Foreninger", lambda line: ", ".join(club.name for club in line.clubs), width=60),
]


def _year(request: HttpRequest) -> int:
    """The year of the address; the running one without. Raises `Http404` for one that cannot be."""
    text = request.GET.get("aar", "")
    if not text:
        return clock.today().year
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Http404
    return int(text)


def _context(months: list[WheelMonth], year: int) -> dict[str, Any]:
    day = clock.today()
    return {
        "months": months,
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "today": day,
        "is_empty": not any(month.lines for month in months),
        "most_named": MOST_NAMED,
    }


@require_safe
def programme_wheel(request: HttpRequest) -> HttpResponse:
    """The programme's year."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    year = _year(request)
    context = _context(wheel(None, year, seen_by=request.user), year)
    context["may_see_reminders"] = has_permission(request.user, Permission.VIEW_REMINDERS)
    return render(request, "reminders/programme_wheel.html", context)


@require_safe
def programme_wheel_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same lines as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    year = _year(request)
    return _export(extension, wheel(None, year, seen_by=request.user), f"Årshjul {year}")


@require_safe
def association_wheel(request: HttpRequest, pk: int) -> HttpResponse:
    """One association's year."""
    association = visible_association(request, pk)
    year = _year(request)
    months = wheel([association.pk], year, seen_by=request.user)
    context = page_context(request, association) | _context(months, year)
    return render(request, "reminders/association_wheel.html", context)


@require_safe
def association_wheel_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The same lines as `xlsx` or `csv`."""
    association = visible_association(request, pk)
    year = _year(request)
    months = wheel([association.pk], year, seen_by=request.user)
    return _export(extension, months, f"Årshjul {year}", notes=[association.name])


def _export(extension: str, months: list[WheelMonth], title: str, notes: list[str] | None = None) -> HttpResponse:
    lines = [line for month in months for line in month.lines]
    return list_response(extension, name=title.lower(), title=title, columns=COLUMNS, rows=lines, notes=notes or [])
