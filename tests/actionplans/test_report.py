"""What a year's report tells of the plan, as it was known then, and the plans' lane of the livslinje."""

from datetime import date

import pytest
from django.urls import reverse

from actionplans.domain.report import plan_sections, plans_lane
from actionplans.enums import PlanState
from actionplans.models import Goal, PlanRevision, Progress
from core.registry import LifelineSubject
from partnerships.models import Participation
from tests.factories import (
    ActionPlanFactory,
    AreaText,
    AssociationFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    fill_area,
    in_force,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(demo_today, own_association) -> PlanRevision:
    """Plan 1 of 2021–2023 with one goal in each of the six areas, approved before it began."""
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    return in_force(PlanRevisionFactory(plan=plan, written=True), date(2020, 12, 8))


def goal_of(revision: PlanRevision, key: str) -> Goal:
    return Goal.objects.get(area_text__revision=revision, area_text__focus_area__key=key)


def look(revision: PlanRevision, key: str, on: date, status: str, note: str = "") -> None:
    Progress.objects.create(
        plan=revision.plan, line=goal_of(revision, key).line, on=on, status=status, note=note, by=None
    )


def section(association, year: int):
    return plan_sections([association.pk], [year]).get((association.pk, year))


def statuses(found) -> dict[str, str]:
    return {goal.area: goal.status for goal in found.goals}


def test_section_names_plan_areas_and_goals(revision, own_association):
    out = AreaText.objects.filter(revision__plan=revision.plan, focus_area__key="recruitment")
    assert out.count() == 1

    found = section(own_association, 2022)

    assert found.title == "Handleplan 1, 2021–2023"
    assert len(found.areas_in_focus) == 6
    assert found.areas_not_in_focus == ()
    assert [goal.area for goal in found.goals] == [
        "Organisering", "Frivillige", "Samarbejder", "Fastholdelse", "Rekruttering", "Forældre",
    ]  # fmt: skip
    assert found.goals[0].aim == "Flere børn bliver i foreningen."


def test_area_out_of_focus_is_named_and_its_goals_are_left_out(demo_today, own_association):
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    revision = PlanRevisionFactory(plan=plan, written=True)
    revision.areas.filter(focus_area__key="recruitment").update(in_focus=False, reason_not="Der er venteliste.")
    in_force(revision, date(2020, 12, 8))

    found = section(own_association, 2022)

    assert found.areas_not_in_focus == ("Rekruttering af udsatte børn og unge",)
    assert "Rekruttering" not in statuses(found)


def test_goal_stands_at_the_end_of_the_year_and_is_reached_once(revision, own_association):
    look(revision, "volunteers", date(2021, 12, 31), "under_way", "I gang i 2021")
    look(revision, "volunteers", date(2022, 1, 1), "changed", "Ændret i 2022")
    look(revision, "volunteers", date(2022, 12, 31), "achieved", "Nået i 2022")
    look(revision, "parents", date(2023, 1, 1), "achieved", "Nået i 2023")

    of_2021, of_2022, of_2023 = (section(own_association, year) for year in (2021, 2022, 2023))

    assert (statuses(of_2021)["Frivillige"], of_2021.achieved) == ("I gang", 0)
    assert (statuses(of_2022)["Frivillige"], of_2022.achieved) == ("Nået", 1)
    assert statuses(of_2022)["Forældre"] == "Ikke begyndt"
    assert (statuses(of_2023)["Frivillige"], statuses(of_2023)["Forældre"], of_2023.achieved) == ("Nået", "Nået", 1)
    told = {goal.area: (goal.since_year, goal.note) for goal in of_2023.goals}
    assert (told["Frivillige"], told["Forældre"]) == ((2022, ""), (None, "Nået i 2023"))
    assert next(goal.note for goal in of_2022.goals if goal.area == "Frivillige") == "Nået i 2022"


def test_goal_reached_again_after_a_setback_is_reached_in_that_year(revision, own_association):
    for year, status in ((2021, "achieved"), (2022, "under_way"), (2023, "achieved")):
        look(revision, "volunteers", date(year, 6, 1), status)

    assert [section(own_association, year).achieved for year in (2021, 2022, 2023)] == [1, 0, 1]


def test_last_look_of_a_day_counts(revision, own_association):
    look(revision, "volunteers", date(2022, 5, 9), "achieved")
    look(revision, "volunteers", date(2022, 5, 9), "dropped")

    assert statuses(section(own_association, 2022))["Frivillige"] == "Opgivet"


def test_section_tells_the_revision_that_was_in_force_at_the_end_of_the_year(revision, own_association):
    newer = PlanRevisionFactory(plan=revision.plan)
    fill_area(newer.areas.get(focus_area__key="parents"))
    in_force(revision, date(2020, 12, 8), PlanState.SUPERSEDED)
    in_force(newer, date(2022, 3, 1))

    assert len(section(own_association, 2021).goals) == 6
    assert [goal.area for goal in section(own_association, 2022).goals] == ["Forældre"]


@pytest.mark.parametrize(
    ("approved", "year", "is_told"),
    [
        (date(2022, 12, 31), 2022, True),
        (date(2023, 1, 1), 2022, False),
        (date(2020, 12, 8), 2020, False),
        (date(2020, 12, 8), 2021, True),
        (date(2020, 12, 8), 2023, True),
        (date(2020, 12, 8), 2024, False),
    ],
)
def test_section_only_of_a_plan_of_the_year_that_was_approved_by_its_end(
    demo_today, own_association, approved, year, is_told
):
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    in_force(PlanRevisionFactory(plan=plan, written=True), approved)

    assert (section(own_association, year) is not None) == is_told


def test_draft_is_not_told(demo_today, own_association):
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    PlanRevisionFactory(plan=plan, written=True)

    assert section(own_association, 2022) is None


def test_association_that_left_a_shared_partnership_has_the_plan_of_its_last_day(revision, own_association):
    share = Participation.objects.get(association=own_association)
    Participation.objects.filter(pk=share.pk).update(end=date(2022, 6, 30))
    newer = PlanRevisionFactory(plan=revision.plan)
    in_force(revision, date(2020, 12, 8), PlanState.SUPERSEDED)
    in_force(newer, date(2022, 9, 1))

    assert len(section(own_association, 2022).goals) == 6
    assert section(own_association, 2023) is None


@pytest.mark.parametrize("clubs", [1, 3])
def test_sections_of_many_are_read_in_five_queries(demo_today, django_assert_num_queries, clubs):
    rows = []
    for _ in range(clubs):
        club = AssociationFactory()
        plan = ActionPlanFactory(partnership=PartnershipFactory(association=club, extended=True))
        look(in_force(PlanRevisionFactory(plan=plan, written=True)), "parents", date(2022, 3, 1), "under_way")
        rows.append(club)

    with django_assert_num_queries(5):
        found = plan_sections([club.pk for club in rows], [2021, 2022, 2023])

    assert {(pk, year) for pk, year in found} == {(club.pk, 2023) for club in rows}


def test_report_page_shows_the_section(revision, own_association, client_for, consultant):
    look(revision, "volunteers", date(2022, 12, 31), "achieved", "Fem nye trænere er med.")

    page = client_for(consultant).get(f"/rapporter/vis/forening/{own_association.pk}/2022/").content.decode()

    assert "1 mål blev nået i året." in page
    assert "Nået: Fem nye trænere er med." in page


def test_lane_holds_approved_plans_only_from_the_day_that_they_were_known(revision, own_association):
    partnership = revision.plan.partnership
    PlanRevisionFactory(plan=ActionPlanFactory(partnership=partnership, start=date(2024, 1, 1), end=date(2025, 12, 31)))
    late = ActionPlanFactory(partnership=partnership, start=date(2018, 1, 1), end=date(2020, 12, 31))
    in_force(PlanRevisionFactory(plan=late), date(2018, 4, 12), PlanState.CLOSED)
    now, early, before = (
        LifelineSubject(own_association.pk, (), day) for day in (None, date(2018, 12, 31), date(2018, 4, 11))
    )

    lane = plans_lane([now, early, before])

    assert [(span.start, span.end, span.style) for span in lane[now]] == [
        (date(2018, 1, 1), date(2020, 12, 31), "plan"), (date(2021, 1, 1), date(2023, 12, 31), "plan"),
    ]  # fmt: skip
    assert [span.start.year for span in lane[early]] == [2018]
    assert list(lane[before]) == []


@pytest.mark.parametrize("clubs", [1, 3])
def test_lane_of_many_is_read_in_one_query(demo_today, django_assert_num_queries, clubs):
    subjects = []
    for _ in range(clubs):
        club = AssociationFactory()
        plan = ActionPlanFactory(partnership=PartnershipFactory(association=club, extended=True))
        in_force(PlanRevisionFactory(plan=plan))
        subjects.append(LifelineSubject(club.pk, ()))

    with django_assert_num_queries(1):
        lane = plans_lane(subjects)

    assert [len(list(lane[subject])) for subject in subjects] == [1] * clubs


def test_livslinje_of_the_association_page_shows_the_plan(revision, own_association, client_for, consultant):
    page = client_for(consultant).get(reverse("overview:association-detail", args=[own_association.pk]))

    assert "Handleplan 1, 2021–2023" in page.content.decode()
