"""Historik: every change of an association's records, in words."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.forms import Form
from overview.association_page import page_context, visible_association
from overview.domain import history_queries
from overview.domain.history_queries import Choice

PER_PAGE = 50


class HistoryFilterForm(Form):
    """Kind of record and person, as words of the address."""

    mark_optional = False

    slags = forms.ChoiceField(label="Vis", required=False)
    person = forms.ChoiceField(label="Ændret af", required=False)

    def __init__(self, *args: Any, records: list[Choice], actors: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slags"].choices = [("", "Alt"), *records]
        self.fields["person"].choices = [("", "Alle"), *actors]

    def value(self, name: str) -> str:
        """The choice made; empty when nothing was chosen, or something that is not offered (the field says so)."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))


@require_safe
def association_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes, the newest first; a query for each filter, the page and its number, whatever the rows."""
    association = visible_association(request, pk)
    events = history_queries.history_events(association)
    form = HistoryFilterForm(
        request.GET or None,
        records=history_queries.record_choices(events),
        actors=history_queries.actor_choices(events),
    )
    found = history_queries.narrowed(events, record=form.value("slags"), actor=form.value("person"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        **page_context(request, association),
        "form": form,
        "page": page,
        "days": history_queries.history_days(page.object_list, association),
    }
    return render(request, "overview/association_history.html", context)
