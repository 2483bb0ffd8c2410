"""The staff's lists: plans in the order of who waits, sheets exactly as filtered, and the areas' figures by hand."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest

from actionplans.domain.list_queries import AreaFigures, area_figures, most_and_least
from actionplans.enums import PlanState
from actionplans.models import FocusArea, Goal, PlanRevision, Progress
from tests.factories import (
    ActionPlanFactory,
    AssociationFactory,
    ContactPersonFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    fill_area,
    in_force,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)


def plan_of(name: str, state: str = PlanState.APPROVED, *, days: int = 10, goals: int = 1, **plan) -> PlanRevision:
    """A plan whose newest revision has been in a state for some days; goals in »Frivillige«."""
    club = AssociationFactory(name=name)
    plan.setdefault("partnership", PartnershipFactory(association=club, running=True))
    revision = PlanRevisionFactory(plan=ActionPlanFactory(**plan))
    for _ in range(goals):
        fill_area(revision.areas.get(focus_area__key="volunteers"))
    if state == PlanState.APPROVED:
        in_force(revision)
    since = datetime(2023, 3, 31, 8, tzinfo=UTC) - timedelta(days=days)
    PlanRevision.objects.filter(pk=revision.pk).update(state=state, state_since=since, submitted_at=since)
    return revision


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def client(client_for, manager, demo_today):
    return client_for(manager)


def test_lists_are_for_staff_alone(client_for, chair_user, resource_person_user, demo_today):
    for user in (chair_user, resource_person_user):
        for path in ("", "eksport.xlsx", "eksport.csv", "maal/eksport.xlsx", "maal/eksport.csv", "indsatsomraader/"):
            assert client_for(user).get(f"/handleplaner/{path}").status_code == 403, path


def test_those_that_wait_stand_first_the_longest_waiting_on_top(client):
    plan_of("Gælder", days=800)
    plan_of("Ny", PlanState.SUBMITTED, days=2)
    plan_of("Gammel", PlanState.RETURNED, days=40)

    rows = rows_of(client.get("/handleplaner/eksport.csv"))

    assert [(row["Forening"], row["Dage, den har ventet"]) for row in rows] == [
        ("Gammel", "40"), ("Ny", "2"), ("Gælder", ""),
    ]  # fmt: skip
    page = client.get("/handleplaner/").content.decode()
    assert page.index("Gammel") < page.index("Ny<") < page.index("Gælder<")


def test_list_has_the_newest_revision_of_each_plan(client):
    first = plan_of("Klub")
    PlanRevisionFactory(plan=first.plan)

    rows = rows_of(client.get("/handleplaner/eksport.csv"))

    assert [(row["Revision"], row["Tilstand"]) for row in rows] == [("2", "Kladde")]


def test_sheet_of_plans_holds_exactly_what_the_filter_finds(client, consultant):
    mine = plan_of("Min", PlanState.SUBMITTED, goals=2)
    ContactPersonFactory(
        association=mine.plan.partnership.participations.get().association,
        consultant=consultant,
        start=date(2020, 1, 1),
    )
    plan_of("En andens", PlanState.SUBMITTED)
    plan_of("Kladde", PlanState.DRAFT)

    query = f"tilstand=submitted&kontaktperson={consultant.pk}"
    csv_rows = rows_of(client.get(f"/handleplaner/eksport.csv?{query}"))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/handleplaner/eksport.xlsx?{query}").getvalue())).active

    assert [row["Forening"] for row in csv_rows] == ["Min"]
    assert (csv_rows[0]["Mål"], csv_rows[0]["Kontaktperson"]) == ("2", consultant.name)
    heads, *rows = sheet.iter_rows(values_only=True)
    found = [dict(zip(heads, row, strict=True)) for row in rows if row[0]]
    assert [(row["Forening"], row["Mål"], row["Områder i fokus"]) for row in found] == [("Min", 2, 1)]
    assert {row["Forening"] for row in rows_of(client.get("/handleplaner/eksport.csv?tilstand=submitted"))} == {
        "Min", "En andens",
    }  # fmt: skip


@pytest.mark.parametrize(("months", "names"), [("6", {"Snart", "Senere"}), ("3", {"Snart"}), ("", None)])
def test_list_finds_plans_about_to_expire(client, months, names):
    plan_of("Snart", start=date(2021, 7, 1), end=date(2023, 6, 30))
    plan_of("Senere", start=date(2021, 1, 1), end=date(2023, 9, 30))
    plan_of("Længe", start=date(2022, 1, 1), end=date(2024, 12, 31))
    plan_of("Slut", start=date(2020, 1, 1), end=date(2023, 3, 30))
    plan_of("Kladde", PlanState.DRAFT, start=date(2021, 1, 1), end=date(2023, 6, 30))

    found = {row["Forening"] for row in rows_of(client.get(f"/handleplaner/eksport.csv?udloeber={months}"))}

    assert found == (names or {"Snart", "Senere", "Længe", "Slut", "Kladde"})


def test_plan_in_force_expires_also_while_its_next_revision_is_written(client):
    approved = plan_of("Snart", start=date(2021, 7, 1), end=date(2023, 6, 30))
    PlanRevisionFactory(plan=approved.plan)

    rows = rows_of(client.get("/handleplaner/eksport.csv?udloeber=3"))

    assert [(row["Forening"], row["Tilstand"]) for row in rows] == [("Snart", "Kladde")]


@pytest.mark.parametrize(("moved", "goals", "share"), [(1, 8, 13), (3, 8, 38), (2, 3, 67), (0, 4, 0), (4, 4, 100)])
def test_share_that_has_moved_is_rounded_half_up(moved, goals, share):
    statuses = Counter({"achieved": moved, "not_started": goals - moved})

    assert AreaFigures(FocusArea(), in_focus=1, plans=1, statuses=statuses).share_moved == share


def test_unknown_filter_finds_nothing_and_says_so(client):
    plan_of("Klub")

    assert rows_of(client.get("/handleplaner/eksport.csv?tilstand=findes-ikke")) == []
    assert "Ingen handleplaner passer" in client.get("/handleplaner/?tilstand=findes-ikke").content.decode()


def test_sheet_of_goals_follows_the_list_with_the_newest_look(client, consultant):
    old = plan_of("Sidst", days=5, goals=2)
    plan_of("Først", PlanState.SUBMITTED, days=50)
    line = Goal.objects.filter(area_text__revision=old).first().line
    Progress.objects.create(plan=old.plan, line=line, on=date(2022, 5, 9), status="under_way", note="Før", number=3)
    Progress.objects.create(plan=old.plan, line=line, on=date(2022, 11, 14), status="achieved", note="Nu", number=7)

    rows = rows_of(client.get("/handleplaner/maal/eksport.csv"))
    only = rows_of(client.get("/handleplaner/maal/eksport.csv?tilstand=approved"))

    assert [row["Forening"] for row in rows] == ["Først", "Sidst", "Sidst"]
    assert rows[0]["Fremgang"] == "Ikke begyndt"
    assert (rows[1]["Fremgang"], rows[1]["Set på"], rows[1]["Bemærkning"]) == ("Nået", "14-11-2022", "Nu")
    assert (rows[1]["Tal"], rows[2]["Tal"]) == ("7,0", "")
    assert [row["Forening"] for row in only] == ["Sidst", "Sidst"]


def test_area_figures_by_hand(demo_today, manager):
    """Two plans in force: »Frivillige« in focus in both with 2 + 1 goals, »Forældre« in one with a goal."""
    one, two = plan_of("Et", goals=2), plan_of("To", goals=1)
    third = PlanRevisionFactory(
        plan=ActionPlanFactory(partnership=PartnershipFactory(association=AssociationFactory(), running=True))
    )
    fill_area(third.areas.get(focus_area__key="parents"))
    third.areas.filter(focus_area__key="volunteers").update(in_focus=False)
    in_force(third)
    plan_of("Kladde", PlanState.DRAFT, goals=5)
    plan_of("Over", start=date(2020, 1, 1), end=date(2022, 12, 31), goals=5)
    first, second = Goal.objects.filter(area_text__revision=one).order_by("pk")
    third_goal = Goal.objects.get(area_text__revision=two)
    looks = (
        (first, date(2022, 5, 9), "under_way"),
        (first, date(2022, 11, 14), "achieved"),
        (second, date(2022, 5, 9), "dropped"),
        (third_goal, DAY, "under_way"),
    )
    for goal, on, status in looks:
        Progress.objects.create(plan=one.plan, line=goal.line, on=on, status=status)

    figures = {row.area.key: row for row in area_figures(manager, DAY)}

    volunteers, parents, retention = figures["volunteers"], figures["parents"], figures["retention"]
    assert (volunteers.in_focus, volunteers.plans, volunteers.goals) == (2, 3, 3)
    assert dict(volunteers.statuses) == {"achieved": 1, "dropped": 1, "under_way": 1}
    assert (volunteers.moved, volunteers.share_moved) == (2, 67)
    assert (parents.in_focus, parents.goals, parents.share_moved) == (1, 1, 0)
    assert (retention.in_focus, retention.goals, retention.share_moved) == (0, 0, None)
    most, least = most_and_least(list(figures.values()))
    assert ([row.area.key for row in most], [row.area.key for row in least]) == (["volunteers"], ["parents"])


def test_area_page_tells_the_figures(client):
    plan_of("Et", goals=2)

    page = client.get("/handleplaner/indsatsomraader/").content.decode()

    assert "1 af 1" in page
    assert "2. Rekruttering og inddragelse af frivillige og trænere" in page
    assert "Mest er der sket" not in page  # one area alone is neither the most nor the least


def test_area_page_without_plans_says_so(client):
    assert "Der er ingen godkendte planer" in client.get("/handleplaner/indsatsomraader/").content.decode()


@pytest.mark.parametrize("plans", [1, 3])
def test_lists_cost_the_same_however_many_plans(plans, client, django_assert_num_queries):
    for number in range(plans):
        plan_of(f"Klub {number}", goals=number + 1)
    for path, queries in (("", 5), ("maal/eksport.csv", 4), ("eksport.csv", 3), ("indsatsomraader/", 5)):
        with django_assert_num_queries(queries):
            client.get(f"/handleplaner/{path}")
