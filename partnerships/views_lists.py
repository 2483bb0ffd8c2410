"""The list of partnerships, and the accounts of a year; with their downloads."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from core import clock
from core.exports import list_response
from core.tables import prepare
from partnerships.domain.accounts import AccountState, due_day
from partnerships.domain.list_queries import account_rows, list_rows
from partnerships.filters import AccountFilter, PartnershipFilter
from partnerships.models import ProgrammeYear
from partnerships.tables import AccountTable, PartnershipTable, account_columns, partnership_columns

MOST_DIGITS = 4


def _partnerships(request: HttpRequest) -> PartnershipFilter:
    day = clock.today()
    return PartnershipFilter(request.GET, queryset=list_rows(request.user, day), day=day)


@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """All partnerships, or those that the address asks for."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    found = _partnerships(request)
    context = {
        "filter": found,
        "table": prepare(PartnershipTable(found.qs, day=clock.today()), request),
        "may_edit": has_permission(request.user, Permission.EDIT_PARTNERSHIPS),
        "download_query": _without_page(request),
    }
    return render(request, "partnerships/partnership_list.html", context)


@require_safe
def partnership_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The list's rows with all columns, as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    day, found = clock.today(), _partnerships(request)
    table = PartnershipTable(found.qs, day=day)
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension,
        name="partnerskaber",
        title="Partnerskaber",
        columns=partnership_columns(day),
        rows=table.data.data,
        notes=found.in_words(),
    )


def _account_year(request: HttpRequest) -> int:
    """The year of the address, else the last ended one."""
    typed = request.GET.get("aar", "")
    return int(typed) if typed.isdecimal() and len(typed) == MOST_DIGITS else clock.today().year - 1


def _accounts(request: HttpRequest, year: int) -> AccountFilter:
    return AccountFilter(request.GET, queryset=account_rows(request.user, year, clock.today()))


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts of a year: missing, flagged, settled."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    year = _account_year(request)
    found = _accounts(request, year)
    context = {
        "year": year,
        "years": list(ProgrammeYear.objects.filter(year__lte=clock.today().year).values_list("year", flat=True)),
        "due_day": due_day(year),
        "filter": found,
        "totals": _totals(request, year),
        "table": prepare(AccountTable(found.qs), request),
        "download_query": _without_page(request),
    }
    return render(request, "partnerships/account_list.html", context)


def _totals(request: HttpRequest, year: int) -> dict[str, Any]:
    """How many accounts are missing, and what is not settled, in kroner; of the whole year."""
    rows = account_rows(request.user, year, clock.today()).order_by()
    return rows.aggregate(
        needed=Count("pk"),
        missing=Count("pk", filter=Q(account_state=AccountState.MISSING)),
        flagged=Count("pk", filter=Q(account_state=AccountState.FLAGGED)),
        open_amount=Sum("difference", filter=Q(account_state=AccountState.FLAGGED)),
    )


@require_safe
def account_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The year's rows with all columns, as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    year = _account_year(request)
    found = _accounts(request, year)
    table = AccountTable(found.qs)
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension,
        name=f"regnskaber {year}",
        title=f"Regnskaber {year}",
        columns=account_columns(),
        rows=table.data.data,
        notes=[*found.in_words(), "Forskel er tilskuddet minus lønnen: det, der skal betales tilbage eller overføres."],
    )


def _without_page(request: HttpRequest) -> str:
    """The address's filters and sorting, for the downloads."""
    parameters = request.GET.copy()
    parameters.pop(PartnershipTable.Meta.page_field, None)
    return parameters.urlencode()
