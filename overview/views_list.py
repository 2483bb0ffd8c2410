"""The association list and its downloads: search, filters and sorting stay in the address."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from core import clock
from core.exports import list_response
from core.formats import date_text
from core.tables import prepare
from journal.domain.entry_queries import last_contacts
from overview.domain.addresses import Audience, addresses_of
from overview.domain.list_conditions import contact_person_is
from overview.domain.list_queries import every_row, with_everything
from overview.exports import association_columns
from overview.filters import CLOSED_TOO, MINE, AssociationFilter, moment_of
from overview.forms import AUDIENCE, AudienceForm
from overview.tables import AssociationTable
from workflow.models import ReadEvent
from workflow.reads import log_read


@require_safe
def association_list(request: HttpRequest) -> HttpResponse:
    """All associations, or those that the address asks for; a consultant's bare address leads to the own ones."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    found = _filter(request)
    if not request.GET and found.queryset.filter(contact_person_is(request.user.pk, found.day)).exists():
        return redirect(f"{reverse('overview:association-list')}?kontaktperson={MINE}")
    log_read(request.user, "Foreninger")
    is_part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # its middleware
    template = "overview/_association_results.html" if is_part else "overview/association_list.html"
    context = {
        "filter": found,
        "table": prepare(AssociationTable(found.qs.only("name", "citywide", "closed_on")), request),
        "may_create": has_permission(request.user, Permission.CREATE_ASSOCIATION),
        "closed_query": _with_closed(request),
        "only_mine": request.GET.get("kontaktperson") == MINE,
        "count_year": found.moment.count_year,
        "past_day": found.day if found.day != clock.today() else None,
        "download_query": _without_page(request),
        "may_invite": has_permission(request.user, Permission.INVITE_PEOPLE),
    }
    return render(request, template, context)


@require_safe
def address_list(request: HttpRequest) -> HttpResponse:
    """The e-mail addresses of the associations that the address finds, to copy into a mail."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    found = _filter(request)
    form = AudienceForm(request.GET if AUDIENCE in request.GET else None, initial={AUDIENCE: Audience.CHAIRS})
    audience = form.audience
    addresses = addresses_of(found.qs, audience, clock.today())
    kept = [(name, value) for name, value in request.GET.items() if name not in {AUDIENCE, "side"}]
    log_read(
        request.user,
        "Kopiér e-mailadresser",
        associations=addresses.association_ids,
        people=addresses.person_ids,
        kind=ReadEvent.Kind.COPY,
    )
    context = {
        "form": form,
        "kept": kept,
        "filters": found.in_words() if found.form.is_valid() else [],
        "audience": audience,
        "addresses": addresses,
        "list_query": urlencode(kept),
    }
    return render(request, "overview/address_list.html", context)


@require_safe
def association_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The list's rows with all columns, as `xlsx` or `csv`: exactly those that the address finds, in its order."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    found = _filter(request)
    year = found.moment.count_year
    log_read(request.user, "Foreninger", kind=ReadEvent.Kind.EXPORT)
    table = AssociationTable(found.qs)
    RequestConfig(request, paginate=False).configure(table)
    columns = association_columns(year, dict(last_contacts(request.user, found.day)))
    rows = with_everything(table.data.data, found.day, count_year=year)
    notes = [
        *found.in_words(),
        *([f"Oplysningerne er, som de var {date_text(found.day)}."] if found.day != clock.today() else []),
        f"Medlemstal er pr. 31. december {year}.",
        "Seneste kontakt er den seneste i journalen, notater ikke talt med.",
    ]
    return list_response(extension, name="foreninger", title="Foreninger", columns=columns, rows=rows, notes=notes)


def _filter(request: HttpRequest) -> Any:
    """The filters of the address over the rows that the user may see."""
    moment = moment_of(request.GET, clock.today())
    rows = every_row(request.user, moment.day, count_year=moment.count_year)
    return AssociationFilter(request.GET, queryset=rows, user=request.user, moment=moment)


def _with_closed(request: HttpRequest) -> str:
    """The address that also finds closed associations; empty when this one does."""
    if request.GET.get("lukkede"):
        return ""
    parameters = request.GET.copy()
    parameters.pop(AssociationTable.Meta.page_field, None)
    parameters["lukkede"] = CLOSED_TOO
    return parameters.urlencode()


def _without_page(request: HttpRequest) -> str:
    """The address's filters and sorting, for the downloads."""
    parameters = request.GET.copy()
    parameters.pop(AssociationTable.Meta.page_field, None)
    return parameters.urlencode()
