"""The yearly child-protection declaration: who needs one, when it is due, declaring, and taking it back."""

import time
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from associations.domain.declarations import declare, due_day, near_day
from associations.models import Association, ChildProtectionDeclaration
from associations.personal_data import NOBODY, declarations_held, erase_declarer
from core.registry import DueState, Light, Subject, Turn
from partnerships.domain.declarations import declaration_signals, declaration_years, missing_declarations, state_on
from partnerships.models import Participation, Partnership
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ChildProtectionDeclarationFactory,
    ParticipationFactory,
    PartnershipFactory,
)
from workflow.models import AuditEvent

TODAY = date(2023, 3, 31)


def url(name: str, association, *args) -> str:
    return reverse(f"partnerships:declaration-{name}", args=[association.pk, *args])


@pytest.fixture
def club(demo_today, own_association):
    PartnershipFactory(association=own_association, start=date(2020, 7, 1), first_end=date(2024, 6, 30))
    return own_association


# --- When ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_day", "due"),
    [
        (date(2023, 1, 1), date(2023, 3, 31)),
        (date(2020, 7, 1), date(2020, 9, 30)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2022, 11, 30), date(2023, 2, 28)),
        (date(2022, 12, 15), date(2023, 3, 14)),
    ],
)
def test_declaration_is_due_within_three_months_of_the_years_first_day(first_day, due):
    assert due_day(first_day) == due


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_due_day_is_always_89_to_92_days_on_and_near_in_between(first_day):
    assert 88 <= (due_day(first_day) - first_day).days <= 92
    assert first_day <= near_day(first_day) <= due_day(first_day)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2022, 12, 31), None),
        (date(2023, 1, 1), DueState.COMING),
        (date(2023, 2, 28), DueState.COMING),
        (date(2023, 3, 1), DueState.DUE),
        (date(2023, 3, 31), DueState.DUE),
        (date(2023, 4, 1), DueState.OVERDUE),
        (date(2024, 12, 31), DueState.OVERDUE),
        (date(2025, 1, 1), None),
    ],
)
def test_state_moves_with_the_clock(day, state):
    assert state_on(date(2023, 1, 1), day) == state


# --- The database ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"declared_by": " "}, "declared_by_not_blank"),
        ({"declared_on": date(2021, 12, 31)}, "not_before_year"),
        ({"year": 1900, "declared_on": date(1990, 1, 1)}, "year_sensible"),
    ],
)
def test_wrong_declaration_is_refused_by_the_database(values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        ChildProtectionDeclarationFactory(**values)


@pytest.mark.django_db
def test_two_declarations_for_a_year_are_refused_by_the_database():
    first = ChildProtectionDeclarationFactory()

    with pytest.raises(IntegrityError, match="one_per_year"):
        ChildProtectionDeclarationFactory(association=first.association)


# --- Declaring -------------------------------------------------------------------------------------------------------


def sent(**typed) -> dict:
    return {"is_declared": "on", "declared_on": "31-03-2023", "declared_by": "Finn Formand", **typed}


def test_chair_declares_and_a_double_click_makes_one(client_for, chair_user, club):
    client = client_for(chair_user)
    form = client.get(url("create", club, 2023)).context["form"]
    assert (form["declared_by"].value(), form["declared_on"].value()) == ("Finn Formand", TODAY)

    first = client.post(url("create", club, 2023), sent(), follow=True).content.decode()
    second = client.post(url("create", club, 2023), sent(declared_by="En anden"), follow=True).content.decode()

    assert "Erklæringen for 2023 er gemt. Tak." in first
    assert "Erklæringen for 2023 er afgivet." in second
    declaration = ChildProtectionDeclaration.objects.get()
    assert (declaration.declared_on, declaration.declared_by) == (TODAY, "Finn Formand")
    assert [event.actor_name for event in AuditEvent.objects.all()] == [chair_user.name]


def test_consultant_writes_the_name_of_the_one_who_declares(client_for, consultant, club):
    form = client_for(consultant).get(url("create", club, 2021)).context["form"]

    assert form["declared_by"].value() == ""


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"is_declared": ""},
         {"is_declared": ["Sæt kryds ved erklæringen. Mangler der attester, så indhent dem først."]}),
        ({"declared_on": "01-04-2023"}, {"declared_on": ["Skriv en dato, der senest er 31-03-2023."]}),
        ({"declared_on": "31-12-2022"}, {"declared_on": ["Skriv en dato, der tidligst er 01-01-2023."]}),
        ({"declared_by": " "}, {"declared_by": ["Skriv navnet på den fra foreningen, der erklærer."]}),
    ],
)  # fmt: skip
def test_refused_declaration_says_where(client_for, chair_user, club, wrong, errors):
    page = client_for(chair_user).post(url("create", club, 2023), sent(**wrong))

    assert page.context["form"].errors == errors
    assert not ChildProtectionDeclaration.objects.exists()


@pytest.mark.parametrize("day", [date(2023, 4, 1), date(2022, 12, 31)])
def test_domain_refuses_the_same_days(club, day):
    with pytest.raises(ValidationError):
        declare(association=club, year=2023, declared_on=day, declared_by="Finn", by=None)


@pytest.mark.parametrize("year", [2019, 2024])
def test_year_without_partnership_or_to_come_has_no_form(client_for, chair_user, club, year):
    assert client_for(chair_user).get(url("create", club, year)).status_code == 404


def test_consultant_takes_a_declaration_back_and_the_trace_tells(client_for, consultant, club):
    ChildProtectionDeclarationFactory(association=club, year=2022)
    client = client_for(consultant)

    first, second = (client.post(url("undo", club, 2022), follow=True).content.decode() for _ in range(2))

    assert "Erklæringen for 2022 er fjernet." in first
    assert "Der er ingen erklæring for 2022." in second
    [event] = AuditEvent.objects.all()
    assert (event.kind, event.actor_name) == ("deleted", consultant.name)
    assert {"field": "declared_by", "from": "Finn Formand", "to": ""} in event.changes


# --- The page --------------------------------------------------------------------------------------------------------


def test_page_has_a_row_for_each_year_of_partnership(client_for, resource_person_user, club):
    ChildProtectionDeclarationFactory(association=club, year=2021, declared_by="Gerda Gammel")

    page = client_for(resource_person_user).get(url("list", club))

    rows = [(row.year, bool(row.declaration), row.due_on, row.state) for row in page.context["years"]]
    assert rows == [
        (2023, False, date(2023, 3, 31), DueState.DUE),
        (2022, False, date(2022, 3, 31), DueState.OVERDUE),
        (2021, True, date(2021, 3, 31), None),
        (2020, False, date(2020, 9, 30), None),
    ]
    shown = page.content.decode()
    assert "Selve attesterne hører aldrig til her." in shown
    assert "Gerda Gammel" in shown
    assert url("create", club, 2023) not in shown  # the board declares
    assert url("undo", club, 2021) not in shown


def test_board_is_led_to_the_form_and_consultants_can_also_undo(client_for, chair_user, consultant, club):
    ChildProtectionDeclarationFactory(association=club, year=2022)
    board, staff = (client_for(user).get(url("list", club)).content.decode() for user in (chair_user, consultant))

    assert url("create", club, 2023) in board
    assert url("undo", club, 2022) not in board
    assert url("create", club, 2023) in staff
    assert url("undo", club, 2022) in staff


def test_association_without_partnership_needs_none(client_for, chair_user, own_association, demo_today):
    assert (
        "Der skal ikke afgives nogen erklæring"
        in client_for(chair_user).get(url("list", own_association)).content.decode()
    )


@pytest.mark.django_db
def test_year_of_two_partnerships_stands_once(demo_today):
    club = AssociationFactory()
    PartnershipFactory(association=club, start=date(2018, 1, 1), first_end=date(2021, 2, 28))
    PartnershipFactory(association=club, start=date(2021, 9, 1), first_end=date(2022, 5, 31))

    assert [(row.year, row.due_on) for row in declaration_years(club, TODAY)] == [
        (2022, date(2022, 3, 31)),
        (2021, date(2021, 3, 31)),
        (2020, date(2020, 3, 31)),
        (2019, date(2019, 3, 31)),
        (2018, date(2018, 3, 31)),
    ]


def test_download_has_the_same_rows(client_for, consultant, club):
    ChildProtectionDeclarationFactory(association=club, year=2022)
    address = reverse("partnerships:declaration-export", kwargs={"pk": club.pk, "extension": "csv"})

    lines = client_for(consultant).get(address).content.decode("utf-8-sig").splitlines()

    assert lines[:3] == [
        "År;Erklæret den;Erklæret af;Frist", "2023;;;31-03-2023", "2022;01-02-2022;Finn Formand;31-03-2022",
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries(client_for, consultant, club, django_assert_num_queries, rows):
    for year in range(2020, 2020 + rows):
        ChildProtectionDeclarationFactory(association=club, year=year)
    client = client_for(consultant)

    with django_assert_num_queries(7):
        client.get(url("list", club))


# --- Due items and traffic lights ------------------------------------------------------------------------------------


def test_due_items_name_what_lacks_and_whose_turn_it_is(club):
    other = PartnershipFactory(extended=True).participations.get().association
    ChildProtectionDeclarationFactory(association=other, year=2022)
    ChildProtectionDeclarationFactory(association=other, year=2023)

    items = list(missing_declarations(None, TODAY))

    assert [(item.association_id, item.what, item.state, item.due_on, item.turn) for item in items] == [
        (club.pk, "Børneattesterklæringen for 2022 mangler.", DueState.OVERDUE, date(2022, 3, 31), Turn.BOARD),
        (club.pk, "Børneattesterklæringen for 2023 mangler.", DueState.DUE, date(2023, 3, 31), Turn.BOARD),
    ]
    assert items[1].url == url("create", club, 2023)
    assert items[1].since == date(2023, 1, 1)
    assert list(missing_declarations([other.pk], TODAY)) == []


def test_closed_association_is_not_asked_for_one(club):
    Association.objects.filter(pk=club.pk).update(closed_on=TODAY, closed_reason="Opløst")

    assert list(missing_declarations(None, TODAY)) == []


@pytest.mark.django_db
def test_association_that_left_a_shared_partnership_needs_none_afterwards(demo_today):
    partnership = PartnershipFactory(extended=True)
    leaver = ParticipationFactory(partnership=partnership, end=date(2021, 12, 31)).association

    assert list(missing_declarations([leaver.pk], TODAY)) == []


@pytest.mark.parametrize(
    ("year", "day", "light", "words"),
    [
        (2022, TODAY, Light.GREEN, ("Afgivet", "Erklæret 1. februar 2022 af Finn Formand.")),
        (2023, TODAY, Light.YELLOW, ("Mangler", "Fristen er 31. marts 2023.")),
        (2023, date(2023, 4, 1), Light.RED, ("Mangler", "Fristen var 31. marts 2023.")),
        (2021, TODAY, Light.RED, ("Mangler", "Fristen var 31. marts 2021.")),
        (2024, TODAY, Light.GREY, ("Endnu ikke", "Kan afgives fra 1. januar 2024.")),
        (2019, TODAY, Light.GREY, ("Gælder ikke", "Foreningen har intet partnerskab i året.")),
    ],
)
def test_traffic_light_says_why(club, year, day, light, words):
    ChildProtectionDeclarationFactory(association=club, year=2022)

    signal = declaration_signals([club.pk], year, day)[club.pk]

    assert (signal.light, (signal.text, signal.reason), signal.url) == (light, words, url("list", club))


@pytest.mark.django_db
@pytest.mark.parametrize("clubs", [1, 3])
def test_due_items_and_lights_take_the_same_queries(django_assert_num_queries, demo_today, clubs):
    ids = [PartnershipFactory(extended=True).participations.get().association_id for _ in range(clubs)]

    with django_assert_num_queries(1):
        assert len(list(missing_declarations(None, TODAY))) == 2 * clubs
    with django_assert_num_queries(1):
        assert len(declaration_signals(ids, 2023, TODAY)) == clubs


@pytest.mark.django_db
def test_due_items_of_2500_associations_are_quick(demo_today):
    clubs = Association.objects.bulk_create(Association(name=f"Klub {n}") for n in range(2_500))
    partnership = Partnership.objects.create(
        start=date(2020, 1, 1), first_end=date(2023, 12, 31), end=date(2023, 12, 31)
    )
    Participation.objects.bulk_create(
        Participation(partnership=partnership, association=row, start=partnership.start, end=partnership.end)
        for row in clubs
    )

    took = min(_seconds(lambda: list(missing_declarations(None, TODAY))) for _ in range(3))

    assert took < 0.2


def _seconds(work) -> float:
    began = time.process_time()
    assert len(work()) == 5_000
    return time.process_time() - began


# --- Personal data ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_name_of_the_declarer_is_read_out_and_erased(demo_today):
    seat = BoardMemberFactory(person__name="Finn Formand", association__name="Hekla")
    own = ChildProtectionDeclarationFactory(association=seat.association, declared_by="finn formand")
    namesake = ChildProtectionDeclarationFactory(declared_by="Finn Formand")
    subject = Subject(seat.person_id, None)

    [held] = declarations_held(subject)
    erase_declarer(subject, None)

    assert held.lines == ("Hekla, 2022: erklæret 1. februar 2022 af finn formand",)
    own.refresh_from_db()
    namesake.refresh_from_db()
    assert (own.declared_by, namesake.declared_by) == (NOBODY, "Finn Formand")
    assert list(declarations_held(subject)) == []


@pytest.mark.django_db
def test_account_without_a_person_declared_nothing(consultant):
    assert list(declarations_held(Subject(None, consultant.pk))) == []
