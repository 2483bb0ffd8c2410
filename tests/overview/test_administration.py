"""Administration: programme years and staff, readable for the staff."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import GrantFactory, PartnershipFactory, ProgrammeYearFactory, ReservedPostFactory, UserFactory

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


@pytest.fixture
def url() -> str:
    return reverse("overview:administration")


def test_years_stand_with_their_money(client_for, administrator, url):
    year = ProgrammeYearFactory(year=2022)
    ReservedPostFactory(programme_year=year, title="Netværk og temadage", amount=1_000_000)
    for _ in range(2):
        GrantFactory(programme_year=year)
    ProgrammeYearFactory(year=2023, budget=5_000_000)
    page = words(client_for(administrator).get(url))
    assert "2023 5.000.000 0 0 5.000.000 ingen 200.000 20" in page
    assert "2022 6.000.000 400.000 1.000.000 4.600.000 Netværk og temadage: 1.000.000 200.000 20" in page
    assert page.index("2023 5.000.000") < page.index("2022 6.000.000")


def test_staff_stand_with_role_and_state(client_for, administrator, url):
    UserFactory(consultant=True, name="Åse Konsulent", inactive=True)
    UserFactory(consultant=True, name="Ole Konsulent", email="ole@example.org", phone="")
    UserFactory(name="Uden Rolle")
    page = words(client_for(administrator).get(url))
    assert "3 medarbejdere" in page
    assert re.search(r"Ole Konsulent Konsulent ole@example.org ikke oplyst Aktiv Kan logge ind", page)
    assert re.search(r"Åse Konsulent Konsulent \S+ [\d ]+ Lukket", page)
    assert "Uden Rolle" not in page


def test_page_tells_where_changes_come_from(client_for, administrator, manager, consultant, url):
    page = words(client_for(administrator).get(url))
    assert "De kan rettes her eller komme med et regneark, der indlæses." in page
    for reader in (manager, consultant):
        page = words(client_for(reader).get(url))
        assert "Det er administratorerne, der ændrer programår, bevillinger og medarbejdere." in page
        assert "Gå til Indlæsning" not in page


def test_no_years_yet_says_what_to_do(client_for, administrator, url):
    assert "Der er ingen programår endnu" in words(client_for(administrator).get(url))


def test_associations_people_are_refused_kindly(client_for, chair_user, url):
    response = client_for(chair_user).get(url)
    assert response.status_code == 403
    assert "Du har ikke adgang til dette." in words(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, administrator, url, django_assert_num_queries, rows):
    for n in range(rows):
        year = ProgrammeYearFactory(year=2020 + n)
        ReservedPostFactory.create_batch(n + 1, programme_year=year)
        GrantFactory(programme_year=year, partnership=PartnershipFactory(extended=True))
        UserFactory(consultant=True)
    client = client_for(administrator)
    # Session, user, years, their reserved posts, their money, staff, their invitations.
    with django_assert_num_queries(7):
        client.get(url)
