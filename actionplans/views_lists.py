"""The staff's lists: plans by state with days waiting, their goals as a sheet, and the overview of areas and goals."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission, StaffRole
from accounts.models import User
from accounts.permissions import require_permission
from actionplans.domain.list_queries import (
    GoalRow,
    area_figures,
    days_waiting,
    goal_rows,
    most_and_least,
    narrowed,
    plan_list,
)
from actionplans.enums import GoalStatus, PlanState
from actionplans.tables import PlanTable
from core import clock
from core.charts import Series, bar_chart, stacked_bar_chart
from core.exports import Column, list_response
from core.forms import Form
from core.tables import prepare

PLAN_COLUMNS: list[Column[Any]] = [
    Column("Forening", lambda row: row.names, width=34),
    Column("Handleplan", lambda row: str(row.plan), width=26),
    Column("Revision", lambda row: row.number),
    Column("Tilstand", lambda row: row.get_state_display(), width=20),
    Column("Dage, den har ventet", lambda row: days_waiting(row, clock.today())),
    Column("Kontaktperson", lambda row: row.contact_name, width=24),
    Column("Områder i fokus", lambda row: row.areas_in_focus or 0),
    Column("Mål", lambda row: row.goals or 0),
    Column("Gælder fra", lambda row: row.plan.start),
    Column("Gælder til", lambda row: row.plan.end),
    Column("Godkendt", lambda row: row.approved_on),
]
GOAL_COLUMNS: list[Column[GoalRow]] = [
    Column("Forening", lambda row: row.names, width=34),
    Column("Handleplan", lambda row: row.plan, width=26),
    Column("Indsatsområde", lambda row: row.area, width=40),
    Column("Mål", lambda row: row.aim, width=60),
    Column("Det tælles", lambda row: row.measure, width=24),
    Column("Tal, der skal nås", lambda row: row.target),
    Column("Fremgang", lambda row: row.status, width=16),
    Column("Set på", lambda row: row.looked_on),
    Column("Tal", lambda row: row.number),
    Column("Bemærkning", lambda row: row.note, width=60),
]


class PlanFilterForm(Form):
    """State, contact person and how soon the plan ends, as words of the address."""

    mark_optional = False

    tilstand = forms.ChoiceField(label="Tilstand", required=False, choices=[("", "Alle"), *PlanState.choices])
    kontaktperson = forms.ModelChoiceField(
        label="Kontaktperson", required=False, queryset=User.objects.none(), empty_label="Alle"
    )
    udloeber = forms.ChoiceField(
        label="Udløber",
        required=False,
        choices=[("", "Når som helst"), ("6", "Inden for 6 måneder"), ("3", "Inden for 3 måneder")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consultants = User.objects.filter(staff_role=StaffRole.CONSULTANT, is_active=True)
        cast("forms.ModelChoiceField[User]", self.fields["kontaktperson"]).queryset = consultants

    def rows(self, request: HttpRequest) -> Any:
        """The plans that the filters find; none for a filter that does not exist."""
        day = clock.today()
        found = plan_list(request.user, day)
        if not self.is_valid():
            return found.none() if self.is_bound else found
        chosen = self.cleaned_data
        contact = chosen["kontaktperson"].pk if chosen["kontaktperson"] else None
        return narrowed(found, state=chosen["tilstand"], contact=contact, expiring=chosen["udloeber"], day=day)


@require_safe
def plan_overview(request: HttpRequest) -> HttpResponse:
    """Handleplaner: the list with its filters."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    form = PlanFilterForm(request.GET or None)
    query = request.GET.copy()
    query.pop(PlanTable.Meta.page_field, None)
    context = {
        "form": form,
        "table": prepare(PlanTable(form.rows(request)), request),
        "download_query": query.urlencode(),
    }
    return render(request, "actionplans/plan_overview.html", context)


@require_safe
def plan_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same plans as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    table = PlanTable(PlanFilterForm(request.GET or None).rows(request))
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension, name="handleplaner", title="Handleplaner", columns=PLAN_COLUMNS, rows=table.data.data
    )


@require_safe
def goal_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The goals of the same plans as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    rows = goal_rows(PlanFilterForm(request.GET or None).rows(request))
    return list_response(extension, name="mål", title="Mål", columns=GOAL_COLUMNS, rows=rows)


@require_safe
def area_overview(request: HttpRequest) -> HttpResponse:
    """Indsatsområder: in how many plans each is in focus, and how far their goals are."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    figures = area_figures(request.user, clock.today())
    most, least = most_and_least(figures)
    names = [f"{row.area.number}. {row.area.short_name}" for row in figures]
    context = {
        "figures": figures,
        "statuses": GoalStatus.choices,
        "rows": [(row, [row.statuses[value] for value in GoalStatus.values]) for row in figures],
        "most": most,
        "least": least,
        "charts": [
            bar_chart(
                key="focus",
                caption="Planer, der har området i fokus",
                labels=names,
                values=[r.in_focus for r in figures],
            ),
            stacked_bar_chart(
                key="goals",
                caption="Mål efter fremgang i hvert område (numrene er områdernes)",
                labels=[str(row.area.number) for row in figures],
                series=[
                    Series(str(label), [row.statuses[value] for row in figures]) for value, label in GoalStatus.choices
                ],
            ),
        ]
        if figures
        else [],
    }
    return render(request, "actionplans/area_overview.html", context)
