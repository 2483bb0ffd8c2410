"""A leave in a real browser: away and back, by keyboard, accessible on a desk and on a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from partnerships.models import ContactPerson
from tests.browser import assert_accessible
from tests.factories import PASSWORD, ContactPersonFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clubs(demo_today):
    mette = UserFactory(consultant=True, name="Mette Konsulent", email="mette@example.org")
    UserFactory(consultant=True, name="Signe Konsulent")
    return [ContactPersonFactory(association__name=name, consultant=mette).association for name in ("Ajax", "Bella")]


@pytest.mark.parametrize("width", [1280, 390])
def test_leave_and_back(page: Page, live_server, clubs, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/foreninger/kontaktpersoner/")
    page.get_by_label("E-mailadresse").fill("mette@example.org")
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontaktpersoner")
    assert_accessible(page)

    page.get_by_role("link", name="Overdrag foreninger fra Mette Konsulent").click()
    expect(page.get_by_role("checkbox", name="Ajax")).to_be_checked()
    assert_accessible(page)
    page.get_by_role("button", name="Vis, hvad der ændres").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("checkbox", name="Bella").press("Space")
    page.get_by_label("Ny kontaktperson").select_option(label="Signe Konsulent")
    page.get_by_label("Årsag").select_option(label="Orlov")
    page.get_by_label("Fra og med").fill("01-04-2023")
    page.get_by_role("button", name="Vis, hvad der ændres").click()
    expect(page.get_by_role("row", name="Ajax til 31-03-2023 fra 01-04-2023")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Overdrag", exact=True).press("Enter")
    expect(page.get_by_text("1 forening er overdraget til Signe Konsulent.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Før tilbage").click()
    page.get_by_label("Tilbage fra og med").fill("01-10-2023")
    assert_accessible(page)
    page.get_by_role("button", name="Vis, hvad der ændres").click()
    expect(page.get_by_role("row", name="Ajax til 30-09-2023 fra 01-10-2023")).to_be_visible()
    page.get_by_role("button", name="Før tilbage").press("Enter")
    expect(page.get_by_text("Foreningerne er ført tilbage til Mette Konsulent.")).to_be_visible()
    assert_accessible(page)

    rows = ContactPerson.objects.filter(association=clubs[0]).order_by("start")
    assert [(row.consultant.name, row.start) for row in rows] == [
        ("Mette Konsulent", date(2018, 1, 1)),
        ("Signe Konsulent", date(2023, 4, 1)),
        ("Mette Konsulent", date(2023, 10, 1)),
    ]
    page.goto(f"{live_server.url}/foreninger/{clubs[1].pk}/partnerskab/kontaktperson/")
    assert_accessible(page)
