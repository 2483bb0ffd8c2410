"""Personer: employments with the vacancies between them, and the board past and present."""

from datetime import date

import pytest
from django.urls import reverse

from associations.domain.tenure import duration_text, time_in_post
from associations.models import Employment
from core.periods import Period
from overview.domain.association_people import association_people
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory, PartnershipFactory

DAY = date(2023, 3, 31)


@pytest.fixture
def association(db, demo_today):
    association = AssociationFactory(name="Boldklubben Hekla")
    PartnershipFactory(association=association, extended=True)
    return association


def page(client, association) -> str:
    return client.get(reverse("overview:association-people", args=[association.pk])).content.decode()


def posts(association) -> list[tuple[str, str, str, bool]]:
    """Who or nobody, from, to, and whether it goes on."""
    return [
        (
            row.employment.person.name if row.employment else "ingen",
            row.period.start.isoformat(),
            row.period.end.isoformat(),
            row.goes_on,
        )
        for row in association_people(association, DAY).posts
    ]


def test_association_people_puts_vacancies_between_employments(association):
    EmploymentFactory(association=association, person__name="Anna", start=date(2018, 3, 1), end=date(2020, 6, 30))
    EmploymentFactory(association=association, person__name="Bo", start=date(2020, 9, 1), end=date(2023, 1, 31))

    assert posts(association) == [
        ("ingen", "2023-02-01", "2023-03-31", True),
        ("Bo", "2020-09-01", "2023-01-31", False),
        ("ingen", "2020-07-01", "2020-08-31", False),
        ("Anna", "2018-03-01", "2020-06-30", False),
        ("ingen", "2018-01-01", "2018-02-28", False),
    ]


def test_association_people_counts_no_vacancy_outside_the_partnership(association):
    EmploymentFactory(association=association, person__name="Anna", start=date(2015, 1, 1), end=date(2015, 12, 31))
    EmploymentFactory(association=association, person__name="Bo", start=date(2017, 6, 1))

    assert posts(association) == [("Bo", "2017-06-01", "2023-03-31", True), ("Anna", "2015-01-01", "2015-12-31", False)]


def test_association_people_ends_the_vacancy_with_the_partnership(db):
    association = AssociationFactory()
    PartnershipFactory(association=association)
    EmploymentFactory(association=association, person__name="Anna", end=date(2021, 6, 30))

    assert posts(association)[0] == ("ingen", "2021-07-01", "2021-12-31", False)


def test_association_people_shows_who_has_not_begun(client_for, consultant, association):
    EmploymentFactory(association=association, person__name="Ny Person", start=date(2023, 4, 15))

    shown = page(client_for(consultant), association)

    assert "begynder 15. april 2023" in shown


def test_association_people_tells_tenure_in_words_and_days(client_for, consultant, association):
    EmploymentFactory(association=association, start=date(2018, 1, 1), end=date(2022, 6, 30), end_reason="new_job")

    shown = page(client_for(consultant), association)

    assert "4 år og 6 måneder" in shown
    assert "1.642 dage" in shown
    assert "Nyt job" in shown
    assert "1 ansættelse, heraf 1 afsluttet" in shown


def test_association_people_keeps_former_peoples_contact_details_out(client_for, consultant, association):
    EmploymentFactory(
        association=association, ended=True, person__email="tidligere@example.org", person__phone="11 11 11 11"
    )
    EmploymentFactory(association=association, start=date(2022, 7, 1), person__email="nu@example.org")

    shown = page(client_for(consultant), association)

    assert "nu@example.org" in shown
    assert "tidligere@example.org" not in shown
    assert "11 11 11 11" not in shown


def test_association_people_shows_the_board_past_and_present(client_for, consultant, association):
    BoardMemberFactory(association=association, person__name="Finn Formand")
    BoardMemberFactory(association=association, treasurer=True, ended=True, person__name="Karen Kasserer")

    people = association_people(association, DAY)
    shown = page(client_for(consultant), association)

    assert [seat.person.name for seat in people.board] == ["Finn Formand"]
    assert [seat.person.name for seat in people.former_board] == ["Karen Kasserer"]
    assert "1 tidligere bestyrelsesmedlem" in shown


def test_association_people_says_so_when_nobody_is_known(client_for, consultant, db):
    shown = page(client_for(consultant), AssociationFactory())

    assert "Der er ingen ansættelser endnu" in shown
    assert "Bestyrelsen er ikke oplyst." in shown


def test_association_people_is_open_to_the_associations_own_people(client_for, own_association, resource_person_user):
    shown = page(client_for(resource_person_user), own_association)

    assert "Rikke Ressource" in shown
    assert "Er noget ikke rigtigt? Skriv til" in shown


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2023-01-01", "2023-01-01", "1 dag"),
        ("2023-01-01", "2023-01-30", "30 dage"),
        ("2023-01-01", "2023-01-31", "1 måned"),
        ("2023-01-15", "2023-02-14", "1 måned"),
        ("2023-01-31", "2023-02-28", "1 måned"),
        ("2022-01-01", "2022-12-31", "1 år"),
        ("2020-02-29", "2023-02-28", "3 år"),
        ("2018-01-01", "2022-03-31", "4 år og 3 måneder"),
        ("2018-01-02", "2022-03-31", "4 år og 2 måneder"),
    ],
)
def test_duration_text_counts_whole_months(start, end, text):
    assert duration_text(Period(date.fromisoformat(start), date.fromisoformat(end))) == text


def test_time_in_post_ends_today_or_with_the_employment():
    running, ended = Employment(start=date(2023, 3, 1)), Employment(start=date(2023, 3, 1), end=date(2023, 3, 10))

    assert time_in_post(running, DAY) == Period(date(2023, 3, 1), DAY)
    assert time_in_post(ended, DAY) == Period(date(2023, 3, 1), date(2023, 3, 10))
    assert time_in_post(running, date(2023, 2, 28)) is None
