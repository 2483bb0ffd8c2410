"""In a real browser: an agreement extended over budget is refused, a shorter one goes through; pages are accessible."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from partnerships.models import Extension, Partnership
from tests.browser import assert_accessible
from tests.factories import (
    AssociationFactory,
    GrantAccountFactory,
    GrantFactory,
    InstalmentFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def page(page: Page, live_server, demo_today, client_for, consultant):
    """A page signed in as a consultant; a message in the console fails the test."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(5_000)
    session = client_for(consultant).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield page
    assert problems == []


@pytest.fixture
def partnership(demo_today, transactional_db) -> Partnership:
    """2020–2023 with a part-year that is paid; 2024 has money for it, 2025 has not."""
    for year in (2020, 2021, 2022, 2023, 2024):
        ProgrammeYearFactory(year=year)
    ProgrammeYearFactory(year=2025, budget=150_000)
    partnership = PartnershipFactory(association=AssociationFactory(name="Hekla"), start=date(2020, 1, 1))
    grant = GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2022))
    InstalmentFactory(grant=grant, paid=True)
    InstalmentFactory(grant=grant, due_on=date(2022, 7, 1))
    GrantAccountFactory(grant=grant, flagged=True)
    return partnership


def write(page: Page, label: str, value: str) -> None:
    """Types into a field; a date into the picker's visible one."""
    page.get_by_label(label, exact=True).first.fill(value)
    page.keyboard.press("Tab")


def decide(page: Page) -> None:
    write(page, "Besluttet den", "01-03-2023")
    write(page, "Besluttet af", "Kultur- og Fritidsudvalget, 1. marts 2023")
    write(page, "Begrundelse", "Gode erfaringer")


@SIZES
def test_extension_over_budget_is_refused_and_a_shorter_one_goes_through(page, live_server, partnership, size):
    page.set_viewport_size(size)
    club = partnership.participations.get().association
    page.goto(f"{live_server.url}/foreninger/{club.pk}/partnerskab/")
    assert_accessible(page)
    page.get_by_role("link", name="Forlæng", exact=True).click()
    write(page, "Ny sidste dag", "31-12-2025")
    decide(page)
    assert_accessible(page)
    page.get_by_role("button", name="Se, hvad det betyder").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("I 2025 mangler der 50.000 kr. på bevillingen »Programmets bevilling«")
    expect(page.get_by_role("button", name="Forlæng partnerskabet")).to_have_count(0)
    assert_accessible(page)
    assert not Extension.objects.exists()

    page.get_by_role("button", name="Ret det, jeg skrev").click()
    expect(page.get_by_label("Begrundelse")).to_have_value("Gode erfaringer")
    write(page, "Ny sidste dag", "31-12-2024")
    page.get_by_role("button", name="Se, hvad det betyder").click()
    expect(page.get_by_text("Intet er gemt endnu.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Forlæng partnerskabet").dblclick()

    expect(page.get_by_text("Partnerskabet er forlænget til 31. december 2024.")).to_have_count(1)
    assert Extension.objects.get().new_end == date(2024, 12, 31)


@SIZES
def test_early_end_of_a_paid_year_asks_first(page, live_server, partnership, size):
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/partnerskaber/{partnership.pk}/afslut/")
    assert_accessible(page)
    write(page, "Partnerskabets sidste dag", "31-03-2022")
    decide(page)
    page.get_by_role("button", name="Se, hvad det betyder").click()
    page.get_by_role("button", name="Afslut partnerskabet").click()
    expect(page.get_by_role("heading", name="Sæt kryds, før du bekræfter")).to_be_visible()
    assert_accessible(page)
    page.get_by_text("Jeg er klar over, at ændringen rører penge, der er betalt").click()
    page.get_by_role("button", name="Afslut partnerskabet").click()

    expect(page.get_by_text("Partnerskabet slutter 31. marts 2022.")).to_be_visible()
    assert Partnership.objects.get().end == date(2022, 3, 31)


@SIZES
def test_pages_of_money_and_lists_are_accessible(page, live_server, partnership, size):
    page.set_viewport_size(size)
    grant = partnership.grants.get()
    row = grant.instalments.first()
    for path in (
        "", "nyt/", "regnskaber/", f"tilskud/{grant.pk}/", f"tilskud/{grant.pk}/beloeb/",
        f"tilskud/{grant.pk}/regnskab/", f"rater/{row.pk}/foer-tilbage/", f"{partnership.pk}/ret-datoer/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}/partnerskaber/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")
        assert_accessible(page)
