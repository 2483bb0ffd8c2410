"""Historik: every change of an association's records, in words."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from associations.association_page import page_context, visible_association
from associations.models import Association
from core.exports import Column, list_response
from core.forms import Form
from overview.domain import history_queries
from overview.domain.history_queries import Choice, HistoryRow
from workflow.models import AuditEvent, ReadEvent
from workflow.reads import log_read

PER_PAGE = 50
COLUMNS: list[Column[HistoryRow]] = [
    Column("Tidspunkt", lambda row: row.at, width=18),
    Column("Ændret af", lambda row: row.who, width=24),
    Column("Hvad", lambda row: row.record, width=40),
    Column("Hændelse", lambda row: row.kind),
    Column("Felt", lambda row: row.field, width=28),
    Column("Før", lambda row: row.before, width=32),
    Column("Efter", lambda row: row.after, width=32),
]


class HistoryFilterForm(Form):
    """Kind of record and person, as words of the address."""

    mark_optional = False

    slags = forms.ChoiceField(label="Vis", required=False)
    person = forms.ChoiceField(label="Ændret af", required=False)

    def __init__(self, *args: Any, records: list[Choice], actors: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: dict[str, list[Choice]] = {"slags": [("", "Alt"), *records], "person": [("", "Alle"), *actors]}
        for name, choices in self.offered.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def value(self, name: str) -> str:
        """The choice made; empty when nothing was chosen, or something that is not offered (the field says so)."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))

    def in_words(self) -> list[str]:
        """The filters that hold, for the sheet: `Vis: Ansættelser.`"""
        chosen = {name: self.value(name) for name in self.offered if self.value(name)}
        return [f"{self.fields[name].label}: {dict(self.offered[name])[key]}." for name, key in chosen.items()]


@require_safe
def association_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes, the newest first; a query for each filter, the page and its number, whatever the rows."""
    association = visible_association(request, pk)
    form, found = _found(request, association)
    log_read(request.user, "Historik", associations=[association])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        **page_context(request, association),
        "form": form,
        "page": page,
        "days": history_queries.history_days(page.object_list, association),
        "download_query": urlencode({name: form.value(name) for name in form.fields if form.value(name)}),
    }
    return render(request, "overview/association_history.html", context)


@require_safe
def association_history_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The changes that the address finds, a row for each field, as `xlsx` or `csv`."""
    association = visible_association(request, pk)
    form, found = _found(request, association)
    log_read(request.user, "Historik", associations=[association], kind=ReadEvent.Kind.EXPORT)
    name, rows = f"historik {association.name}", history_queries.history_rows(found, association)
    notes = [f"Forening: {association.name}.", *form.in_words()]
    return list_response(extension, name=name, title="Historik", columns=COLUMNS, rows=rows, notes=notes)


def _found(request: HttpRequest, association: Association) -> tuple[HistoryFilterForm, QuerySet[AuditEvent]]:
    """The filter form, and the events that the address finds."""
    events = history_queries.history_events(association, request.user)
    form = HistoryFilterForm(
        request.GET or None,
        records=history_queries.record_choices(events),
        actors=history_queries.actor_choices(events),
    )
    return form, history_queries.narrowed(events, record=form.value("slags"), actor=form.value("person"))
