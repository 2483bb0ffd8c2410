"""Programmet: a programme year beside the year before, every figure leading to its rows, and the year's grants."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from core import clock
from core.charts import Chart, Series, bar_chart, stacked_bar_chart
from core.exports import AMOUNT, Column, list_response
from core.formats import kroner
from core.tables import prepare
from overview.domain import programme_page as page
from overview.domain.grant_list import grant_rows
from overview.domain.list_queries import Rows
from overview.tables_grants import GrantTable
from partnerships.domain.funding import YearMoney
from partnerships.models import FIRST_YEAR, LAST_YEAR, FundingLine, Grant, ProgrammeYear

YEARS_OF_MONEY = 8


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Leads to the running year, else to the latest that is opened."""
    require_permission(request.user, Permission.VIEW_PROGRAMME)
    today = clock.today().year
    latest = ProgrammeYear.objects.filter(year__lte=today).order_by("-year").values_list("year", flat=True).first()
    return redirect("overview:programme-year", year=latest or today)


@require_safe
def programme_year(request: HttpRequest, year: int) -> HttpResponse:
    """The whole page of one year."""
    require_permission(request.user, Permission.VIEW_PROGRAMME)
    _known(year)
    pair = page.year_pair(year, clock.today())
    now, before = pair.now, pair.before
    links = page.links_to_list(may_see=has_permission(request.user, Permission.VIEW_REGISTER))
    may_open = has_permission(request.user, Permission.EDIT_FUNDING)
    loads = page.contact_loads(now, before, links)
    context = {
        "now": now,
        "before": before,
        "counted": pair.counted,
        "years": list(reversed(pair.money)),
        "headline": page.headline(pair, links),
        "requirements": page.requirement_lines(pair, links),
        "cohorts": page.cohort_lines(now, before, links),
        "districts": page.district_lines(now, before, links),
        "loads": loads,
        "money_chart": money_chart(pair.money),
        "load_chart": load_chart(loads),
        "next_year": year + 1 if may_open and now.opened and year + 1 not in pair.money else None,
        "may_open": may_open,
    }
    return render(request, "overview/programme_year.html", context)


def _known(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def money_chart(money: Mapping[int, YearMoney]) -> Chart | None:
    """What the latest years' budgets went to; None before the first year with money."""
    years = list(money)[-YEARS_OF_MONEY:]
    rows = [money[year] for year in years]
    if not any(row.budget for row in rows):
        return None
    return stacked_bar_chart(
        key="money",
        caption="Årenes budget",
        labels=[str(year) for year in years],
        series=[
            Series("Tilsagn", [row.committed for row in rows]),
            Series("Reserveret", [row.reserved for row in rows]),
            Series("Fri", [max(row.free, 0) for row in rows]),
        ],
        unit="kr.",
    )


def load_chart(loads: Sequence[page.Load]) -> Chart | None:
    """Members under 25 by contact person; None when there are none."""
    if not any(load.under_25 for load in loads):
        return None
    return bar_chart(
        key="loads",
        caption="Medlemmer under 25 år efter kontaktperson",
        labels=[load.name for load in loads],
        values=[load.under_25 for load in loads],
    )


# --- The year's grants -----------------------------------------------------------------------------------------------


def _found(request: HttpRequest, year: int) -> tuple[Rows, FundingLine | None]:
    """The year's grants, of one line when the address names one."""
    rows = grant_rows(year)
    key = request.GET.get("bevilling", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return rows, None
    return rows.filter(funding_line=int(key)), FundingLine.objects.filter(pk=int(key)).first()


@require_safe
def grant_list(request: HttpRequest, year: int) -> HttpResponse:
    """The grants of a year, all of them or one line's."""
    require_permission(request.user, Permission.VIEW_PROGRAMME)
    _known(year)
    rows, line = _found(request, year)
    user = request.user
    table = GrantTable(
        rows,
        may_see=has_permission(user, Permission.VIEW_REGISTER),
        may_move=has_permission(user, Permission.EDIT_FUNDING) or has_permission(user, Permission.EDIT_PARTNERSHIPS),
    )
    amounts = list(rows.order_by().values_list("amount", flat=True))
    lines = FundingLine.objects.filter(grants__programme_year__year=year).distinct()
    context = {
        "year": year,
        "table": prepare(table, request),
        "line": line,
        "lines": lines,
        "sum": sum(amounts),
        "query": f"?bevilling={line.pk}" if line else "",
    }
    return render(request, "overview/grant_list.html", context)


COLUMNS: list[Column[Grant]] = [
    Column("Forening", lambda grant: grant.association_names, width=40),  # type: ignore[attr-defined]
    Column("Partnerskab fra", lambda grant: grant.partnership.start),
    Column("Partnerskab til", lambda grant: grant.partnership.end),
    Column("Måneder", lambda grant: grant.months),
    Column("Beløb", lambda grant: grant.amount, number_format=AMOUNT, width=16),
    Column("Bevilling", lambda grant: grant.funding_line.name, width=34),
    Column("Begrundelse for andet beløb", lambda grant: grant.override_reason, width=40),
]


@require_safe
def grant_export(request: HttpRequest, year: int, extension: str) -> HttpResponse:
    """The same grants as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_PROGRAMME)
    _known(year)
    rows, line = _found(request, year)
    found = list(rows)
    notes = [f"I alt {kroner(sum(grant.amount for grant in found))}", *([f"Bevilling: {line.name}"] if line else [])]
    title = f"Tilskud {year}"
    return list_response(extension, name=f"tilskud {year}", title=title, columns=COLUMNS, rows=found, notes=notes)
