"""What is due of the journal, on a moving clock."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registry import DueState, Turn, due_rules
from journal.domain.due import _state, follow_ups
from tests.factories import JournalEntryFactory

DAY = timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2023, 3, 5), None),  # 31 days ahead
        (date(2023, 3, 6), DueState.COMING),
        (date(2023, 3, 28), DueState.COMING),
        (date(2023, 3, 29), DueState.DUE),
        (date(2023, 4, 5), DueState.DUE),
        (date(2023, 4, 6), DueState.OVERDUE),
        (date(2024, 4, 6), DueState.OVERDUE),
    ],
)
def test_promise_of_5_april_comes_is_due_and_late(own_association, day, state):
    JournalEntryFactory(association=own_association, waiting=True)
    assert [item.state for item in follow_ups([own_association.pk], day)] == ([state] if state else [])


@pytest.mark.django_db
def test_item_tells_the_consultant_alone_where_to_go(own_association):
    JournalEntryFactory(association=own_association, waiting=True)
    JournalEntryFactory(association=own_association, followed_up=True)
    JournalEntryFactory(association=own_association)
    (item,) = follow_ups(None, date(2023, 3, 31))
    assert item.what == "Vend tilbage efter telefon den 1. marts 2023."
    assert (item.turn, item.is_internal) == (Turn.CONSULTANT, True)
    assert (item.due_on, item.since, item.key) == (date(2023, 4, 5), date(2023, 3, 1), "follow_up")
    assert item.url == f"/foreninger/{own_association.pk}/journal/?opfoelgning=aaben"
    assert [rule.label for rule in due_rules if rule.key == item.key] == ["Vend tilbage"]


@pytest.mark.django_db
def test_only_the_associations_asked_for(own_association, other_association):
    for association in (own_association, other_association):
        JournalEntryFactory(association=association, waiting=True)
    day = date(2023, 4, 1)
    assert {item.association_id for item in follow_ups([own_association.pk], day)} == {own_association.pk}
    assert len(list(follow_ups(None, day))) == 2
    assert list(follow_ups([], day)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_however_many(own_association, django_assert_num_queries, rows):
    for _ in range(rows):
        JournalEntryFactory(association=own_association, waiting=True)
    with django_assert_num_queries(1):
        assert len(list(follow_ups(None, date(2023, 4, 1)))) == rows


@given(due_on=st.dates(date(2000, 1, 1), date(2099, 1, 1)), days=st.integers(0, 30))
def test_states_follow_each_other(due_on, days):
    order = [DueState.COMING, DueState.DUE, DueState.OVERDUE]
    before, after = _state(due_on, due_on - days * DAY), _state(due_on, due_on - days * DAY + DAY)
    assert order.index(after) - order.index(before) in {0, 1}
