"""Læsninger: who on the staff has read personal data."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import require_permission
from core.exports import Column, list_response
from privacy.domain.read_queries import ReadRow, read_rows, reader_choices, reads
from privacy.forms import ReadFilterForm
from workflow.models import ReadEvent

PER_PAGE = 50
COLUMNS: list[Column[ReadRow]] = [
    Column("Tidspunkt", lambda row: row.at, width=18),
    Column("Medarbejder", lambda row: row.who, width=26),
    Column("Side", lambda row: row.page, width=26),
    Column("Måde", lambda row: row.way, width=18),
    Column("Foreninger", lambda row: row.associations, width=40),
    Column("Personer", lambda row: row.people or None),
]
NOTE = "Samme medarbejder, side og forening tælles én gang på et kvarter. Det er ikke gemt, hvad der stod på siden."


@require_safe
def read_list(request: HttpRequest) -> HttpResponse:
    """The reads that the address asks for, the newest first."""
    form, found = _found(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "rows": list(read_rows(page.object_list)),
        "download_query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
    }
    return render(request, "privacy/read_list.html", context)


@require_safe
def read_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same reads as `xlsx` or `csv`."""
    form, found = _found(request)
    rows = read_rows(found.iterator(chunk_size=2_000), everything=True)
    notes = [*form.in_words(), NOTE]
    title = "Læsninger af persondata"
    return list_response(extension, name="læsninger", title=title, columns=COLUMNS, rows=rows, notes=notes)


def _found(request: HttpRequest) -> tuple[ReadFilterForm, QuerySet[ReadEvent]]:
    require_permission(request.user, Permission.VIEW_READ_LOG)
    form = ReadFilterForm(request.GET or None, readers=reader_choices())
    found = reads(
        reader=form.value("laeser") or "",
        association=form.value("forening") or "",
        first=form.value("fra"),
        last=form.value("til"),
    )
    return form, found
