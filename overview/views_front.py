"""The front pages: one for each kind of user, and the first thing on them is what is due."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import StaffRole
from accounts.models import User
from accounts.permissions import association_roles
from core import clock
from overview.domain import front_queries, next_step
from overview.domain.list_queries import list_rows
from overview.views_access import access_ended_page


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """The page that answers the user's first question; somebody without access today is told why and whom to call."""
    user = request.user
    if not isinstance(user, User) or not (user.staff_role or association_roles(user)):
        return access_ended_page(request)
    template, context = PAGES[user.staff_role](user)
    return render(request, template, {**context, "own_cards": own_cards(user)})


def consultant(user: User) -> tuple[str, dict[str, Any]]:
    """A consultant: own associations, those that need action first."""
    day = clock.today()
    rows = front_queries.consultant_rows(user, day)
    return "overview/front_consultant.html", {
        "totals": front_queries.totals_of(rows, day),
        "action_rows": front_queries.needing_action(rows, day),
        "own_rows": rows[: front_queries.MOST_ROWS],
        "ending": front_queries.ending_within_a_year(rows, day),
        "runs": front_queries.latest_runs(user),
    }


def manager(user: User) -> tuple[str, dict[str, Any]]:
    """A manager: the programme's figures, each leading to its rows."""
    day = clock.today()
    rows = list_rows(user, day)
    return "overview/front_manager.html", {
        "totals": front_queries.totals_of(rows, day),
        "cohorts": front_queries.cohort_counts(rows, day),
        "money": front_queries.money_by_year(day),
        "runs": front_queries.latest_runs(user),
        "programme_reports": front_queries.programme_reports(user),
    }


def administrator(_user: User) -> tuple[str, dict[str, Any]]:
    """An administrator: the links to the work."""
    return "overview/front_administrator.html", {}


def association_people(_user: User) -> tuple[str, dict[str, Any]]:
    """An association's people: own partnership and the next step."""
    return "overview/front_association.html", {}


def own_cards(user: User) -> list[next_step.OwnCard]:
    """A card for each association in which the user has a part today; two queries."""
    if not association_roles(user):
        return []
    day = clock.today()
    reports = front_queries.latest_reports(user)
    return [next_step.card_of(row, reports.get(row.pk), day) for row in front_queries.own_rows(user, day)]


PAGES = {
    StaffRole.CONSULTANT: consultant,
    StaffRole.MANAGER: manager,
    StaffRole.ADMINISTRATOR: administrator,
    "": association_people,
}
