"""Fødekæden: the chain in a year as a picture with its numbers, and the rows behind them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from collaborations.access import require_directory
from collaborations.chain_picture import chain_picture
from collaborations.domain import chain
from collaborations.exports import PART_COLUMNS
from collaborations.forms_chain import PartFilterForm
from collaborations.models.chain import FIRST_YEAR, LAST_YEAR
from collaborations.section import section_links, without_page
from collaborations.tables import PartTable
from core import clock
from core.exports import list_response
from core.tables import prepare


def _year(request: HttpRequest) -> int:
    """The year of the address, else the last ended one: the running year is not told to its end."""
    typed = request.GET.get("aar", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(LAST_YEAR)) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year - 1


@require_safe
def chain_page(request: HttpRequest) -> HttpResponse:
    """The four links with their initiatives, and how many associations took part in the year."""
    require_directory(request.user)
    year = _year(request)
    links = chain.link_counts(chain.parts([year]))
    years = chain.known_years(clock.today().year)
    context = {
        "sidenav": section_links(request),
        "year": year,
        "years": sorted({*years, year}, reverse=True),
        "links": links,
        "chart": chain_picture(year, links),
        "may_see_rows": has_permission(request.user, Permission.VIEW_COLLABORATIONS),
        "may_edit": has_permission(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "collaborations/chain.html", context)


def _found(request: HttpRequest) -> tuple[PartFilterForm, list[chain.Part]]:
    form = PartFilterForm(request.GET or None)
    return form, form.rows(request.user)


@require_safe
def part_list(request: HttpRequest) -> HttpResponse:
    """Deltagelse: the rows behind the chain's numbers, the computed ones too."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    form, rows = _found(request)
    context = {
        "sidenav": section_links(request),
        "form": form,
        "table": prepare(PartTable(rows), request),
        "download_query": without_page(request),
    }
    return render(request, "collaborations/part_list.html", context)


@require_safe
def part_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows in the same order as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_COLLABORATIONS)
    table = PartTable(_found(request)[1])
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension, name="fødekæden", title="Deltagelse i fødekæden", columns=PART_COLUMNS, rows=table.data.data
    )
