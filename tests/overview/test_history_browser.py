"""Historik in a real browser: accessible on a desk and on a phone, and its filter works by keyboard."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.factories import PASSWORD, EmploymentFactory, PersonFactory, UserFactory
from workflow import audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_history_is_accessible_and_filtered(page: Page, live_server, width):
    consultant = UserFactory(consultant=True, name="Mette Konsulent")
    employment = EmploymentFactory(person__name="Signe", weekly_hours=Decimal(18))
    employment.weekly_hours = Decimal(20)
    audit.save(employment, by=consultant)
    club = employment.association
    club.address = "Ø" * 150  # no space to break at
    audit.save(club, by=None)
    audit.save(EmploymentFactory.build(association=club, person=PersonFactory(), is_primary_contact=False), by=None)

    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/foreninger/{club.pk}/historik/")
    page.get_by_label("E-mailadresse").fill(consultant.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Historik")
    page.get_by_text("Vis oplysninger").click()
    expect(page.get_by_text("3 ændringer")).to_be_visible()
    assert_accessible(page)

    page.get_by_label("Ændret af").select_option("Mette Konsulent")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page).to_have_url(re.compile(rf"person={consultant.pk}"))
    expect(page.get_by_text("Ugentlige timer: 18 → 20, Mette Konsulent")).to_be_visible()
    expect(page.get_by_text("1 ændring", exact=True)).to_be_visible()
    assert_accessible(page)
