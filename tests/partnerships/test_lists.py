"""The list of partnerships and the accounts of a year, with filters and downloads."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    GrantAccountFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

PARTNERSHIPS, ACCOUNTS = "partnerships:partnership-list", "partnerships:account-list"


@pytest.fixture
def client(client_for, manager, demo_today):
    return client_for(manager)


def names(client, url: str, **query: str) -> list[str]:
    return [row.names for row in client.get(reverse(url), query).context["table"].data.data]


@pytest.fixture
def register(demo_today, db):
    """One partnership of each kind."""
    running = PartnershipFactory(association=AssociationFactory(name="Aa løbende"), start=date(2020, 7, 1))
    soon = PartnershipFactory(association=AssociationFactory(name="Snart", cvr="25313763"), start=date(2019, 7, 1))
    PartnershipFactory(association=AssociationFactory(name="Slut"), start=date(2018, 1, 1))
    PartnershipFactory(association=AssociationFactory(name="Later"), start=date(2023, 4, 1))
    PartnershipFactory(
        associations=[AssociationFactory(name="Brage", other_names=["Æblet"]), AssociationFactory(name="Hekla")],
        start=date(2020, 1, 1),
    )
    ContactPersonFactory(association=running.participations.get().association, consultant__name="Mette")
    return soon


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Brage og Hekla", "Later", "Slut", "Snart", "Aa løbende"]),
        ({"status": "i-kraft"}, ["Brage og Hekla", "Snart", "Aa løbende"]),
        ({"status": "udloeber-12"}, ["Brage og Hekla", "Snart"]),
        ({"status": "udloeber-6"}, ["Snart"]),
        ({"status": "udloeber-3"}, ["Snart"]),
        ({"status": "afsluttet"}, ["Slut"]),
        ({"status": "senere"}, ["Later"]),
        ({"delt": "ja"}, ["Brage og Hekla"]),
        ({"delt": "nej", "status": "i-kraft"}, ["Snart", "Aa løbende"]),
        ({"aargang": "2020-medio"}, ["Aa løbende"]),
        ({"aargang": "2020"}, ["Brage og Hekla"]),
        ({"soeg": "hek bra"}, ["Brage og Hekla"]),
        ({"soeg": "hek snart"}, []),
        ({"soeg": "æblet"}, ["Brage og Hekla"]),
        ({"soeg": "2531"}, ["Snart"]),
        ({"soeg": "å"}, ["Aa løbende"]),
        ({"status": "ukendt"}, []),
        ({"sort": "-start"}, ["Later", "Aa løbende", "Brage og Hekla", "Snart", "Slut"]),
    ],
)
def test_partnership_list_finds(client, register, query, found):
    assert names(client, PARTNERSHIPS, **query) == found


def test_partnership_list_says_when_nothing_fits(client, register):
    page = client.get(reverse(PARTNERSHIPS), {"soeg": "findes ikke"}).content.decode()

    assert "Ingen partnerskaber passer til det, du har valgt." in page
    assert "Nyt partnerskab" not in page  # a manager reads


def test_partnership_list_marks_an_early_end(client, db):
    PartnershipFactory(ended_early=True)

    assert "Slutter før tid" in client.get(reverse(PARTNERSHIPS)).content.decode()


def test_partnership_list_is_downloaded_with_its_filters(client, register):
    url = reverse("partnerships:partnership-list-export", kwargs={"extension": "xlsx"})

    book = load_workbook(BytesIO(client.get(url, {"status": "i-kraft", "delt": "ja"}).content))

    rows = list(book.worksheets[0].values)
    assert (rows[1][0], rows[1][1]) == ("Brage og Hekla", "I kraft")
    assert len(rows) == 2
    assert "Status: I kraft" in [row[0] for row in book["Om arket"].values]


@pytest.fixture
def accounts(register):
    year = ProgrammeYearFactory(year=2022)
    made = {}
    for name, traits in (("Fin", {"wages_spent": 200_000}), ("Gul", {"flagged": True}), ("Rød", None)):
        partnership = PartnershipFactory(association=AssociationFactory(name=name), start=date(2020, 1, 1))
        made[name] = GrantFactory(partnership=partnership, programme_year=year)
        if traits:
            GrantAccountFactory(grant=made[name], **traits)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Fin", "Gul", "Rød"]),  # the last ended year
        ({"aar": "2021"}, []),
        ({"aar": "x"}, ["Fin", "Gul", "Rød"]),
        ({"status": "missing"}, ["Rød"]),
        ({"status": "flagged"}, ["Gul"]),
        ({"status": "settled"}, []),
        ({"soeg": "fin"}, ["Fin"]),
        ({"sort": "-difference"}, ["Gul", "Fin", "Rød"]),
    ],
)
def test_account_list_finds(client, accounts, query, found):
    assert names(client, ACCOUNTS, **query) == found


def test_account_list_tells_what_happened_to_the_difference(client, accounts):
    account = GrantAccountFactory(grant=accounts["Rød"], settled=True)

    page = client.get(reverse(ACCOUNTS), {"status": "settled"}).content.decode()

    assert account.settled_on == date(2023, 3, 7)
    assert "Betales tilbage, 07-03-2023" in page


def test_account_list_sums_up_the_whole_year(client, accounts):
    page = client.get(reverse(ACCOUNTS), {"status": "missing"}).content.decode()

    assert "3 tilskud: 1 uden regnskab, 1 med en forskel, der skal afgøres, i alt 20.000 kr." in page
    assert f'href="/partnerskaber/tilskud/{accounts["Rød"].pk}/"' in page


def test_account_list_is_downloaded(client, accounts):
    url = reverse("partnerships:account-list-export", kwargs={"extension": "csv"})

    lines = client.get(url, {"aar": "2022", "status": "flagged"}).content.decode().splitlines()

    assert lines[1].startswith("Gul;;200000;0;Forskel skal afgøres;15-02-2023;180000;0;;20000;")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", [(PARTNERSHIPS, 5), (ACCOUNTS, 6)])
def test_lists_read_in_a_constant_number_of_queries(client, db, rows, page, django_assert_num_queries):
    url, queries = page
    for _ in range(rows):
        grant = GrantFactory(partnership=PartnershipFactory(extended=True))
        GrantAccountFactory(grant=grant)

    with django_assert_num_queries(queries):
        client.get(reverse(url))
