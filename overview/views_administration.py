"""Administration: programme years (edited in `partnerships`) and staff accounts (`views_staff`)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from core import clock
from core.exports import list_response
from overview.domain.administration_queries import YearRow, programme_years
from overview.domain.staff_accounts import staff_rows
from overview.record_exports import STAFF_COLUMNS, YEAR_COLUMNS


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """For administrators, consultants and managers."""
    require_permission(request.user, Permission.VIEW_ADMINISTRATION)
    years = programme_years()
    context = {
        "years": years,
        "next_year": next_year(years) if has_permission(request.user, Permission.EDIT_FUNDING) else None,
        "staff": staff_rows(),
        "may_manage_staff": has_permission(request.user, Permission.MANAGE_STAFF),
        "may_handle_people": has_permission(request.user, Permission.HANDLE_PERSON_DATA),
        "may_view_reads": has_permission(request.user, Permission.VIEW_READ_LOG),
        "may_run_retention": has_permission(request.user, Permission.RUN_RETENTION),
        "may_import": has_permission(request.user, Permission.IMPORT_PROGRAMME),
    }
    return render(request, "overview/administration.html", context)


def next_year(years: Sequence[YearRow]) -> int:
    """The year after the latest opened one, else the running one."""
    return years[0].year.year + 1 if years else clock.today().year


@require_safe
def programme_years_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The programme years with their money as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_ADMINISTRATION)
    rows, notes = programme_years(), ["Fri er budgettet minus tilsagn og reserverede poster."]
    return list_response(extension, name="programår", title="Programår", columns=YEAR_COLUMNS, rows=rows, notes=notes)


@require_safe
def staff_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The staff accounts as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_ADMINISTRATION)
    return list_response(extension, name="medarbejdere", title="Medarbejdere", columns=STAFF_COLUMNS, rows=staff_rows())
