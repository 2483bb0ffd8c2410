"""The association list: search, filters and sorting stay in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.enums import Permission
from accounts.permissions import require_permission
from core import clock
from core.tables import prepare
from overview.domain.list_conditions import contact_person_is, last_ended_year
from overview.domain.list_queries import list_rows
from overview.filters import MINE, AssociationFilter
from overview.tables import AssociationTable


def association_list(request: HttpRequest) -> HttpResponse:
    """All associations, or those that the address asks for; a consultant's bare address leads to the own ones."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    day = clock.today()
    rows = list_rows(request.user, day)
    if not request.GET and rows.filter(contact_person_is(request.user.pk, day)).exists():
        return redirect(f"{reverse('overview:association-list')}?kontaktperson={MINE}")
    found = AssociationFilter(request.GET, queryset=rows, user=request.user, day=day)
    template = "overview/_association_results.html" if request.htmx else "overview/association_list.html"
    context = {
        "filter": found,
        "table": prepare(AssociationTable(found.qs), request),
        "only_mine": request.GET.get("kontaktperson") == MINE,
        "count_year": last_ended_year(day),
        "download_query": _without_page(request),
    }
    return render(request, template, context)


def _without_page(request: HttpRequest) -> str:
    """The address's filters and sorting, for the downloads."""
    parameters = request.GET.copy()
    parameters.pop(AssociationTable.Meta.page_field, None)
    return parameters.urlencode()
