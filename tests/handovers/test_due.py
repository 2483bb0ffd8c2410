"""Due items of handovers, and what is held on a person."""

from datetime import date, timedelta

import pytest

from core.registry import DueState, Subject, Turn, due_rules, personal_data, retentions
from handovers.domain.due import due_items
from handovers.models import Handover
from tests.factories import (
    BoardMemberFactory,
    EmploymentFactory,
    HandoverFactory,
    HandoverItemFactory,
    PersonFactory,
    UserFactory,
)
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 31)


def ending(end: date | None, **values):
    reason = "new_job" if end else ""
    return HandoverFactory(employment=EmploymentFactory(end=end, end_reason=reason), **values)


def test_rule_is_registered():
    assert "handover_open" in {rule.key for rule in due_rules}


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (date(2023, 3, 30), DueState.OVERDUE),
        (date(2023, 3, 31), DueState.DUE),
        (date(2023, 4, 30), DueState.DUE),
        (date(2023, 5, 1), DueState.COMING),
        (date(2023, 7, 1), DueState.COMING),
    ],
)
def test_due_on_the_last_day_of_the_employment(end, state):
    handover = ending(end, items=3, items__done=1)

    (item,) = due_items(None, TODAY)

    name = handover.employment.person.name
    assert (item.state, item.due_on, item.since) == (state, end, date(2023, 3, 1))
    assert item.what == f"Overleveringen efter {name} mangler 2 af 3 punkter."
    assert (item.turn, item.url) == (Turn.BOARD, handover.get_absolute_url())


def test_not_due_before_three_months_nor_when_it_is_over():
    ending(date(2023, 7, 2))
    HandoverFactory(closed=True)
    HandoverFactory(state="cancelled")

    assert list(due_items(None, TODAY)) == []


def test_due_says_when_only_closing_is_left():
    handover = HandoverFactory(items=1, items__done=1)

    (item,) = due_items(None, TODAY)

    assert item.what == f"Overleveringen efter {handover.employment.person} er klar til at blive afsluttet."


def test_due_asks_about_an_end_that_was_taken_back():
    handover = ending(None)

    (item,) = due_items(None, TODAY)

    assert item.what == f"Slutdatoen for {handover.employment.person} er fjernet: skal overleveringen aflyses?"
    assert (item.state, item.due_on) == (DueState.DUE, TODAY)


def test_due_of_some_associations_alone():
    one, other = HandoverFactory(), HandoverFactory()

    found = due_items([one.employment.association_id], TODAY)

    assert [item.association_id for item in found] == [one.employment.association_id]
    assert list(due_items([], TODAY)) == []
    assert {item.association_id for item in due_items(None, TODAY)} >= {other.employment.association_id}


@pytest.mark.parametrize("rows", [1, 3])
def test_due_reads_in_one_query(rows, django_assert_num_queries):
    for _ in range(rows):
        HandoverFactory(items=2)

    with django_assert_num_queries(1):
        assert len(list(due_items(None, TODAY))) == rows


def test_longest_overdue_comes_first():
    late, later = ending(TODAY - timedelta(days=2)), ending(TODAY - timedelta(days=9))

    assert [item.url for item in due_items(None, TODAY)] == [later.get_absolute_url(), late.get_absolute_url()]


# --- Personal data ----------------------------------------------------------------------------------------------------


def held_on(subject: Subject) -> dict[str, tuple[str, ...]]:
    entry = next(entry for entry in personal_data if entry.key == "handovers")
    return {held.heading: held.lines for held in entry.held(subject)}


def test_held_on_a_leaver_an_owner_and_whoever_ticked():
    person, user = PersonFactory(name="Sofie Sommer"), UserFactory()
    employment = EmploymentFactory(person=person, end=date(2023, 4, 30), association__name="BK Hekla")
    seat = BoardMemberFactory(person=person, association=employment.association, member=True)
    handover = HandoverFactory(employment=employment, owner=seat)
    HandoverItemFactory(handover=handover, title="Nøgler", note="Hos Sofie.", done_on=TODAY, done_by=user)

    assert held_on(Subject(person_id=person.pk, user_id=user.pk)) == {
        "Overleveringer efter personen": (
            "Overlevering efter Sofie Sommer i BK Hekla, 1. januar 2018 – 30. april 2023",
        ),
        "Bemærkninger i overleveringer efter personen": ("Nøgler: Hos Sofie.",),
        "Ansvarlig for overleveringer": ("Overlevering efter Sofie Sommer i BK Hekla",),
        "Kryds i overleveringer": ("Overlevering efter Sofie Sommer i BK Hekla: Nøgler (31. marts 2023)",),
    }


def test_nothing_is_held_on_others_and_erasing_leaves_the_handover():
    handover = HandoverFactory(items=1, items__done=1)
    subject = Subject(person_id=PersonFactory().pk, user_id=UserFactory().pk)

    assert held_on(subject) == {}
    next(entry for entry in personal_data if entry.key == "handovers").erase(subject, None)
    handover.refresh_from_db()
    assert handover.items.count() == 1


# --- Retention --------------------------------------------------------------------------------------------------------


def test_handovers_that_are_over_are_kept_for_some_years():
    entry = next(entry for entry in retentions if entry.key == "handovers")
    old = {"closed": True, "opened_on": date(2018, 2, 1)}
    past = ending(date(2018, 3, 1), **old | {"closed_on": date(2018, 3, 30)}, items=1, items__done=1)
    ending(date(2018, 3, 31), **old | {"closed_on": date(2018, 3, 1)})
    ending(date(2018, 2, 28), opened_on=date(2018, 2, 1))

    (found,) = entry.find(5, TODAY)

    assert (found.object_id, found.kept_until) == (past.pk, date(2023, 3, 30))
    entry.carry_out([past.pk], None)
    assert Handover.objects.count() == 2
    assert AuditEvent.objects.filter(kind="deleted").count() == 2


def test_retention_leaves_open_handovers_alone():
    entry = next(entry for entry in retentions if entry.key == "handovers")
    running = HandoverFactory()

    entry.carry_out([running.pk], None)

    assert Handover.objects.exists()
