"""The front pages: each kind of user first sees what is due, and every figure leads to its rows."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.registry import requirements
from overview.domain.front_queries import money_by_year
from partnerships.models import ProgrammeYear
from reporting.models import StatusReport
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ChildProtectionDeclarationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(demo_today):
    """Makes an association in a partnership, with somebody employed and members counted: nothing to do."""
    ProgrammeYearFactory(year=2023)

    def make(name: str, *, consultant=None, **partnership):
        club = AssociationFactory(name=name)
        PartnershipFactory(association=club, **(partnership or {"running": True}))
        EmploymentFactory(association=club)
        MemberCountFactory(association=club, year=2022, under_25=100)
        for year in (2022, 2023):
            ChildProtectionDeclarationFactory(association=club, year=year)
        if consultant:
            ContactPersonFactory(association=club, consultant=consultant)
        return club

    return make


def text_of(response) -> str:
    """The words of the page's main part, spaces joined."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main.split(">", 1)[1])).strip()


def figures(response) -> dict[str, str]:
    """The figures of the page by their labels."""
    found = re.findall(
        r'<div class="figure">\s*<p>(.*?)</p>\s*<p class="figure-value">(.*?)</p>', response.content.decode()
    )
    return {re.sub(r"<[^>]*>", "", label): value for label, value in found}


def figure_links(response) -> list[str]:
    found = re.findall(r'<div class="figure">\s*<p><a href="([^"]*)"', response.content.decode())
    return [link.replace("&amp;", "&") for link in found]


def report_of(club, year: int = 2022, version: int = 1) -> StatusReport:
    return StatusReport.objects.create(
        association=club, year=year, version=version, data_hash="0", content_hash="0", as_of=date(2023, 3, 1),
        file="reports/x.pdf", sha256="0", size=1, pages=4,
    )  # fmt: skip


# --- The consultant
def test_front_page_tells_a_consultant_what_is_due(running, client_for, consultant):
    running("På plads", consultant=consultant)
    uncounted = running("Uden tal", consultant=consultant)
    uncounted.member_counts.all().delete()
    running("En andens").member_counts.all().delete()

    response = client_for(consultant).get("/")

    text = text_of(response)
    assert "Over tiden (1) Uden tal Over tiden Medlemstal for 2022 mangler. Skriv medlemstal : Uden tal" in text
    assert "Frist 31. januar 2023, 59 dage over tiden. Hvis tur: Ressourcepersonen." in text
    assert "En andens" not in text
    assert f'href="/foreninger/{uncounted.pk}/medlemstal/2022/"' in response.content.decode()
    assert figures(response) == {
        "Foreninger i partnerskab": "2",
        "Medlemmer under 25 år, 2022": "100",
        "Ledige stillinger": "0",
        "For få timer": "0",
        "Medlemstal mangler, 2022": "1",
    }
    assert "1 af 2 har indberettet" in text


def test_front_page_names_a_consultants_associations(running, client_for, consultant):
    running("Ærø", consultant=consultant)
    running("Ajax", consultant=consultant)

    text = text_of(client_for(consultant).get("/"))

    assert "Dine foreninger Ajax Ærø Se dine foreninger på listen" in text


def test_front_page_figures_lead_to_their_rows(running, client_for, consultant):
    running("På plads", consultant=consultant)
    running("Ledig", consultant=consultant).employments.all().delete()
    client = client_for(consultant)

    links = figure_links(client.get("/"))
    rows = [
        [row.record.name for row in client.get(link).context["table"].rows]
        if "table" in client.get(link).context
        else []
        for link in links
    ]

    assert rows == [["Ledig", "På plads"], ["Ledig", "På plads"], ["Ledig"], [], []]


def test_front_page_is_kind_to_a_consultant_with_nothing_to_do(running, client_for, consultant):
    running("På plads", consultant=consultant)

    text = text_of(client_for(consultant).get("/"))

    assert "Alt er på plads. Der er ikke noget, du eller dine foreninger skal gøre lige nu." in text


def test_front_page_names_twelve_and_links_to_the_rest(running, client_for, consultant):
    for number in range(14):
        running(f"Forening {number:02}", consultant=consultant).member_counts.all().delete()

    response = client_for(consultant).get("/")

    text = text_of(response).partition("Dine foreninger i tal")[0]
    assert "Forening 11" in text
    assert "Forening 12" not in text
    assert "Se alle 14 under »Over tiden«" in text
    assert 'href="/frister/?kontaktperson=mine"' in response.content.decode()


def test_front_page_of_a_consultant_without_associations_leads_to_the_list(client_for, consultant, demo_today):
    response = client_for(consultant).get("/")

    assert "Du er ikke kontaktperson for nogen forening i dag." in text_of(response)
    assert 'href="/foreninger/?kontaktperson="' in response.content.decode()


# --- The manager
def test_front_page_tells_a_manager_the_programmes_figures(running, client_for, manager):
    ProgrammeYear.objects.all().delete()
    year = ProgrammeYearFactory(year=2022)
    ReservedPostFactory(programme_year=year)
    club = running("Fra 2018")
    running("Fra 2020", start=date(2020, 7, 1), end=date(2026, 12, 31)).member_counts.all().delete()
    GrantFactory(partnership=club.participations.get().partnership, programme_year=year)

    response = client_for(manager).get("/")

    text = text_of(response)
    assert figures(response)["Medlemmer under 25 år, 2022"] == "100"
    assert "1 af 2 har indberettet" in text
    assert figures(response)["Budget 2022"] == "6.000.000 kr."
    assert "200.000 kr. i tilsagn, 1.000.000 kr. reserveret" in text
    assert figures(response)["Fri i 2022"] == "4.800.000 kr."
    assert "Fra 2020" in text


def test_front_page_does_not_show_a_missing_sum_as_zero(running, client_for, manager):
    running("Uden tal").member_counts.all().delete()

    response = client_for(manager).get("/")

    assert figures(response)["Medlemmer under 25 år, 2022"] == "ikke oplyst"
    assert "0 af 1 har indberettet" in text_of(response)


def test_front_page_leads_a_manager_to_the_reports(client_for, manager, demo_today):
    old, new = report_of(None), report_of(None, version=2)

    page = client_for(manager).get("/").content.decode()

    assert 'href="/rapporter/"' in page
    assert f'href="/rapporter/fil/{new.pk}/"' in page
    assert f'href="/rapporter/fil/{old.pk}/"' not in page


def test_front_page_is_kind_to_a_manager_of_an_empty_register(client_for, manager, demo_today):
    text = text_of(client_for(manager).get("/"))

    assert "Der er ingen foreninger i partnerskab endnu." in text
    assert "Der er ikke åbnet noget programår endnu." in text
    assert "Der er ikke lavet statusrapporter endnu." in text


def test_money_by_year_leaves_out_years_to_come_and_years_not_opened(db):
    for number in (2019, 2021, 2022, 2024):
        ProgrammeYearFactory(year=number)

    assert [row.year for row in money_by_year(date(2023, 3, 31), years=2)] == [2022, 2021]


# --- The association's people
def test_front_page_tells_an_associations_people_the_next_step(
    running, client_for, consultant, resource_person_user, own_association
):
    PartnershipFactory(association=own_association, running=True)
    ContactPersonFactory(association=own_association, consultant=consultant)

    response = client_for(resource_person_user).get("/")

    text, page = text_of(response), response.content.decode()
    assert "Næste skridt Medlemstal for 2022 mangler." in text
    assert "Det er ressourcepersonens tur." in text
    count_url = f"/foreninger/{own_association.pk}/medlemstal/2022/"
    assert f'<a class="button button-primary" href="{count_url}">Skriv medlemstal</a>' in page
    assert f'href="tel:+45{consultant.phone.replace(" ", "")}"' in page
    assert 'href="mailto:mette@example.org"' in page
    assert figures(response) == {
        "Medlemmer under 25 år, 2022": "ikke oplyst",
        "Timer om ugen i dag": "20",
        "Partnerskabet løber til": "31. december 2099",
    }


def test_front_page_next_step_is_the_report_when_the_rest_is_in_place(
    client_for, resource_person_user, own_association, demo_today
):
    report_of(own_association)
    newest = report_of(own_association, version=2)
    report_of(own_association, year=2021)

    response = client_for(resource_person_user).get("/")

    assert "Næste skridt Læs jeres statusrapport for 2022" in text_of(response)
    assert f'href="/rapporter/fil/{newest.pk}/"' in response.content.decode()


def test_front_page_thanks_when_there_is_nothing_to_do(client_for, resource_person_user, demo_today):
    text = text_of(client_for(resource_person_user).get("/"))

    assert "Næste skridt Alt er på plads" in text
    assert "I har ingen kontaktperson lige nu." in text
    assert "Ikke i partnerskab i dag" in text


def test_front_page_shows_both_clubs_of_somebody_in_two(client_for, demo_today):
    person = PersonFactory(signs_in=True)
    EmploymentFactory(person=person, association__name="Fodboldklubben")
    BoardMemberFactory(person=person, association__name="Badmintonklubben")
    BoardMemberFactory(person=person, association__name="Den gamle klub", ended=True)

    response = client_for(person.user).get("/")

    assert re.findall(r'<h2 id="own-\d+"><a [^>]*>([^<]*)', response.content.decode()) == [
        "Badmintonklubben",
        "Fodboldklubben",
    ]


def test_front_page_shows_a_consultant_the_own_club_too(client_for, consultant, demo_today):
    PersonFactory(user=consultant)
    BoardMemberFactory(person=consultant.person, association__name="Min egen klub")

    text = text_of(client_for(consultant).get("/"))

    assert text.startswith("Overblik")
    assert "Min egen klub Næste skridt" in text


# --- Others
def test_front_page_leads_an_administrator_to_the_work(client_for, administrator):
    page = client_for(administrator).get("/").content.decode()

    assert 'href="/administration/"' in page
    assert 'href="/indlaesning/"' in page


def test_front_page_tells_somebody_without_access_why(client_for, demo_today):
    employment = EmploymentFactory(ended=True, person__signs_in=True, association__name="Den gamle klub")

    response = client_for(employment.person.user).get("/")

    assert response.status_code == 200
    assert "Den gamle klub" in text_of(response)
    assert "Næste skridt" not in text_of(response)


def test_front_page_asks_a_stranger_to_sign_in(client_for, db):
    response = client_for(None).get("/")

    assert (response.status_code, response["Location"]) == (302, "/konto/log-ind/?next=/")


@pytest.mark.parametrize("rows", [1, 3])
def test_front_page_of_a_consultant_costs_the_same_however_many_rows(rows, consultant, running, client_for):
    for number in range(rows):
        club = running(f"Forening {number}", consultant=consultant, start=date(2020, 1, 1), end=date(2023, 12, 31))
        club.member_counts.all().delete()
        report_of(club)
    client = client_for(consultant)

    with CaptureQueriesContext(connection) as taken:
        response = client.get("/")

    assert len(taken) == 15  # the rules of posts, of accounts, of plans and of agreements share a read each
    assert figures(response)["Medlemstal mangler, 2022"] == str(rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_front_page_of_a_manager_costs_the_same_however_many_rows(rows, manager, running, client_for):
    for number in range(rows):
        running(f"Forening {number}").employments.all().delete()
    client = client_for(manager)

    with CaptureQueriesContext(connection) as taken:
        response = client.get("/")

    assert len(taken) == 8 + len(list(requirements))
    assert len(taken) <= 15
    assert figures(response)["Foreninger i partnerskab"] == str(rows)


@pytest.mark.parametrize("clubs", [1, 3])
def test_front_page_of_an_associations_people_costs_the_same_however_many_clubs(clubs, client_for, demo_today):
    person = PersonFactory(signs_in=True)
    for _ in range(clubs):
        report_of(EmploymentFactory(person=person).association)
    client = client_for(person.user)

    with CaptureQueriesContext(connection) as taken:
        response = client.get("/")

    assert len(taken) == 15  # the rules of posts, of accounts, of plans and of agreements share a read each
    assert len(response.context["own_cards"]) == clubs
