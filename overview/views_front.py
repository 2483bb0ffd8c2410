"""The front pages: one for each kind of user, and the first thing on them is what is due."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import StaffRole
from accounts.models import User
from accounts.permissions import association_roles
from core import clock
from core.registry import DueState
from enquiries.domain.due import enquiries_elsewhere
from overview.domain import front_queries, next_step
from overview.domain.due import DueLine, due_items, due_lines, grouped
from overview.domain.lights import light_table
from overview.member_charts import members_chart
from overview.views_access import access_ended_page

YEARS_OF_MEMBERS = 6
MOST_LIGHTS = 25
"""How many associations' lights stand on the managers' front page: all of Copenhagen's; the rest is one link away."""


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """The page that answers the user's first question; somebody without access today is told why and whom to call."""
    user = request.user
    if not isinstance(user, User) or not (user.staff_role or association_roles(user)):
        return access_ended_page(request)
    template, context = PAGES[user.staff_role](user)
    return render(request, template, {**context, "own_cards": own_cards(user)})


def consultant(user: User) -> tuple[str, dict[str, Any]]:
    """A consultant: what is due in the own associations, then their figures."""
    day = clock.today()
    scope = front_queries.consultant_scope(user, day)
    items = due_items(scope.names.keys(), day, seen_by=user)
    enquiries, names = enquiries_elsewhere(user, scope.names.keys(), day)
    lines = due_lines([*items, *enquiries], {**scope.names, **names}, day)
    return "overview/front_consultant.html", {
        "scope": scope,
        "groups": grouped(lines, day, most=front_queries.MOST_NAMED),
        "counted": Counter(item.key for item in items if item.state != DueState.COMING),
        "members": scope.members,
        "own_names": list(scope.names.items())[: front_queries.MOST_NAMED],
    }


def manager(user: User) -> tuple[str, dict[str, Any]]:
    """A manager: the programme's figures, each leading to its rows, and the traffic lights."""
    day = clock.today()
    programme = front_queries.programme_on(day, years=YEARS_OF_MEMBERS)
    return "overview/front_manager.html", {
        "day": day,
        "associations": programme.associations,
        "members": programme.members[-1],
        "chart": members_chart(programme.members),
        "money": front_queries.money_by_year(day, years=1),
        "lights": light_table(day.year, day, most=MOST_LIGHTS),
        "programme_reports": front_queries.programme_reports(user),
    }


def administrator(_user: User) -> tuple[str, dict[str, Any]]:
    """An administrator: the links to the work."""
    return "overview/front_administrator.html", {}


def association_people(_user: User) -> tuple[str, dict[str, Any]]:
    """An association's people: own partnership and the next step."""
    return "overview/front_association.html", {}


def own_cards(user: User) -> list[next_step.OwnCard]:
    """A card for each association in which the user has a part today."""
    roles = association_roles(user)
    if not roles:
        return []
    day = clock.today()
    rows = list(front_queries.own_rows(user, day))
    items = due_items(roles.keys(), day, seen_by=user)
    lines = due_lines(items, {row.pk: (row.name, row.sort_key) for row in rows}, day)
    by_association: dict[int, list[DueLine]] = {row.pk: [] for row in rows}
    for line in lines:
        by_association[line.item.association_id].append(line)
    reports = front_queries.latest_reports(user)
    return [next_step.card_of(row, reports.get(row.pk), by_association[row.pk], roles[row.pk], day) for row in rows]


PAGES = {
    StaffRole.CONSULTANT: consultant,
    StaffRole.MANAGER: manager,
    StaffRole.ADMINISTRATOR: administrator,
    "": association_people,
}
