"""How long a plan runs (R9), when it tells of lasting changes (R11), and how a new one is begun."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from actionplans.domain.periods import possible_periods, tells_of_lasting_changes
from actionplans.domain.planning import start_plan, unfinished_goals
from actionplans.enums import GoalStatus
from actionplans.models import Goal, PlanRevision, Progress
from core.periods import Period
from partnerships.models import Partnership
from tests.factories import ActionPlanFactory, PartnershipFactory, PlanRevisionFactory, in_force

DAY = date(2023, 3, 31)


def offered(start: date, end: date, *taken: tuple[date, date], day: date = DAY) -> list[tuple[date, date]]:
    partnership = Partnership(start=start, end=end)
    found = possible_periods(partnership, [Period(*plan) for plan in taken], day)
    return [(choice.period.start, choice.period.end) for choice in found]


def years(first: int, last: int) -> tuple[date, date]:
    return date(first, 1, 1), date(last, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "taken", "expected"),
    [
        # Three or two calendar years, from this year or one of the next two.
        (date(2018, 1, 1), date(2030, 12, 31), [],
         [years(2023, 2025), years(2023, 2024), years(2024, 2026), years(2024, 2025), years(2025, 2027),
          years(2025, 2026)]),
        # A first plan begins on the partnership's first day, and ends with its second or third full year.
        (date(2023, 7, 1), date(2027, 6, 30), [],
         [(date(2023, 7, 1), date(2026, 12, 31)), (date(2023, 7, 1), date(2025, 12, 31)),
          years(2024, 2026), years(2024, 2025),
          (date(2025, 1, 1), date(2027, 6, 30)), years(2025, 2026)]),
        # Later plans begin on 1 January, never in the middle of what is planned already.
        (date(2018, 1, 1), date(2025, 12, 31), [years(2021, 2023)],
         [years(2024, 2025), years(2025, 2025)]),
        # No plan outlives its partnership: one year is left, so the plan is one year long.
        (date(2018, 1, 1), date(2023, 12, 31), [], [years(2023, 2023)]),
        (date(2018, 1, 1), date(2023, 12, 31), [years(2021, 2023)], []),
        (date(2014, 1, 1), date(2021, 12, 31), [], []),
        # A gap before a plan that is written already is filled exactly or not at all.
        (date(2018, 1, 1), date(2030, 12, 31), [years(2025, 2027)], [years(2023, 2024)]),
    ],
)  # fmt: skip
def test_periods_that_a_new_plan_can_have(start, end, taken, expected):
    assert offered(start, end, *taken) == expected


@given(
    start=st.dates(date(2010, 1, 1), date(2026, 12, 31)),
    length=st.integers(0, 5000),
    day=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
    taken=st.none() | st.tuples(st.integers(2010, 2028), st.integers(0, 2)),
)
def test_whatever_is_offered_lies_inside_and_beside_what_is_planned(start, length, day, taken):
    end = start + timedelta(days=length)
    plans = [years(taken[0], taken[0] + taken[1])] if taken else []

    for first, last in offered(start, end, *plans, day=day):
        assert start <= first <= last <= end
        assert all(last < plan[0] or plan[1] < first for plan in plans)
        assert (first.month, first.day) == (1, 1) or (first == start and not plans)
        assert (last.month, last.day) == (12, 31) or last == end
        assert last < date(first.year + 4, 1, 1)
        assert last.year - first.year >= 1 or last == end


@pytest.mark.parametrize(
    ("partnership", "plan", "tells"),
    [
        (date(2012, 1, 1), date(2021, 1, 1), True),
        (date(2017, 1, 1), date(2021, 1, 1), True),  # the fifth year begins
        (date(2017, 1, 2), date(2021, 1, 1), False),
        (date(2020, 7, 1), date(2024, 1, 1), False),
        (date(2020, 7, 1), date(2025, 1, 1), True),
        (date(2016, 2, 29), date(2020, 2, 29), True),
        (date(2017, 7, 1), date(2021, 1, 1), False),
    ],
)
def test_lasting_changes_are_told_after_four_years(partnership, plan, tells):
    assert tells_of_lasting_changes(partnership, plan) is tells


# --- Beginning a plan ------------------------------------------------------------------------------------------------


@pytest.fixture
def last_plan(demo_today) -> PlanRevision:
    """A plan of 2021–2023 in force, with a goal in each of six areas; the first is reached, the second dropped."""
    revision = in_force(PlanRevisionFactory(plan=ActionPlanFactory(), written=True))
    goals = Goal.objects.filter(area_text__revision=revision).order_by("area_text__focus_area__number")
    for goal, status in zip(goals, [GoalStatus.ACHIEVED, GoalStatus.DROPPED, GoalStatus.UNDER_WAY], strict=False):
        Progress.objects.create(plan=revision.plan, line=goal.line, on=date(2022, 5, 9), status=status)
    return revision


@pytest.mark.django_db
def test_goals_that_are_neither_reached_nor_dropped_go_on_with_their_history(last_plan, consultant):
    offered_goals = unfinished_goals(last_plan.plan)
    carried = offered_goals[0]

    revision = start_plan(
        partnership=last_plan.plan.partnership,
        period=Period(*years(2024, 2025)),
        by=consultant,
        carried_over={carried.line.key},
    )

    assert [goal.area_text.focus_area.number for goal in offered_goals] == [3, 4, 5, 6]
    goal = Goal.objects.get(area_text__revision=revision)
    assert (goal.line, goal.aim, goal.activities.count()) == (carried.line, carried.aim, 0)
    assert goal.area_text.in_focus is True
    assert revision.plan.number == last_plan.plan.number + 1
    assert goal.line.progress.get().status == GoalStatus.UNDER_WAY


@pytest.mark.django_db
def test_plan_begins_with_the_whole_text_of_an_earlier_one(last_plan, consultant):
    revision = start_plan(
        partnership=last_plan.plan.partnership,
        period=Period(*years(2024, 2025)),
        by=consultant,
        copied_from=last_plan.plan,
    )

    assert revision.introduction == last_plan.introduction
    assert Goal.objects.filter(area_text__revision=revision).count() == 6
    assert revision.plan.copied_from == last_plan.plan


@pytest.mark.django_db
def test_text_of_another_partnership_cannot_be_copied(last_plan, consultant):
    with pytest.raises(ValidationError, match="kun kopieres inden for samme partnerskab"):
        start_plan(
            partnership=PartnershipFactory(running=True),
            period=Period(*years(2023, 2025)),
            by=consultant,
            copied_from=last_plan.plan,
        )


@pytest.mark.django_db
def test_period_that_is_no_longer_free_is_refused(last_plan, consultant):
    with pytest.raises(ValidationError, match="ikke længere ledig"):
        start_plan(partnership=last_plan.plan.partnership, period=Period(*years(2023, 2025)), by=consultant)


@pytest.mark.django_db
@pytest.mark.parametrize(("first_year", "areas"), [(2019, 5), (2020, 6)])
def test_plan_has_the_areas_of_its_first_year(first_year, areas, settings, demo_today, consultant):
    settings.DEMO_TODAY = date(first_year, 2, 1)
    partnership = PartnershipFactory(extended=True)

    revision = start_plan(partnership=partnership, period=Period(*years(first_year, first_year + 1)), by=consultant)

    assert revision.areas.count() == areas
