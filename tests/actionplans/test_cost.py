"""What the pages cost: a literal number of queries for one and for three goals, comments and plans; bounded time."""

import time
from datetime import date

import pytest

from actionplans.domain.sparring import open_thread
from actionplans.enums import PlanState
from actionplans.models import PlanRevision, Progress
from tests.factories import (
    ActionPlanFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    UserFactory,
    fill_area,
    in_force,
)

pytestmark = pytest.mark.django_db
PLAN = "/handleplaner/{pk}/"
LIST = "/foreninger/{club}/handleplan/"
BUDGETS = {
    PLAN: 12,
    f"{PLAN}omraade/volunteers/": 10,
    f"{PLAN}indledning/": 9,
    f"{PLAN}gennemse/": 11,
    f"{PLAN}samtaler/": 11,
    f"{PLAN}sammenlign/": 12,
    f"{PLAN}maal/": 10,
    f"{PLAN}maal/{{line}}/": 8,
    f"{PLAN}skridt/submit/": 11,
    LIST: 7,
    f"{LIST}ny/": 8,
}


def grown(club, rows: int) -> PlanRevision:
    """A draft of a new revision beside the one in force, older plans, and `rows` goals, looks and threads per area."""
    ProgrammeYearFactory(year=2023)
    partnership = PartnershipFactory(association=club, extended=True)
    for number in range(rows):
        old = ActionPlanFactory(
            partnership=partnership, start=date(2018 + number, 1, 1), end=date(2018 + number, 12, 31)
        )
        in_force(PlanRevisionFactory(plan=old, written=True), on=old.start, state=PlanState.CLOSED)
    plan = ActionPlanFactory(partnership=partnership)
    approved = in_force(PlanRevisionFactory(plan=plan))
    draft = PlanRevisionFactory(plan=approved.plan)
    consultant = UserFactory(consultant=True)
    for area in draft.areas.all():
        for number in range(rows):
            goal = fill_area(area)
            Progress.objects.create(plan=plan, line=goal.line, on=date(2023, 1, 1 + number), status="under_way")
            open_thread(
                revision=draft, focus_area=area.focus_area, line=goal.line, text=f"Spørgsmål {number}", by=consultant
            )
    return draft


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    rows, client_for, demo_today, own_association, resource_person_user, django_assert_num_queries
):
    draft = grown(own_association, rows)
    client = client_for(resource_person_user)
    line = draft.areas.get(focus_area__key="parents").goals.all()[0].line_id
    for path, queries in BUDGETS.items():
        with django_assert_num_queries(queries, info=path):
            answer = client.get(path.format(pk=draft.pk, club=own_association.pk, line=line))
        assert answer.status_code == 200, path


def test_plan_with_a_hundred_goals_is_shown_compared_and_printed_in_time(
    client_for, demo_today, own_association, resource_person_user
):
    """Far more than anybody writes; each page below two seconds even on a busy machine, the annex below ten."""
    ProgrammeYearFactory(year=2023)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    approved, client = PlanRevisionFactory(plan=plan), client_for(resource_person_user)
    for area in approved.areas.all():
        for _ in range(17):
            fill_area(area)
    in_force(approved)
    draft = PlanRevisionFactory(plan=plan, written=True)
    took = {}
    for path in ("", "gennemse/", "sammenlign/", "maal/", "omraade/volunteers/", "bilag.pdf"):
        pk = approved.pk if path == "bilag.pdf" else draft.pk
        began = time.perf_counter()
        assert client.get(f"/handleplaner/{pk}/{path}").status_code == 200
        took[path] = time.perf_counter() - began

    assert took.pop("bilag.pdf") < 10
    assert {path: seconds for path, seconds in took.items() if seconds > 2} == {}
