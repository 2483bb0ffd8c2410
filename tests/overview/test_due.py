"""Frister: what is due is computed from the records, grouped by urgency, and told only to whom it concerns."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from core.registry import DueItem, DueState, Turn
from overview.domain.due import due_items, due_lines, grouped, names_of
from overview.domain.due_counts import missing_counts
from overview.domain.next_step import in_turn
from reporting.domain.due import changed_since_delivery
from reporting.models import ReportCheck
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    StatusReportFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)


def item(due_on: date, state: DueState, *, association: int = 1, turn: Turn = Turn.BOARD) -> DueItem:
    return DueItem("count_missing", association, "Noget mangler.", due_on, state, turn, "/et/sted/", "Gør det")


@pytest.fixture
def uncounted(demo_today):
    """Makes an association in a partnership, with somebody employed, whose number of 2022 is missing."""
    ProgrammeYearFactory(year=2023)

    def make(name: str, **more):
        club = AssociationFactory(name=name, **more)
        PartnershipFactory(association=club, running=True)
        EmploymentFactory(association=club)
        return club

    return make


# --- Member counts: the window from 1 December to 31 January
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 11, 30), [(2021, DueState.OVERDUE)]),
        (date(2022, 12, 1), [(2021, DueState.OVERDUE), (2022, DueState.COMING)]),
        (date(2022, 12, 31), [(2021, DueState.OVERDUE), (2022, DueState.COMING)]),
        (date(2023, 1, 1), [(2022, DueState.DUE)]),
        (date(2023, 1, 31), [(2022, DueState.DUE)]),
        (date(2023, 2, 1), [(2022, DueState.OVERDUE)]),
    ],
)
def test_missing_count_is_coming_due_and_overdue_around_its_window(day, expected):
    club = AssociationFactory()
    PartnershipFactory(association=club, running=True)

    found = [(line.due_on.year - 1, line.state) for line in missing_counts(None, day)]

    assert found == expected
    assert all(line.association_id == club.pk for line in missing_counts({club.pk}, day))
    assert list(missing_counts({club.pk + 1}, day)) == []


def test_given_count_is_not_due_and_an_incomplete_one_is():
    given, partial = AssociationFactory(), AssociationFactory()
    for club in (given, partial):
        PartnershipFactory(association=club, running=True)
    MemberCountFactory(association=given, year=2022, under_25=10)
    MemberCountFactory(association=partial, year=2022, cells={(7, "female"): 4})

    assert [line.association_id for line in missing_counts(None, DAY)] == [partial.pk]


# --- A report whose numbers have changed
@pytest.mark.parametrize(
    ("changed_on", "state"),
    [(date(2023, 3, 1), DueState.DUE), (date(2023, 2, 28), DueState.OVERDUE), (None, None)],
)
def test_changed_report_is_due_for_thirty_days(changed_on, state):
    report = StatusReportFactory(year=2022)
    ReportCheck.objects.create(report=report, seen_event_id=0, changed_on=changed_on)

    assert [line.state for line in changed_since_delivery(None, DAY)] == ([state] if state else [])


def test_only_the_newest_version_of_the_last_ended_year_counts():
    club = AssociationFactory()
    for year, version in ((2021, 1), (2022, 1)):
        old = StatusReportFactory(association=club, year=year, version=version)
        ReportCheck.objects.create(report=old, seen_event_id=0, changed_on=DAY)
    StatusReportFactory(association=club, year=2022, version=2)

    assert list(changed_since_delivery(None, DAY)) == []


# --- Order and groups
def test_groups_follow_state_and_month():
    names = {1: ("Ajax", "ajax"), 2: ("Bella", "bella")}
    items = [
        item(date(2023, 6, 1), DueState.COMING, association=2),
        item(date(2023, 3, 31), DueState.DUE, association=2),
        item(date(2023, 4, 1), DueState.DUE),
        item(date(2023, 1, 31), DueState.OVERDUE, association=2),
        item(date(2023, 1, 31), DueState.OVERDUE),
    ]

    groups = grouped(due_lines(items, names, DAY), DAY, most=1)

    told = [(group.heading, [line.name for line in group.lines], group.more) for group in groups]
    assert told == [("Over tiden", ["Ajax"], 1), ("Denne måned", ["Bella"], 0), ("Kommer", ["Ajax"], 1)]
    assert groups[0].lines[0].due_text == "31. januar 2023, 59 dage over tiden"


def test_nothing_is_asked_for_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert due_items([], DAY, seen_by=AnonymousUser()) == []


def test_each_rule_reads_once_however_many_associations(uncounted, django_assert_num_queries):
    from core.registry import due_rules

    for number in range(3):
        uncounted(f"Forening {number}")
    for rule in due_rules:
        for ids in (None, {1, 2, 3}):
            with django_assert_num_queries(1):
                list(rule.find(ids, DAY))


def test_associations_people_are_told_their_own_first_and_never_what_is_kffs():
    names = {1: ("Ajax", "ajax")}
    lines = due_lines(
        [
            item(date(2023, 1, 1), DueState.OVERDUE, turn=Turn.CONSULTANT),
            item(date(2023, 1, 2), DueState.OVERDUE, turn=Turn.RESOURCE_PERSON),
            item(date(2023, 5, 1), DueState.COMING, turn=Turn.BOARD),
        ],
        names,
        DAY,
    )

    turns = [line.item.turn for line in in_turn(lines, {Role.BOARD})]

    assert turns == [Turn.BOARD, Turn.RESOURCE_PERSON]


# --- The page
def test_due_list_shows_all_or_ones_own_and_filters(uncounted, client_for, consultant):
    own = uncounted("Min klub")
    ContactPersonFactory(association=own, consultant=consultant)
    uncounted("En andens klub")
    client = client_for(consultant)

    bare = client.get("/frister/")
    mine = client.get("/frister/?kontaktperson=mine").content.decode()
    every = client.get("/frister/?kontaktperson=&slags=count_missing").content.decode()
    coming = client.get("/frister/?kontaktperson=&slags=count_missing&tilstand=coming").content.decode()

    assert (bare.status_code, bare["Location"]) == (302, "/frister/?kontaktperson=mine")
    assert "Min klub" in mine
    assert "En andens klub" not in mine
    assert "Min klub" in every
    assert "En andens klub" in every
    assert "31. januar 2023, 59 dage over tiden" in every
    assert "Der er ingen frister, der passer" in coming


def test_due_list_takes_a_forged_filter_calmly(client_for, manager, demo_today):
    response = client_for(manager).get("/frister/?kontaktperson=999999&slags=x&side=-1")

    assert response.status_code == 200
    assert "Vælg en af mulighederne på listen." in response.content.decode()


def test_due_list_costs_the_same_however_many_rows(uncounted, client_for, manager, django_assert_max_num_queries):
    client = client_for(manager)
    for count in (1, 3):
        for number in range(count):
            uncounted(f"Forening {count} {number}")
        with django_assert_max_num_queries(5 + len(list_of_rules())):
            client.get("/frister/?kontaktperson=")


def list_of_rules() -> list[str]:
    from core.registry import due_rules

    return [rule.key for rule in due_rules]


def test_due_export_has_exactly_the_lines_of_the_filter(uncounted, client_for, manager):
    club = uncounted("Bøllen")
    MemberCountFactory(association=uncounted("Ærø"), year=2022, under_25=3)

    response = client_for(manager).get("/frister/eksport.csv?slags=count_missing")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Frist", "Tilstand", "Forening"]
    assert [row[:4] for row in rows[1:]] == [["31-01-2023", "Over tiden", club.name, "Medlemstal"]]


def test_names_of_reads_the_associations_of_the_items_once(uncounted, django_assert_num_queries):
    clubs = [uncounted(name) for name in ("Åsen", "Ajax")]
    with django_assert_num_queries(1):
        names = names_of([item(DAY, DueState.DUE, association=club.pk) for club in clubs])
    assert {name for name, _ in names.values()} == {"Åsen", "Ajax"}
