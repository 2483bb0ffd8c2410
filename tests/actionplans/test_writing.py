"""Saving drafts: whole areas, never over somebody else's text, and nothing written is lost."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actionplans.domain.content import ActivityContent, AreaContent, GoalContent, as_json, content_of, from_json
from actionplans.domain.writing import NotWritable, StaleText, save_area, save_texts
from actionplans.models import AreaText, DraftSnapshot, GoalLine, PlanRevision
from tests.factories import PlanRevisionFactory, UserFactory

pytestmark = pytest.mark.django_db


def goal(aim: str = "Flere børn", **more) -> GoalContent:
    return GoalContent(key=uuid.uuid4(), aim=aim, **more)


FULL = AreaContent(
    in_focus=True,
    situation="Vi mangler trænere.",
    goals=(
        goal(
            sign="Tre nye",
            measure="trænere",
            baseline=Decimal("4.0"),
            target=Decimal("7.0"),
            collaborators="Skolen",
            activities=(ActivityContent("Møde", "Ida", date(2021, 2, 1), date(2021, 3, 1)), ActivityContent("Opslag")),
        ),
        goal("Bedre modtagelse"),
    ),
)


@pytest.fixture
def area() -> AreaText:
    return PlanRevisionFactory().areas.order_by("focus_area__number")[1]


@pytest.fixture
def writer():
    return UserFactory(name="Rikke")


def stored(area: AreaText) -> AreaContent:
    return content_of(AreaText.objects.get(pk=area.pk))


def test_whole_area_is_stored_and_read_back(area, writer):
    saved = save_area(area=area, content=FULL, version=1, by=writer)

    assert stored(area) == FULL
    assert (saved.version, saved.saved_by) == (2, writer)
    assert from_json(as_json(FULL)) == FULL


def test_saving_twice_makes_one_goal_and_the_same_text_changes_nothing(area, writer):
    save_area(area=area, content=FULL, version=1, by=writer)
    again = save_area(area=area, content=FULL, version=1, by=writer)

    assert again.version == 2
    assert GoalLine.objects.count() == 2


def test_goal_keeps_its_line_when_reworded_and_moved(area, writer):
    save_area(area=area, content=FULL, version=1, by=writer)
    first, second = FULL.goals
    moved = AreaContent(in_focus=True, goals=(second, GoalContent(key=first.key, aim="Langt flere børn")))
    lines = set(GoalLine.objects.values_list("pk", flat=True))

    save_area(area=area, content=moved, version=2, by=writer)

    assert stored(area) == moved
    assert set(GoalLine.objects.values_list("pk", flat=True)) == lines


def test_older_version_is_refused_and_nothing_is_overwritten(area, writer):
    other = UserFactory(name="Finn")
    save_area(area=area, content=FULL, version=1, by=other)

    with pytest.raises(StaleText) as refused:
        save_area(area=area, content=AreaContent(situation="Min tekst"), version=1, by=writer)

    assert (refused.value.who, refused.value.version) == ("Finn", 2)
    assert stored(area) == FULL


def test_forged_key_of_another_partnership_gets_a_line_of_its_own(area, writer):
    foreign = GoalLine.objects.create(partnership=PlanRevisionFactory().plan.partnership)
    save_area(area=area, content=AreaContent(goals=(GoalContent(key=foreign.key, aim="Tyv"),)), version=1, by=writer)

    assert area.goals.get().line_id != foreign.pk


def test_what_stood_before_is_kept_once_for_a_stretch_of_writing(area, writer):
    for number in range(1, 5):
        save_area(area=area, content=AreaContent(situation=f"Tekst {number}"), version=number, by=writer)
    assert [row.content["situation"] for row in DraftSnapshot.objects.all()] == ["Tekst 1"]

    save_area(area=area, content=AreaContent(situation="Finns"), version=5, by=UserFactory())
    assert DraftSnapshot.objects.latest("kept_at").content["situation"] == "Tekst 4"

    later = timezone.now() + timedelta(minutes=11)
    AreaText.objects.filter(pk=area.pk).update(saved_at=later - timedelta(minutes=22))
    save_area(area=area, content=AreaContent(situation="Senere"), version=6, by=UserFactory())
    assert DraftSnapshot.objects.latest("kept_at").content["situation"] == "Finns"


def test_handed_in_plan_is_not_written_in(area, writer):
    PlanRevision.objects.filter(pk=area.revision_id).update(state="submitted", submitted_at=timezone.now())

    with pytest.raises(NotWritable, match="den er indsendt"):
        save_area(area=area, content=FULL, version=1, by=writer)


def test_too_many_goals_are_refused(area, writer):
    with pytest.raises(ValidationError, match="højst have 20 mål"):
        save_area(area=area, content=AreaContent(goals=tuple(goal() for _ in range(21))), version=1, by=writer)
    assert stored(area) == AreaContent()


def test_own_texts_are_saved_and_tidied(writer):
    revision = PlanRevisionFactory()

    saved = save_texts(revision=revision, introduction="•  Ét\r\n•\tTo", lasting_changes="", version=1, by=writer)

    assert saved.introduction == "- Ét\n- To"
    with pytest.raises(StaleText):
        save_texts(revision=revision, introduction="Andet", lasting_changes="", version=1, by=writer)
