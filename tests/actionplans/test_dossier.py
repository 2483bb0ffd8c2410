"""The plans in the one-page dossier: what is in force with its goals, what is on its way, or that there is nothing."""

from datetime import UTC, date, datetime

import pytest

from actionplans.domain.dossier import NONE, plan_sentences
from actionplans.enums import PlanState
from actionplans.models import PlanRevision, Progress
from reporting.domain.dossier import build_dossier
from tests.factories import (
    ActionPlanFactory,
    AssociationFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    fill_area,
    in_force,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)


@pytest.fixture
def club(demo_today):
    return AssociationFactory(name="BK Hekla")


@pytest.fixture
def revision(club) -> PlanRevision:
    """The plan 2021–2023 in its draft: two areas in focus, three goals."""
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=club, extended=True))
    revision = PlanRevisionFactory(plan=plan)
    for key in ("volunteers", "parents", "parents"):
        fill_area(revision.areas.get(focus_area__key=key))
    return revision


def sentences(club) -> list[str]:
    return list(plan_sentences(club.pk, DAY))


def test_plan_in_force_with_its_goals_as_they_stand(club, revision):
    in_force(revision)
    line = revision.areas.get(focus_area__key="volunteers").goals.get().line
    for on, status in ((date(2022, 5, 1), "under_way"), (date(2023, 3, 1), "achieved"), (date(2023, 4, 1), "dropped")):
        Progress.objects.create(plan=revision.plan, line=line, on=on, status=status)

    assert sentences(club) == [
        "Handleplan 1, 2021–2023 gælder til 31. december 2023. Den er godkendt 10. januar 2023.",
        "2 områder i fokus. 3 mål: 2 ikke begyndt, 1 nået.",
    ]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("draft", "Handleplan 1, 2021–2023, er en kladde, som foreningen skriver på."),
        ("awaiting_chair", "Handleplan 1, 2021–2023, venter på formandens godkendelse siden 3. marts 2023."),
        ("submitted", "Handleplan 1, 2021–2023, er indsendt 3. marts 2023 og venter på kommunens svar."),
        (
            "returned",
            "Handleplan 1, 2021–2023, er sendt tilbage med kommentarer 3. marts 2023 og venter på foreningen.",
        ),
    ],
)
def test_plan_on_its_way(club, revision, state, text):
    since = datetime(2023, 3, 3, 12, tzinfo=UTC)
    PlanRevision.objects.filter(pk=revision.pk).update(state=state, state_since=since, submitted_at=since)

    assert sentences(club) == [NONE, text]


def test_new_revision_of_the_plan_in_force(club, revision):
    in_force(revision)
    PlanRevisionFactory(plan=revision.plan)

    assert sentences(club)[2:] == ["Revision 2 af handleplan 1 er en kladde, som foreningen skriver på."]


def test_nothing_of_plans_that_are_over_and_of_others(club, revision):
    in_force(revision, state=PlanState.CLOSED)

    assert sentences(club) == [NONE]
    assert sentences(AssociationFactory()) == []


def test_it_stands_in_the_dossier(club, revision):
    (section,) = [row for row in build_dossier(club.pk, DAY).sections if row.title == "Handleplan"]

    assert section.lines.shown[0] == NONE


@pytest.mark.parametrize("goals", [1, 3])
def test_it_takes_one_query_for_any_number_of_goals(club, revision, goals, django_assert_num_queries):
    for _ in range(goals):
        fill_area(revision.areas.get(focus_area__key="retention"))
    in_force(revision)

    with django_assert_num_queries(1):
        sentences(club)
