"""Krav: the managers' traffic lights, associations × the requirements of a year, each light leading to its cause."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import require_permission
from core import clock
from core.exports import Column, list_response
from core.forms import Form
from core.registry import Requirement, requirements
from overview.domain.lights import LIGHT_LABELS, LIGHTS, LightRow, LightTable, light_table
from overview.filters import FilterSelect
from partnerships.models import ProgrammeYear

PER_PAGE = 50


class LightFilterForm(Form):
    """Year, requirement and light, as words of the address."""

    mark_optional = False

    aar = forms.ChoiceField(label="År", required=False, widget=FilterSelect)
    krav = forms.ChoiceField(label="Krav", required=False, widget=FilterSelect)
    lys = forms.ChoiceField(label="Lys", required=False, widget=FilterSelect)

    def __init__(self, *args: Any, years: list[int], columns: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        offered = {
            "aar": [(str(year), str(year)) for year in years],
            "krav": [("", "Alle"), *((column.key, column.label) for column in columns)],
            "lys": [("", "Alle"), *((light.value, label) for light, label in LIGHT_LABELS.items())],
        }
        for name, choices in offered.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def value(self, name: str) -> str:
        """The choice made; empty when nothing was chosen, or something that is not offered (the field says so)."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))

    def holds(self, row: LightRow) -> bool:
        """Whether the row has the light: for the chosen requirement, or for one of them."""
        wanted, key = self.value("lys"), self.value("krav")
        lights = [
            signal.light for column, signal in zip(self.columns, row.signals, strict=True) if key in {"", column.key}
        ]
        return not wanted or wanted in lights


@require_safe
def requirement_list(request: HttpRequest) -> HttpResponse:
    """The table of a year: how many have each light, and a row for each association."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    form, table, rows = _found(request)
    context = {
        "form": form,
        "table": table,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("side")),
        "download_query": urlencode({"aar": table.year, "krav": form.value("krav"), "lys": form.value("lys")}),
    }
    return render(request, "overview/requirement_list.html", context)


@require_safe
def requirement_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows as `xlsx` or `csv`: for each requirement the light and its reason."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    _, table, rows = _found(request)
    columns: list[Column[LightRow]] = [Column("Forening", lambda row: row.name, width=34)]
    for place, requirement in enumerate(table.requirements):
        columns += _two_columns(requirement.label, place)
    title = f"Krav {table.year}"
    return list_response(extension, name=f"krav {table.year}", title=title, columns=columns, rows=rows)


def _two_columns(label: str, place: int) -> list[Column[LightRow]]:
    return [
        Column(label, lambda row: f"{LIGHT_LABELS[row.signals[place].light]}: {row.signals[place].text}", width=24),
        Column(f"{label}, begrundelse", lambda row: row.signals[place].reason, width=44),
    ]


def _found(request: HttpRequest) -> tuple[LightFilterForm, LightTable, list[LightRow]]:
    """The filter form, the whole table of the year, and the rows that the address finds, the reddest first."""
    day = clock.today()
    years = list(ProgrammeYear.objects.filter(year__lte=day.year).values_list("year", flat=True)) or [day.year]
    form = LightFilterForm(request.GET or None, years=years, columns=list(requirements))
    table = light_table(int(form.value("aar") or years[0]), day)
    rows = [row for row in table.rows if form.holds(row)]
    return form, table, sorted(rows, key=lambda row: LIGHTS.index(row.worst))
