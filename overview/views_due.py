"""Frister: everything that is due in all associations or one's own, with filters that stay in the address."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from core import clock
from core.exports import Column, list_response
from core.forms import Form
from overview.domain.due import STATE_LABELS, TURN_LABELS, DueLine, due_items, due_lines, names_of, rule_labels
from overview.domain.due_queries import associations_of
from overview.filters import MINE, FilterSelect, contact_persons

PER_PAGE = 50
COLUMNS: list[Column[DueLine]] = [
    Column("Frist", lambda line: line.item.due_on),
    Column("Tilstand", lambda line: line.state_label, width=18),
    Column("Forening", lambda line: line.name, width=34),
    Column("Slags", lambda line: line.label, width=22),
    Column("Hvad", lambda line: line.item.what, width=60),
    Column("Hvis tur", lambda line: line.turn_label, width=20),
    Column("Siden", lambda line: line.item.since),
]


class DueFilterForm(Form):
    """What the list is narrowed by, as words of the address."""

    mark_optional = False

    kontaktperson = forms.ChoiceField(label="Kontaktperson", required=False, widget=FilterSelect)
    slags = forms.ChoiceField(label="Slags", required=False, widget=FilterSelect)
    tilstand = forms.ChoiceField(label="Tilstand", required=False, widget=FilterSelect)
    tur = forms.ChoiceField(label="Hvis tur", required=False, widget=FilterSelect)

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {
            "kontaktperson": [("", "Alle"), (MINE, "Mine foreninger"), *persons],
            "slags": [("", "Alle"), *rule_labels().items()],
            "tilstand": [("", "Alle"), *((state.value, label) for state, label in STATE_LABELS.items())],
            "tur": [("", "Alle"), *((turn.value, label) for turn, label in TURN_LABELS.items())],
        }
        for name, choices in self.offered.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def value(self, name: str) -> str:
        """The choice made; empty when nothing was chosen, or something that is not offered (the field says so)."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))

    def chosen(self) -> dict[str, str]:
        """The filters that hold."""
        return {name: self.value(name) for name in self.offered if self.value(name)}

    def in_words(self) -> list[str]:
        """The filters that hold, for the sheet: `Slags: Ledig stilling.`"""
        return [f"{self.fields[name].label}: {dict(self.offered[name])[key]}." for name, key in self.chosen().items()]

    def holds(self, line: DueLine) -> bool:
        """Whether the line passes the filters that need no query."""
        item = line.item
        wanted = {"slags": item.key, "tilstand": item.state.value, "tur": item.turn.value}
        return all(self.value(name) in {"", value} for name, value in wanted.items())


@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    """The lines that the address asks for; a contact person's bare address leads to the own ones."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    user = cast("User", request.user)
    if not request.GET and associations_of(user.pk, clock.today()):
        return redirect(f"{reverse('overview:due-list')}?kontaktperson={MINE}")
    form, lines = _found(request)
    context = {
        "form": form,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("side")),
        "only_mine": form.value("kontaktperson") == MINE,
        "download_query": urlencode(form.chosen()),
    }
    return render(request, "overview/due_list.html", context)


@require_safe
def due_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same lines as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    form, lines = _found(request)
    return list_response(extension, name="frister", title="Frister", columns=COLUMNS, rows=lines, notes=form.in_words())


def _found(request: HttpRequest) -> tuple[DueFilterForm, list[DueLine]]:
    """The filter form, and the lines that the address finds, the most urgent first."""
    day = clock.today()
    form = DueFilterForm(request.GET or None, persons=contact_persons(day))
    contact = form.value("kontaktperson")
    ids = None
    if contact:
        ids = associations_of(cast("User", request.user).pk if contact == MINE else int(contact), day)
    items = due_items(ids, day, seen_by=request.user)
    return form, [line for line in due_lines(items, names_of(items), day) if form.holds(line)]
