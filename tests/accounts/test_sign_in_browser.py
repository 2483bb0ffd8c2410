"""The sign-in pages in a real browser: by keyboard, on a phone, and without a fault that axe can find."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.factories import PASSWORD, EmploymentFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [1280, 390])
OPEN_PAGES = ("log-ind/", "opret/", "lukket/", "glemt/", "glemt/sendt/", "glemt/gemt/", "glemt/ny/1-brugt/")


@WIDTHS
def test_pages_of_sign_in_are_accessible(page: Page, live_server, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in OPEN_PAGES:
        page.goto(f"{live_server.url}/konto/{path}")
        assert_accessible(page)


@WIDTHS
def test_sign_in_by_keyboard_after_a_mistake(page: Page, live_server, width):
    UserFactory(administrator=True, name="Anne Administrator", email="anne@example.org")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/administration/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.get_by_label("E-mailadresse").focus()
    page.keyboard.type("anne@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("forkert adgangskode")
    page.keyboard.press("Enter")
    expect(page.get_by_text("E-mailadressen og adgangskoden passer ikke sammen.")).to_be_visible()
    expect(page.get_by_label("E-mailadresse")).to_have_value("anne@example.org")
    assert_accessible(page)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/administration/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
    assert_accessible(page)


@WIDTHS
def test_somebody_whose_access_ended_reads_why(page: Page, live_server, width, demo_today):
    person = EmploymentFactory(ended=True, person__signs_in=True).person
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/konto/log-ind/")
    page.get_by_role("button", name=person.name).click()  # the demo's list
    expect(page.get_by_text("E-mailadressen og adgangskoden passer ikke sammen.")).to_be_visible()
    person.user.set_password("medspil-demo-2023")
    person.user.save()
    page.get_by_role("button", name=person.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Din adgang er slut")
    assert_accessible(page)
