"""The list in a real browser: filters act at once, stay in the address, and survive going into a row and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import AssociationFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_association_list_filters_survive_going_into_a_row_and_back(page: Page, live_server, client_for, demo_today):
    AssociationFactory(name="Valby Judo")
    AssociationFactory(name="Bold Ørnen")
    session = client_for(UserFactory(manager=True)).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/foreninger/")

    page.get_by_label("Søg", exact=True).fill("valby")
    expect(page.get_by_text("1 forening", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"soeg=valby"))
    page.get_by_role("link", name="Valby Judo").click()
    page.get_by_label("Brødkrumme").get_by_role("link", name="Foreninger").click()

    expect(page).to_have_url(re.compile(r"/foreninger/\?soeg=valby"))
    expect(page.get_by_label("Søg", exact=True)).to_have_value("valby")
    expect(page.get_by_role("link", name="Bold Ørnen")).to_have_count(0)
