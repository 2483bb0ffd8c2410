"""Ansættelser: all employments and vacant posts, and the programme's turnover."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from core import clock
from core.charts import bar_chart
from core.exports import list_response
from core.forms import Form
from core.tables import Table, prepare
from overview.domain import employment_list as rows_of
from overview.domain.employment_list import Show
from overview.domain.list_conditions import contact_person_is, searched
from overview.domain.programme_turnover import programme_turnover
from overview.employment_tables import (
    TURNOVER_COLUMNS,
    EmploymentTable,
    VacancyTable,
    day_text,
    employment_columns,
    vacancy_columns,
)
from overview.filters import MINE, FilterSelect, contact_persons
from workflow.models import ReadEvent
from workflow.reads import log_read

FIRST_YEAR = 2000
PARTNERSHIP = (("", "Alle"), ("ja", "Kun foreninger i partnerskab"))


class EmploymentFilterForm(Form):
    """What the list is narrowed by, as words of the address."""

    mark_optional = False

    soeg = forms.CharField(label="Søg", required=False, widget=forms.TextInput(attrs={"class": "form-input"}))
    vis = forms.ChoiceField(label="Vis", required=False, widget=FilterSelect)
    aar = forms.ChoiceField(label="År (for dem, der er stoppet)", required=False, widget=FilterSelect)
    timer = forms.ChoiceField(label="Timer om ugen", required=False, widget=FilterSelect)
    betaler = forms.ChoiceField(label="Hvem betaler", required=False, widget=FilterSelect)
    tid = forms.ChoiceField(label="Tid i stillingen", required=False, widget=FilterSelect)
    partnerskab = forms.ChoiceField(label="Partnerskab", required=False, widget=FilterSelect, choices=PARTNERSHIP)
    kontaktperson = forms.ChoiceField(label="Kontaktperson", required=False, widget=FilterSelect)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        every = [("", "Alle")]
        offered: dict[str, list[tuple[str, str]]] = {
            "vis": [(show.value, label) for show, label in rows_of.SHOW_LABELS.items()],
            "aar": [(str(year), str(year)) for year in range(day.year, FIRST_YEAR - 1, -1)],
            "timer": [*every, *rows_of.HOURS_LABELS.items()],
            "betaler": [*every, *rows_of.FUNDING_LABELS.items()],
            "tid": [*every, *rows_of.TENURE_LABELS.items()],
            "kontaktperson": [*every, (MINE, "Mine foreninger"), *contact_persons(day)],
        }
        for name, choices in offered.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def value(self, name: str) -> str:
        """The choice made; empty when nothing was chosen, or something that is not offered (the field says so)."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))

    @property
    def show(self) -> Show:
        return Show(self.value("vis") or Show.CURRENT)

    @property
    def year(self) -> int:
        return int(self.value("aar") or self.day.year)

    def in_words(self) -> list[str]:
        """What the rows were narrowed by, a line each."""
        lines = [f"Vis: {rows_of.SHOW_LABELS[self.show]}" + (f" {self.year}" if self.show == Show.ENDED else "")]
        for name in self.used():
            choices = dict(cast("Any", getattr(self.fields[name], "choices", ())))
            lines.append(f"{self.fields[name].label}: {choices.get(self.value(name), self.value(name))}")
        return lines

    def used(self) -> list[str]:
        """The filters that hold, apart from what is shown; vacant posts have neither hours nor persons."""
        names = ["soeg", "kontaktperson"]
        if self.show != Show.VACANT:
            names += ["timer", "betaler", "tid", "partnerskab"]
        return [name for name in names if self.value(name)]


@dataclass(frozen=True)
class Found:
    """The filter form, and the rows that the address finds."""

    form: EmploymentFilterForm
    rows: Any
    day: date

    @property
    def is_vacant(self) -> bool:
        return self.form.show == Show.VACANT

    def table(self) -> Table:
        if self.is_vacant:
            return VacancyTable(self.rows, day=self.day)
        nobody_left = self.form.show in {Show.CURRENT, Show.TO_COME}
        return EmploymentTable(self.rows, exclude=("end_reason",) if nobody_left else ())


@require_safe
def employment_list(request: HttpRequest) -> HttpResponse:
    """The employments or vacant posts that the address asks for: those of today unless it says otherwise."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    found = _found(request)
    table = prepare(found.table(), request)
    people = [] if found.is_vacant else [row.record.person_id for row in table.page.object_list]
    log_read(request.user, "Ansættelser", people=people)
    download = request.GET.copy()
    download.pop(Table.Meta.page_field, None)
    context = {"form": found.form, "table": table, "is_vacant": found.is_vacant, "download_query": download.urlencode()}
    return render(request, "overview/employment_list.html", context)


@require_safe
def employment_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows as `xlsx` or `csv`, in the same order."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    found = _found(request)
    table = found.table()
    RequestConfig(request, paginate=False).configure(table)
    log_read(request.user, "Ansættelser", kind=ReadEvent.Kind.EXPORT)
    columns = vacancy_columns(found.day) if found.is_vacant else employment_columns()
    title = "Ledige stillinger" if found.is_vacant else "Ansættelser"
    return list_response(
        extension,
        name=title.lower(),
        title=title,
        columns=columns,
        rows=table.data.data,
        notes=[*found.form.in_words(), day_text(found.day)],
    )


@require_safe
def turnover(request: HttpRequest) -> HttpResponse:
    """Udskiftning: how many left of how many, in each year that is over."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    rows = programme_turnover(clock.today())
    shown = rows[::-1]
    chart = (
        bar_chart(
            key="turnover",
            caption="Udskiftning i procent",
            labels=[str(row.year) for row in shown],
            values=[row.percent for row in shown],
            unit="%",
        )
        if rows
        else None
    )
    return render(request, "overview/turnover.html", {"rows": rows, "chart": chart})


@require_safe
def turnover_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same years as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    rows = programme_turnover(clock.today())
    notes = ["Stoppet i året ÷ ansat i gennemsnit. Foreninger med et partnerskab i året."]
    return list_response(
        extension, name="udskiftning", title="Udskiftning", columns=TURNOVER_COLUMNS, rows=rows, notes=notes
    )


def _found(request: HttpRequest) -> Found:
    day = clock.today()
    form = EmploymentFilterForm(request.GET or None, day=day)
    return Found(form, _vacant(request, form, day) if form.show == Show.VACANT else _rows(request, form, day), day)


def _vacant(request: HttpRequest, form: EmploymentFilterForm, day: date) -> Any:
    rows = searched(rows_of.vacant_rows(request.user, day), form.value("soeg"))
    contact = form.value("kontaktperson")
    return rows.filter(contact_person_is(_contact(request, contact), day)) if contact else rows


def _rows(request: HttpRequest, form: EmploymentFilterForm, day: date) -> Any:
    rows = rows_of.shown(rows_of.employment_rows(request.user, day), form.show, day=day, year=form.year)
    rows = rows_of.searched(rows, form.value("soeg"))
    for name, narrow in (("timer", rows_of.with_hours), ("betaler", rows_of.paid_by), ("tid", rows_of.with_tenure)):
        rows = narrow(rows, form.value(name)) if form.value(name) else rows
    if form.value("partnerskab"):
        in_year = form.show == Show.ENDED
        first, last = (date(form.year, 1, 1), date(form.year, 12, 31)) if in_year else (day, day)
        rows = rows_of.with_partnership(rows, first=first, last=last)
    contact = form.value("kontaktperson")
    return rows_of.of_contact(rows, _contact(request, contact), day) if contact else rows


def _contact(request: HttpRequest, word: str) -> int:
    return cast("User", request.user).pk if word == MINE else int(word)
