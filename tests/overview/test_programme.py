"""Programmet: a year beside the year before, every figure leading to the rows it counts, and the year's grants."""

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from overview.domain import programme_page as page
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    DistrictFactory,
    EmploymentFactory,
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 31)


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def programme(demo_today):
    """Years 2021–2023; clubs: from 2018, from mid-2020 and citywide, from 2023, and one that left in 2021."""
    for year in (2021, 2022, 2023):
        ProgrammeYearFactory(year=year)
    consultant = UserFactory(consultant=True, name="Mette Lindholt")
    district = DistrictFactory(name="Ørestad")
    first = AssociationFactory(name="Fra 2018", district=district)
    citywide = AssociationFactory(name="Hele byen", is_citywide=True)
    new = AssociationFactory(name="Ny", district=DistrictFactory(name="Amager"))
    gone = AssociationFactory(name="Ude", district=district)
    begun = {first: date(2018, 1, 1), citywide: date(2020, 7, 1), new: date(2023, 1, 1)}
    for club, start in begun.items():
        made = PartnershipFactory(association=club, start=start, running=True)
        GrantFactory(partnership=made, programme_year=ProgrammeYearFactory(year=2023))
    PartnershipFactory(association=gone, start=date(2018, 1, 1), ended_early=True, end=date(2021, 6, 30))
    ContactPersonFactory(association=first, consultant=consultant)
    ContactPersonFactory(association=citywide, consultant=consultant)
    EmploymentFactory(association=first)
    EmploymentFactory(association=citywide, weekly_hours=Decimal(15))
    MemberCountFactory(association=first, year=2022, under_25=149)
    MemberCountFactory(association=first, year=2021, under_25=160)
    return {"first": first, "citywide": citywide, "new": new, "consultant": consultant, "district": district}


def lines(rows) -> dict[str, tuple[int | None, int | None]]:
    return {row.label: (row.now.value, row.before.value) for row in rows}


def test_figures_of_the_running_year_stand_beside_the_year_before(programme):
    pair = page.year_pair(2023, TODAY)
    links = page.links_to_list(may_see=True)

    assert lines(page.headline(pair, links)) == {
        "Foreninger i partnerskab": (3, 2),
        "Medlemmer under 25 år": (149, 160),
        "Budget": (6_000_000, 6_000_000),
        "Tilsagn": (600_000, 0),
        "Reserveret": (0, 0),
        "Fri": (5_400_000, 6_000_000),
    }
    assert page.headline(pair, links)[1].note == "1 af 2 har indberettet pr. 31. december 2022"
    assert lines(page.requirement_lines(pair, links)) == {
        "Opfylder timekravet": (1, 1),
        "For få timer": (1, 1),
        "Ledige stillinger": (1, 0),
        "Når minimum af medlemmer": (0, 1),
        "Under minimum af medlemmer": (1, 0),
        "Medlemstal mangler": (1, 1),
    }
    assert lines(page.cohort_lines(pair.now, pair.before, links)) == {
        "2018": (1, 1), "medio 2020": (1, 1), "2023": (1, 0)
    }  # fmt: skip
    assert list(lines(page.district_lines(pair.now, pair.before, links)).items()) == [
        ("Amager", (1, 0)), ("Ørestad", (1, 1)), ("Bydækkende", (1, 1))
    ]  # fmt: skip


def test_contact_persons_load_counts_associations_and_their_members(programme):
    pair = page.year_pair(2023, TODAY)

    mette, nobody = page.contact_loads(pair.now, pair.before, page.links_to_list(may_see=True))

    assert (mette.name, mette.associations.now.value, mette.under_25, mette.reported, mette.expected) == (
        "Mette Lindholt", 2, 149, 1, 2
    )  # fmt: skip
    assert (nobody.name, nobody.associations.now.value, nobody.associations.before.value, nobody.under_25) == (
        "Ingen kontaktperson", 1, 0, None
    )  # fmt: skip


def hits(response) -> int:
    found = re.search(r"<caption>\s*([\d.]+) forening", response.content.decode())
    return int(found[1].replace(".", "")) if found else 0


@pytest.mark.parametrize("year", [2022, 2023])
def test_every_figure_leads_to_exactly_the_rows_it_counts(programme, client_for, manager, year):
    pair = page.year_pair(year, TODAY)
    links = page.links_to_list(may_see=True)
    client = client_for(manager)
    rows = [
        page.headline(pair, links)[0],
        *page.requirement_lines(pair, links),
        *page.cohort_lines(pair.now, pair.before, links),
        *page.district_lines(pair.now, pair.before, links),
        *(load.associations for load in page.contact_loads(pair.now, pair.before, links)),
    ]

    counted = [(row.label, figure.url, figure.value) for row in rows for figure in (row.now, row.before) if figure.url]
    wrong = [(label, url, value) for label, url, value in counted if hits(client.get(url)) != value]

    assert len(counted) > 20
    assert wrong == []


def test_page_shows_the_year_and_marks_it_in_the_picker(programme, client_for, manager):
    answer = client_for(manager).get("/programmet/2023/")

    text, source = words(answer), answer.content.decode()
    assert "Programmet 2023" in text
    assert '<a href="/programmet/2023/" aria-current="page">2023</a>' in source
    assert "Opfylder timekravet 1 1 0" in text
    assert "Året kræver 20 timer om ugen, 2 statusmøder og 3 netværksmøder." in text
    assert "Åbn 2024" not in text


def test_administrator_opens_the_next_year_from_here_and_gets_no_links_that_are_refused(
    programme, client_for, administrator
):
    source = client_for(administrator).get("/programmet/2023/").content.decode()

    assert 'href="/administration/programaar/2024/aabn/"' in source
    assert 'href="/foreninger/' not in source


def test_bare_address_leads_to_the_running_year(programme, client_for, manager):
    assert client_for(manager).get("/programmet/")["Location"] == "/programmet/2023/"


def test_year_that_is_not_opened_says_so(programme, client_for, manager, administrator):
    assert "En administrator åbner det." in words(client_for(manager).get("/programmet/2024/"))
    assert 'href="/administration/programaar/2024/aabn/"' in (
        client_for(administrator).get("/programmet/2024/").content.decode()
    )


def test_empty_register_is_shown_kindly(demo_today, client_for, manager):
    text = words(client_for(manager).get("/programmet/2023/"))

    assert "2023 er ikke åbnet" in text
    assert "Ingen foreninger var i partnerskab." in text


def test_year_out_of_reach_is_not_found(demo_today, client_for, manager):
    for url in ("/programmet/1989/", "/programmet/2101/", "/programmet/2101/tilskud/"):
        assert client_for(manager).get(url).status_code == 404


# --- The year's grants -----------------------------------------------------------------------------------------------


@pytest.fixture
def two_lines(demo_today):
    year = ProgrammeYearFactory(year=2022, budget=None)
    found = []
    for name in ("Gammel", "Ny"):
        line = FundingLineFactory(name=name)
        FundingAmountFactory(funding_line=line, programme_year=year, amount=1_000_000)
        partnership = PartnershipFactory(association=AssociationFactory(name=f"Klub på {name}"), running=True)
        GrantFactory(partnership=partnership, programme_year=year, funding_line=line)
        found.append(line)
    return found


def test_grants_of_a_year_with_their_sum_and_of_one_line(two_lines, client_for, manager):
    client = client_for(manager)

    every = words(client.get("/programmet/2022/tilskud/"))
    one = words(client.get(f"/programmet/2022/tilskud/?bevilling={two_lines[0].pk}"))
    odd = client.get("/programmet/2022/tilskud/?bevilling=²")

    assert "I alt 400.000 kr." in every
    assert "2 tilskud" in every
    assert "Tilskud fra bevillingen »Gammel«: 200.000 kr." in one
    assert "Klub på Ny" not in one
    assert odd.status_code == 200


def test_grants_are_exported_as_they_are_filtered(two_lines, client_for, manager):
    answer = client_for(manager).get(f"/programmet/2022/tilskud/eksport.xlsx?bevilling={two_lines[1].pk}")

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["Forening", "Klub på Ny"]
    assert rows[1][4:6] == [200_000, "Ny"]


def test_only_those_who_may_move_a_grant_get_the_link(two_lines, client_for, consultant, manager):
    url = "/programmet/2022/tilskud/"

    shown = client_for(manager).get(url).content.decode()
    assert re.search(r'<a href="/partnerskaber/tilskud/\d+/">Klub på Ny</a>', shown)
    assert "/bevilling/" in client_for(consultant).get(url).content.decode()
    assert "/bevilling/" not in client_for(manager).get(url).content.decode()


# --- The list as of a year -------------------------------------------------------------------------------------------


def test_list_of_a_past_year_is_as_it_was_then(programme, client_for, manager):
    EmploymentFactory(association=programme["new"], start=TODAY + timedelta(days=1))

    text = words(client_for(manager).get("/foreninger/?aar=2021&partnerskab=ja&kontaktperson="))

    assert "Listen viser foreningerne, som de var 31. december 2021." in text
    assert "Medlemstal er pr. 31. december 2021" in text
    assert "2 foreninger" in text


@pytest.mark.parametrize("aar", ["", "x", "²", "1800", "999999999999"])
def test_odd_year_in_the_address_is_no_error(programme, client_for, manager, aar):
    assert client_for(manager).get("/foreninger/", {"aar": aar, "kontaktperson": ""}).status_code == 200


# --- Cost -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def manager_client(client_for, manager, demo_today):
    """Signed in, and known to the log of reads."""
    client = client_for(manager)
    client.get("/")
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [("/programmet/2023/", 7), ("/programmet/2022/tilskud/", 6)])
def test_pages_cost_the_same_however_many_rows(manager_client, django_assert_num_queries, rows, url, queries):
    for n in range(rows):
        for year in (2021 + n, 2022, 2023):
            ReservedPostFactory(programme_year=ProgrammeYearFactory(year=year), amount=1)
        made = PartnershipFactory(running=True)
        club = made.participations.get().association
        GrantFactory(partnership=made, programme_year=ProgrammeYearFactory(year=2022))
        ContactPersonFactory(association=club)
        MemberCountFactory(association=club, under_25=10)
    with django_assert_num_queries(queries):
        manager_client.get(url)
