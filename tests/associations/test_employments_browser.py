"""The board's journey on a phone: a resource person leaves, a new one begins, a new chair takes over."""

import pytest
from playwright.sync_api import Page, expect

from associations.models import BoardMember, Employment
from tests.browser import assert_accessible
from tests.factories import PartnershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, WIDE = {"width": 390, "height": 780}, {"width": 1280, "height": 900}


@pytest.fixture
def session(client_for, chair_user, resource_person_user, own_association, demo_today) -> str:
    """The chair's session; the association has a partnership and a resource person."""
    PartnershipFactory(association=own_association, extended=True)
    return client_for(chair_user).cookies["sessionid"].value


@pytest.fixture
def page(page: Page, live_server, session, own_association):
    """Personer of `own_association`, on a phone, as its chair."""
    page.set_default_timeout(5_000)
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/foreninger/{own_association.pk}/personer/")
    return page


def both_sizes(page: Page) -> None:
    assert_accessible(page)
    page.set_viewport_size(WIDE)
    assert_accessible(page)
    page.set_viewport_size(PHONE)


def choose_date(page: Page, label: str, day: str) -> None:
    page.get_by_label(label, exact=False).and_(page.locator("input:visible")).first.fill(day)


def test_board_ends_one_employment_and_starts_the_next(page, own_association):
    both_sizes(page)
    page.get_by_role("link", name="Rikke Ressource", exact=True).click()
    both_sizes(page)
    page.get_by_role("link", name="Registrér slutdato").click()
    page.get_by_role("button", name="Gem slutdatoen").click()
    expect(page.get_by_role("alert")).to_contain_text("Vælg årsag til ophør.")
    both_sizes(page)
    choose_date(page, "Sidste dag", "30-04-2023")
    page.get_by_label("Årsag til ophør").select_option(label="Nyt job")
    page.get_by_role("button", name="Gem slutdatoen").click()
    expect(page.get_by_text("Sidste dag for Rikke Ressource er 30. april 2023.")).to_be_visible()
    expect(page.get_by_role("button", name="Tag slutdatoen tilbage")).to_be_visible()

    page.get_by_role("link", name="Personer", exact=True).first.click()
    expect(page.get_by_text("Rikke Ressource stopper 30. april 2023 (om 30 dage)")).to_be_visible()
    page.get_by_role("link", name="Tilføj ressourceperson").click()
    both_sizes(page)
    page.get_by_label("Navn", exact=True).fill("Anna Bech")
    page.get_by_role("textbox", name="E-mail (frivilligt)").fill("anna@example.org")
    choose_date(page, "Ansat fra", "01-05-2023")
    page.get_by_label("Timer om ugen").fill("22,5")
    page.get_by_label("Timer betalt af tilskuddet").fill("20")
    page.get_by_label("Timer fra egne midler").fill("2,5")
    page.get_by_role("button", name="Gem ansættelsen").click()

    expect(page.get_by_text("Anna Bech er ansat fra 1. maj 2023.")).to_be_visible()
    both_sizes(page)
    assert Employment.objects.filter(association=own_association, is_primary_contact=True).count() == 2


def test_new_chair_takes_over_in_one_step(page, own_association):
    page.get_by_role("link", name="Tilføj bestyrelsesmedlem").click()
    both_sizes(page)
    page.get_by_text("Er personen i registret i forvejen? Søg her").click()
    page.get_by_label("Navn eller e-mail").fill("rikke")
    page.get_by_role("button", name="Søg").click()
    page.get_by_role("link", name="Vælg Rikke Ressource").click()
    expect(page.get_by_text("er i registret i forvejen")).to_be_visible()
    page.get_by_label("Post").select_option(label="Formand")
    choose_date(page, "I bestyrelsen fra", "01-05-2023")
    page.get_by_role("button", name="Gem i bestyrelsen").click()

    expect(page.get_by_text("Rikke Ressource er formand fra 1. maj 2023.")).to_be_visible()
    ends = dict(BoardMember.objects.filter(association=own_association).values_list("person__name", "end"))
    assert {name: str(end) for name, end in ends.items()} == {"Finn Formand": "2023-04-30", "Rikke Ressource": "None"}
