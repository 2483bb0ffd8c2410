"""Lists: the staff's of all enquiries, an association's own, and the response times."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission, StaffRole
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context
from associations.models import Association
from core import clock
from core.exports import PLAIN_NUMBER, Column, list_response
from core.tables import prepare
from enquiries.domain import response_times as times
from enquiries.domain.queries import UNOWNED, enquiries_for, found
from enquiries.enquiry_page import association_of, user_of
from enquiries.forms import EnquiryFilterForm, YearForm
from enquiries.models.enquiries import EnquiryQuerySet, without_owner
from enquiries.tables import COLUMNS, EnquiryTable, OwnEnquiryTable
from workflow.models import ReadEvent
from workflow.reads import log_read

NO_TEXTS = "Arket viser emner, men ikke hvad der er skrevet. Det læses i Medspil, hvor adgangen følger med."
TIMES_COLUMNS: list[Column[times.ResponseTimes]] = [
    Column("Ejer", lambda row: row.name, width=28),
    Column("Henvendelser", lambda row: row.asked),
    Column("Besvaret", lambda row: row.answered),
    Column("Hverdage til første svar, median", lambda row: row.days_to_answer),
    Column("Besvaret inden 5 hverdage", lambda row: row.in_time),
    Column("Tæller med", lambda row: row.judged),
    Column("Andel, procent", lambda row: row.share_in_time, number_format=PLAIN_NUMBER),
    Column("Lukket", lambda row: row.closed),
    Column("Hverdage til lukning, median", lambda row: row.days_to_close),
]


def _staff_rows(request: HttpRequest) -> tuple[EnquiryFilterForm, EnquiryQuerySet]:
    consultants = User.objects.filter(staff_role=StaffRole.CONSULTANT, is_active=True).values_list("pk", "name")
    form = EnquiryFilterForm(request.GET or None, owners=[(str(pk), name) for pk, name in consultants])
    return form, found(enquiries_for(request.user), form.wanted, request.user)


def _query(request: HttpRequest) -> str:
    parameters = request.GET.copy()
    parameters.pop(EnquiryTable.Meta.page_field, None)
    return parameters.urlencode()


@require_safe
def enquiry_overview(request: HttpRequest) -> HttpResponse:
    """Henvendelser: all of them, those that wait for us on top."""
    require_permission(request.user, Permission.VIEW_ENQUIRIES)
    form, rows = _staff_rows(request)
    log_read(request.user, "Henvendelser")
    context = {
        "form": form,
        "table": prepare(EnquiryTable(rows), request),
        "unowned": enquiries_for(request.user).filter(without_owner()).count(),
        "unowned_filter": UNOWNED,
        "download_query": _query(request),
    }
    return render(request, "enquiries/enquiry_overview.html", context)


@require_safe
def enquiry_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same list as `xlsx` or `csv`, without what was written."""
    require_permission(request.user, Permission.VIEW_ENQUIRIES)
    form, rows = _staff_rows(request)
    log_read(request.user, "Henvendelser", kind=ReadEvent.Kind.EXPORT)
    table = EnquiryTable(rows)
    RequestConfig(request, paginate=False).configure(table)
    notes = [NO_TEXTS, *form.in_words()]
    return list_response(
        extension, name="henvendelser", title="Henvendelser", columns=COLUMNS, rows=table.data.data, notes=notes
    )


def _own_rows(request: HttpRequest, association: Association) -> tuple[EnquiryFilterForm, EnquiryQuerySet]:
    form = EnquiryFilterForm(request.GET or None)
    rows = enquiries_for(request.user).filter(association=association)
    return form, found(rows, form.wanted, request.user)


@require_safe
def association_enquiries(request: HttpRequest, pk: int) -> HttpResponse:
    """An association's enquiries, and where its people ask."""
    association = association_of(request, pk, Permission.VIEW_ENQUIRIES)
    form, rows = _own_rows(request, association)
    context: dict[str, Any] = {
        **page_context(request, association),
        "form": form,
        "table": prepare(OwnEnquiryTable(rows), request),
        "may_ask": has_permission(user_of(request), Permission.ASK, association),
        "download_query": _query(request),
    }
    return render(request, "enquiries/association_enquiries.html", context)


@require_safe
def association_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The association's list as `xlsx` or `csv`."""
    association = association_of(request, pk, Permission.VIEW_ENQUIRIES)
    form, rows = _own_rows(request, association)
    log_read(request.user, "Henvendelser", associations=[association], kind=ReadEvent.Kind.EXPORT)
    table = OwnEnquiryTable(rows)
    RequestConfig(request, paginate=False).configure(table)
    notes = [f"Forening: {association.name}.", NO_TEXTS, *form.in_words()]
    name = f"henvendelser {association.name}"
    return list_response(extension, name=name, title="Henvendelser", columns=COLUMNS, rows=table.data.data, notes=notes)


def _times(request: HttpRequest) -> tuple[YearForm, int, times.ResponseTimes, list[times.ResponseTimes]]:
    day = clock.today()
    years = sorted({day.year, *times.years_with_enquiries(request.user)}, reverse=True)
    form = YearForm(request.GET if "aar" in request.GET else {"aar": str(day.year)}, years=years)
    year = form.year(day.year)
    every, each = times.response_times(request.user, year, day)
    return form, year, every, each


@require_safe
def response_times(request: HttpRequest) -> HttpResponse:
    """Svartider: how fast the year's enquiries were answered and closed, in all and by owner."""
    require_permission(request.user, Permission.VIEW_ENQUIRIES)
    form, year, every, each = _times(request)
    context = {"form": form, "year": year, "every": every, "each": each, "download_query": f"aar={year}"}
    return render(request, "enquiries/response_times.html", context)


@require_safe
def response_times_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same figures as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_ENQUIRIES)
    _form, year, every, each = _times(request)
    notes = [f"Henvendelser modtaget i {year}.", "Hverdage er mandag til fredag uden helligdage."]
    return list_response(
        extension, name=f"svartider {year}", title="Svartider", columns=TIMES_COLUMNS, rows=[every, *each], notes=notes
    )
