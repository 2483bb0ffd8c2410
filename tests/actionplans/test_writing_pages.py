"""The pages on which a draft is written: they save, keep what was typed, and show both texts in a conflict."""

import json
import uuid

import pytest

from actionplans.domain.content import AreaContent, content_of
from actionplans.domain.writing import save_area
from actionplans.models import AreaText, GoalLine, PlanRevision
from tests.factories import (
    ActionPlanFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(demo_today, own_association) -> PlanRevision:
    ProgrammeYearFactory(year=2023)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    return PlanRevisionFactory(plan=plan)


@pytest.fixture
def area(revision) -> AreaText:
    return revision.areas.get(focus_area__key="volunteers")


@pytest.fixture
def client(client_for, resource_person_user):
    return client_for(resource_person_user)


def url_of(area: AreaText) -> str:
    return f"/handleplaner/{area.revision_id}/omraade/volunteers/"


def typed(**more: str) -> dict[str, str]:
    return {"version": "1", "in_focus": "ja", "situation": "Vi mangler trænere.", "goals": "0", **more}


def with_goal(**more: str) -> dict[str, str]:
    return typed(**{
        "goals": "1", "goal-1-key": str(uuid.uuid4()), "goal-1-aim": "Flere trænere", "goal-1-measure": "trænere",
        "goal-1-baseline": "4", "goal-1-target": "7,5", "goal-1-activities": "1",
        "goal-1-activity-1-what": "Møde", "goal-1-activity-1-start": "01-02-2021", **more,
    })  # fmt: skip


def stored(area: AreaText) -> AreaContent:
    return content_of(AreaText.objects.get(pk=area.pk))


def test_area_is_saved_by_the_button(client, area):
    response = client.post(url_of(area), with_goal())

    assert (response.status_code, response["Location"]) == (302, url_of(area))
    [goal] = stored(area).goals
    assert (goal.aim, goal.measure, str(goal.target)) == ("Flere trænere", "trænere", "7.5")
    assert goal.activities[0].what == "Møde"
    page = client.get(url_of(area)).content.decode()
    assert "Flere trænere" in page
    assert "Gemt" in page


def test_area_saves_by_itself_and_says_when(client, area):
    data = with_goal()
    first = client.post(url_of(area), data, headers={"X-Autosave": "1"})
    again = client.post(url_of(area), data | {"version": "2", "goal-1-aim": "Mange"}, headers={"X-Autosave": "1"})

    assert json.loads(first.content)["version"] == 2
    assert json.loads(again.content)["version"] == 3
    assert GoalLine.objects.count() == 1
    assert stored(area).goals[0].aim == "Mange"


def test_buttons_add_and_remove_parts_without_saving_or_losing_a_word(client, area):
    more = client.post(url_of(area), with_goal(button="add-goal", **{"goal-1-aim": "Ugemt"})).content.decode()
    activity = client.post(url_of(area), with_goal(button="add-activity:1")).content.decode()
    fewer = client.post(url_of(area), with_goal(button="remove-goal:1", **{"goal-1-aim": "Væk"})).content.decode()

    assert "Ugemt" in more
    assert "Mål 2" in more
    assert 'name="goal-1-activity-2-what"' in activity
    assert "Væk" not in fewer
    assert stored(area) == AreaContent()


def test_wrong_number_and_days_are_told_and_everything_stays(client, area):
    wrong = {"goal-1-target": "mange", "goal-1-activity-1-end": "01-01-2020"}
    page = client.post(url_of(area), with_goal(**wrong)).content.decode()
    quiet = client.post(url_of(area), with_goal(**wrong), headers={"X-Autosave": "1"})

    assert "Der er noget, du skal rette" in page
    assert "Slutdatoen skal være samme dag som startdatoen eller senere." in page
    assert 'value="mange"' in page
    assert "Flere trænere" in page
    assert quiet.status_code == 422
    assert stored(area) == AreaContent()


def test_conflict_shows_both_texts_and_saves_what_is_chosen(client, area):
    other = UserFactory(name="Finn Formand")
    save_area(area=area, content=AreaContent(in_focus=False, situation="Finns tekst"), version=1, by=other)

    quiet = client.post(url_of(area), typed(), headers={"X-Autosave": "1"})
    page = client.post(url_of(area), typed())
    text = page.content.decode()
    chosen = typed(version="2", settled="1", **{"choose-situation": "both", "choose-in_focus": "mine"})
    saved = client.post(url_of(area), chosen)

    assert (quiet.status_code, json.loads(quiet.content)) == (409, {"who": "Finn Formand"})
    assert page.status_code == 409
    assert "Finns tekst" in text
    assert "Vi mangler trænere." in text
    assert saved.status_code == 302
    assert stored(area) == AreaContent(in_focus=True, situation="Finns tekst\n\nVi mangler trænere.")


def test_own_texts_conflict_keeps_what_was_typed(client, revision):
    url = f"/handleplaner/{revision.pk}/indledning/"
    PlanRevision.objects.filter(pk=revision.pk).update(version=2, introduction="Finns indledning")

    page = client.post(url, {"version": "1", "introduction": "Min indledning"})
    saved = client.post(url, {"version": "2", "introduction": "Vores indledning"})

    assert page.status_code == 409
    assert "Finns indledning" in page.content.decode()
    assert "Min indledning" in page.content.decode()
    assert saved.status_code == 302


def test_handed_in_plan_is_not_written_in_but_typed_text_is_shown(client, revision, area):
    PlanRevision.objects.filter(pk=revision.pk).update(state="submitted", submitted_at="2023-03-01T12:00Z")

    assert client.get(url_of(area)).status_code == 302
    page = client.post(url_of(area), typed()).content.decode()
    quiet = client.post(url_of(area), typed(), headers={"X-Autosave": "1"})

    assert "Teksten er ikke gemt" in page
    assert "Vi mangler trænere." in page
    assert quiet.status_code == 423


def test_forged_counts_and_versions_are_taken_calmly(client, area):
    for forged in ({"goals": "999999999"}, {"goals": "x"}, {"version": "x"}, {"goal-1-activities": "-1", "goals": "1"}):
        assert client.post(url_of(area), typed() | forged).status_code in {200, 302, 409}
    assert client.get(f"/handleplaner/{area.revision_id}/omraade/findes-ikke/").status_code == 404


@pytest.mark.parametrize("goals", [1, 3])
def test_pages_cost_the_same_however_many_goals(goals, client, revision, django_assert_num_queries):
    from tests.factories import fill_area

    for area in revision.areas.all():
        for _ in range(goals):
            fill_area(area)
    for path, queries in (("", 12), ("omraade/volunteers/", 10), ("gennemse/", 11), ("indledning/", 9)):
        with django_assert_num_queries(queries):
            client.get(f"/handleplaner/{revision.pk}/{path}")
