"""Overblik of one association: warnings first, then people, members and facts."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    ActivityKindFactory,
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    DisadvantagedAreaFactory,
    EmploymentFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    employments_with_vacancy,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def association(db):
    return AssociationFactory(name="Boldklubben Hekla")


@pytest.fixture
def client(client_for, consultant):
    return client_for(consultant)


def page(client, association) -> str:
    return client.get(association.get_absolute_url()).content.decode()


def test_association_detail_says_since_when_nobody_is_employed(client_for, consultant, association):
    PartnershipFactory(association=association, extended=True)
    EmploymentFactory(association=association, end=date(2023, 1, 31))

    shown = page(client_for(consultant), association)

    assert "Ingen ressourceperson siden 1. februar 2023 (59 dage)" in shown
    assert "Aftal med bestyrelsen, hvornår stillingen bliver besat" in shown
    assert "Ingen er ansat lige nu." in shown


def test_association_detail_says_how_many_hours_are_lacking(client_for, consultant, association):
    ProgrammeYearFactory(year=2023)
    PartnershipFactory(association=association, extended=True)
    EmploymentFactory(association=association, start=date(2021, 5, 1), under_hours=True)

    shown = page(client_for(consultant), association)

    assert "12,5 af 20 timer om ugen siden 1. maj 2021 (1 år og 11 måneder)" in shown
    assert "Der mangler 7,5 timer." in shown


def test_association_detail_leads_to_the_missing_count(client_for, consultant, association):
    PartnershipFactory(association=association, extended=True)
    EmploymentFactory(association=association)

    shown = page(client_for(consultant), association)

    edit_url = reverse("overview:membercount-edit", args=[association.pk, 2022])
    assert "Medlemstal for 2022 mangler" in shown
    assert f'<a href="{edit_url}">Skriv medlemstal for 2022</a>' in shown


def test_association_detail_gives_managers_no_link_that_is_refused(client_for, manager, association):
    PartnershipFactory(association=association, extended=True)

    shown = page(client_for(manager), association)

    assert "Medlemstal for 2022 mangler" in shown
    assert reverse("overview:membercount-edit", args=[association.pk, 2022]) not in shown
    assert "Konsulenterne retter oplysningerne." in shown


def test_association_detail_says_kindly_that_nothing_needs_action(client_for, consultant, association):
    PartnershipFactory(association=association, extended=True)
    EmploymentFactory(association=association)
    MemberCountFactory(association=association, under_25=80)

    shown = page(client_for(consultant), association)

    assert "Der er ikke noget, der kræver handling 31. marts 2023." in shown


def test_association_detail_shows_an_association_about_which_nothing_is_known(client_for, consultant):
    bare = AssociationFactory(name="Ny Forening", cvr=None, district=None, email="")

    shown = page(client_for(consultant), bare)

    assert "Intet socialt partnerskab lige nu" in shown
    assert "Der er endnu ingen samlede medlemstal under 25 år." in shown
    assert "Bestyrelsen er ikke oplyst." in shown
    assert "<dt>CVR-nummer</dt><dd>ikke oplyst</dd>" in shown


def test_association_detail_shows_the_facts(client_for, consultant):
    association = AssociationFactory(
        name="Boldklubben Hekla",
        cvr="12345674",
        district__name="Valby",
        other_names=["Hekla", "BK Hekla"],
        address="Hørgårdsvej 3",
        postal_code="2500",
        city="Valby",
        phone="33 66 11 22",
        website="https://hekla.example.org",
        activities=[ActivityKindFactory(name="futsal"), ActivityKindFactory(name="fodbold")],
        areas=[
            DisadvantagedAreaFactory(name="Hørgården"),
            DisadvantagedAreaFactory(name="Nedlagt", end=date(2020, 1, 1)),
        ],
        get2sport_start=date(2020, 8, 1),
    )
    PartnershipFactory(association=association, start=date(2020, 7, 1))

    shown = page(client_for(consultant), association)

    for fact in (
        "<dt>Årgang</dt><dd>medio 2020</dd>",
        "<dt>Socialt partnerskab</dt><dd>1. juli 2020 – 30. juni 2024</dd>",
        "<dt>Støttes sammen med DIF get2sport</dt><dd>fra 1. august 2020</dd>",
        "<dt>Bydel</dt><dd>Valby</dd>",
        "<dt>Udsatte byområder i nærheden</dt><dd>Hørgården</dd>",
        "<dt>Aktiviteter</dt><dd>fodbold, futsal</dd>",
        "<dt>CVR-nummer</dt><dd>12345674</dd>",
        "<dt>Andre navne</dt><dd>Hekla, BK Hekla</dd>",
        "<dt>Adresse</dt><dd>Hørgårdsvej 3, 2500 Valby</dd>",
        '<dt>Telefon</dt><dd><a href="tel:+4533661122">33 66 11 22</a></dd>',
        '<dt>Hjemmeside</dt><dd><a href="https://hekla.example.org">https://hekla.example.org</a></dd>',
    ):
        assert fact in shown


def test_association_detail_links_only_to_web_pages(client_for, consultant, association):
    type(association).objects.filter(pk=association.pk).update(website="javascript:alert(1)")

    shown = page(client_for(consultant), association)

    assert 'href="javascript' not in shown
    assert "javascript:alert(1)" in shown


def test_association_detail_shows_todays_people_with_the_chair_first(client_for, consultant, association):
    EmploymentFactory(association=association, person__name="Rikke Ressource", person__phone="20 30 40 50")
    EmploymentFactory(association=association, person__name="Gamle Ole", ended=True, is_primary_contact=False)
    BoardMemberFactory(association=association, member=True, person__name="Anders Menig")
    BoardMemberFactory(association=association, treasurer=True, person__name="Bo Kasserer")
    BoardMemberFactory(association=association, person__name="Finn Formand")
    ContactPersonFactory(association=association, consultant__name="Karin Kontakt", consultant__phone="33 66 00 01")

    shown = page(client_for(consultant), association)

    assert "Gamle Ole" not in shown
    assert '<a href="tel:+4520304050">20 30 40 50</a>' in shown
    assert '<a href="tel:+4533660001">33 66 00 01</a>' in shown
    names = ["Finn Formand", "Bo Kasserer", "Anders Menig"]
    assert [shown.index(name) for name in names] == sorted(shown.index(name) for name in names)


def test_association_detail_draws_the_members_and_their_missing_year(client_for, consultant, association):
    for year, members in ((2019, 389), (2021, 402), (2022, 412)):
        MemberCountFactory(association=association, year=year, under_25=members)

    shown = page(client_for(consultant), association)

    assert "Medlemmer under 25 år pr. 31. december" in shown
    assert '<th scope="row">2020</th><td class="numeric">ikke oplyst</td>' in shown
    assert '<th scope="row">2022</th><td class="numeric">412</td>' in shown


def test_association_detail_speaks_to_the_associations_own_people(client_for, own_association, chair_user):
    PartnershipFactory(association=own_association, extended=True)
    ContactPersonFactory(association=own_association, consultant__name="Karin Kontakt")

    shown = page(client_for(chair_user), own_association)

    assert "Fortæl det, så snart I har ansat en ny" in shown
    assert "Tilføj den nye ressourceperson" in shown
    assert "Skriv til jeres kontaktperson, Karin Kontakt," in shown
    assert "indlæsning" not in shown


def test_association_detail_gives_own_people_no_breadcrumb_that_is_refused(client_for, own_association, chair_user):
    own = page(client_for(chair_user), own_association)

    assert f'href="{reverse("overview:association-list")}"' not in own
    assert "Vores Forening" in own


def test_association_detail_leads_staff_back_to_the_list(client_for, consultant, association):
    shown = page(client_for(consultant), association)

    assert f'href="{reverse("overview:association-list")}">Foreninger</a>' in shown


@pytest.mark.parametrize(
    "name",
    ["association-detail", "association-people", "association-partnership", "association-counts"],
)
def test_association_pages_of_others_do_not_exist_for_an_associations_people(
    client_for, other_association, chair_user, name
):
    response = client_for(chair_user).get(reverse(f"overview:{name}", args=[other_association.pk]))

    assert response.status_code == 404
    assert "En Anden Forening" not in response.content.decode()


@pytest.mark.parametrize(
    "page_and_queries",
    [
        ("association-detail", 12),
        ("association-people", 12),
        ("association-partnership", 10),
        ("association-counts", 8),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_association_pages_read_in_a_constant_number_of_queries(
    client, association, rows, page_and_queries, django_assert_num_queries
):
    name, queries = page_and_queries
    fill(association, rows)

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"overview:{name}", args=[association.pk]))

    assert "Boldklubben Hekla" in response.content.decode()


def fill(association, rows: int) -> None:
    """As many rows of every kind as asked for."""
    for number in range(rows):
        start = date(2010 + 4 * number, 1, 1)
        partnership = PartnershipFactory(associations=[association, AssociationFactory()], start=start)
        for year in range(start.year, start.year + 2):
            GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=year))
        employments_with_vacancy(association, first=date(2020, 1, 1), last=date(2020, 2, 1)) if number == 0 else (
            EmploymentFactory(association=association, helper=True)
        )
        BoardMemberFactory(association=association, treasurer=True)
        BoardMemberFactory(association=association, member=True, ended=True)
        MemberCountFactory(association=association, year=2022 - number, under_25=80)
        end = date(start.year + 3, 12, 31)
        ContactPersonFactory(association=association, start=start, end=None if number == rows - 1 else end)
        association.activities.add(ActivityKindFactory())
        association.areas.add(DisadvantagedAreaFactory())
