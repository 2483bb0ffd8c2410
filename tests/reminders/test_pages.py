"""The staff's pages, one's own choice, and the year wheel."""

import csv
import io
from datetime import date

import pytest

from core.registry import Subject
from reminders.domain import engine, keeping
from reminders.enums import Delivery
from reminders.models import Reminder, ReminderChoice, UpcomingReminder
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    JournalEntryFactory,
    MemberCountFactory,
    PartnershipFactory,
    ReminderFactory,
)
from tests.reminders.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/paamindelser/", "/paamindelser/kommende/"])
def test_lists_cost_the_same_with_one_row_and_with_three(
    client_for, manager, demo_today, path, django_assert_max_num_queries
):
    client = client_for(manager)
    for _ in (1, 3):
        row = ReminderFactory(failed=True)
        UpcomingReminder.objects.create(
            **{name: getattr(row, name) for name in ("item", "kind", "association", "stage", "rung", "due_on", "user")},
            on=date(2023, 4, 2),
            outcome="waiting",
        )
        ReminderFactory(failed=True)
        with django_assert_max_num_queries(11):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("whose", ["programme", "own"])
def test_wheel_costs_the_same_with_one_association_and_with_three(
    client_for, consultant, hekla, at, whose, django_assert_max_num_queries
):
    at(date(2023, 3, 31))
    client = client_for(consultant)
    path = "/aarshjul/" if whose == "programme" else f"/foreninger/{hekla.club.pk}/aarshjul/"
    for count in (1, 3):
        for _ in range(count):
            PartnershipFactory(association=AssociationFactory(), running=True)
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


def test_filters_find_and_the_sheet_has_the_same(client_for, consultant, demo_today):
    ReminderFactory(association__name="Ajax", failed=True)
    ReminderFactory(association__name="Bella", sent=True)
    client = client_for(consultant)

    page = client.get("/paamindelser/?tilstand=sent").content.decode()
    sheet = client.get("/paamindelser/eksport.csv?tilstand=sent&navn=bel").content.decode("utf-8-sig")
    nothing = client.get("/paamindelser/?slags=x").content.decode()

    assert "Bella" in page.split('id="every"')[1]
    assert "Ajax" not in page.split('id="every"')[1]
    assert [row[1] for row in csv.reader(io.StringIO(sheet), delimiter=";")] == ["Forening", "Bella"]
    assert "Ingen påmindelser passer" in nothing


def test_what_is_internal_is_kept_from_administrators_and_from_ones_own_club(
    client_for, administrator, consultant, demo_today
):
    row = ReminderFactory(association__name="Ajax", is_internal=True)
    seen = client_for(consultant).get("/paamindelser/").content.decode()
    hidden = client_for(administrator).get("/paamindelser/").content.decode()
    BoardMemberFactory(association=row.association, person__user=consultant)

    assert "Ajax" in seen
    assert "Ajax" not in hidden
    assert "Ajax" not in client_for(consultant).get("/paamindelser/").content.decode()


def test_choice_is_saved_and_the_kinds_that_are_left_out_are_silent(client_for, hekla, demo_today):
    client = client_for(hekla.chair)
    client.post("/mine-paamindelser/", {"delivery": "digest", "wanted": ["count_missing"], "based_on": "0"})

    choice = ReminderChoice.objects.get(user=hekla.chair)
    assert choice.delivery == Delivery.DIGEST
    assert "vacancy" in choice.muted
    assert "count_missing" not in choice.muted
    assert client.post("/mine-paamindelser/", {"delivery": "x", "based_on": "0"}).status_code == 200


# --- The year wheel
def test_wheel_of_the_association_by_hand(client_for, hekla, at):
    at(date(2023, 3, 31))
    hekla.club.employments.update(end=date(2023, 8, 31))
    JournalEntryFactory(association=hekla.club, author=hekla.consultant, follow_up_on=date(2023, 4, 5))

    sheet = client_for(hekla.chair).get(f"/foreninger/{hekla.club.pk}/aarshjul/eksport.csv")
    staff = client_for(hekla.consultant).get(f"/foreninger/{hekla.club.pk}/aarshjul/eksport.csv")

    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("31-01-2023", "Sidste dag for medlemstal for 2022."),
        ("31-03-2023", "Sidste dag for børneattesterklæringen for 2023."),
        ("31-08-2023", "Rikke Ressource stopper som ressourceperson."),
        ("01-12-2023", "Medlemstal for 2023 kan indberettes fra i dag."),
    ]
    assert "05-04-2023" in staff.content.decode("utf-8-sig")


@pytest.mark.parametrize("year", ["1", "x", "99999"])
def test_year_that_cannot_be_is_not_found(client_for, consultant, year):
    assert client_for(consultant).get(f"/aarshjul/?aar={year}").status_code == 404


# --- The people's data
def test_everything_on_a_person_is_told_and_goes(hekla):
    ReminderFactory(association=hekla.club, user=hekla.chair, sent=True)
    ReminderChoice.objects.create(user=hekla.chair, muted=["vacancy"])
    subject = Subject(person_id=None, user_id=hekla.chair.pk)

    assert [held.heading for held in keeping.held(subject)] == ["Påmindelser", "Valg af påmindelser"]
    keeping.erase(subject, hekla.manager)
    assert list(keeping.held(subject)) == []


def test_old_rows_go_but_not_those_of_something_still_due(hekla, at):
    from associations.models import MemberCount

    done = ReminderFactory(association=hekla.club, user=hekla.chair, kind="vacancy", item="vacancy:1:x")
    open_one = ReminderFactory(association=hekla.club, user=hekla.chair)
    MemberCount.objects.filter(year=2022).delete()

    found = keeping.expired(3, at(date(2026, 3, 1)))

    assert [row.object_id for row in found] == [done.pk, open_one.pk]
    assert [row.object_id for row in keeping.expired(0, at(date(2023, 3, 1)))] == [done.pk]
    keeping.carry_out([done.pk], None)
    assert list(Reminder.objects.all()) == [open_one]


# --- What is foreseen is what is sent
def test_what_was_foreseen_is_what_thirty_daily_runs_then_write(hekla, at, mails_go):
    from associations.models import MemberCount

    MemberCount.objects.filter(year=2022).delete()
    ReminderChoice.objects.create(user=hekla.consultant, muted=["count_missing"])
    start = at(date(2023, 1, 25))
    engine.run(start)
    columns = ("on", "item", "stage", "rung", "user", "outcome")
    foreseen = sorted(UpcomingReminder.objects.values_list(*columns))

    for number in range(1, 31):
        engine.run(at(start + number * DAY), foresees=False)

    assert len(foreseen) == 2  # overdue on 1 February, the chair on 14 February
    assert sorted(Reminder.objects.exclude(outcome="known").values_list(*columns)) == foreseen
    MemberCountFactory(association=hekla.club, year=2022, under_25=1)
