"""What consultants write, upload and copy, in a real browser: accessible on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.documents.files import PDF
from tests.factories import (
    PASSWORD,
    AssociationFactory,
    BoardMemberFactory,
    DocumentFactory,
    JournalEntryFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]


@pytest.fixture
def club(demo_today):
    consultant = UserFactory(consultant=True, name="Mette Konsulent", email="mette@example.org")
    association = AssociationFactory(name="Ajax")
    BoardMemberFactory(association=association, person__email="formand@example.org")
    DocumentFactory(
        association=association, internal=True, title="En ret lang titel på en aftale", uploaded_by=consultant
    )
    JournalEntryFactory(association=association, author=consultant, waiting=True, text="Langt" * 60)
    return association


@pytest.fixture(params=SIZES, ids=["wide", "phone"])
def signed_in(request, page: Page, live_server, club):
    page.set_viewport_size(request.param)
    page.goto(f"{live_server.url}/foreninger/{club.pk}/dokumenter/")
    page.get_by_label("E-mailadresse").fill("mette@example.org")
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dokumenter")
    return page


def test_document_is_uploaded_refused_and_replaced(signed_in):
    page = signed_in
    assert_accessible(page)
    page.get_by_role("link", name="Læg et dokument op").click()
    assert_accessible(page)
    file = page.get_by_label("Fil", exact=True)
    file.set_input_files({"name": "regnskab.pdf", "mimeType": "application/pdf", "buffer": b"MZ program"})
    page.get_by_label("Titel").fill("Vedtægter")
    page.get_by_label("Slags").select_option(label="Vedtægter")
    page.get_by_label("KFF og foreningen").check()
    page.get_by_role("button", name="Læg dokumentet op").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Filen er et program.")
    expect(page.get_by_label("Titel")).to_have_value("Vedtægter")
    assert_accessible(page)

    file.set_input_files({"name": "vedtægter.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Læg dokumentet op").click()
    expect(page.get_by_text("»Vedtægter« er lagt op.")).to_be_visible()
    page.get_by_role("link", name="Ret Vedtægter").click()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="vedtægter.pdf").click()
    assert download.value.suggested_filename == "vedtægter.pdf"


def test_journal_is_written_and_followed_up(signed_in, live_server, club):
    page = signed_in
    page.goto(f"{live_server.url}/foreninger/{club.pk}/journal/")
    assert_accessible(page)
    page.get_by_role("button", name="Der er fulgt op").press("Enter")
    expect(page.get_by_text("Fulgt op 31. marts 2023")).to_be_visible()
    page.get_by_role("link", name="Skriv i journalen").click()
    assert_accessible(page)
    page.get_by_label("Slags").select_option(label="Notat")
    page.get_by_label("Tekst").fill("Husk hallen.")
    page.get_by_role("button", name="Gem i journalen").click()
    expect(page.get_by_role("heading", name="31. marts 2023: Notat")).to_be_visible()
    page.get_by_role("link", name="Ret notatet fra 31. marts 2023").click()
    assert_accessible(page)
    page.get_by_role("button", name="Slet notatet").click()
    expect(page.get_by_text("Notatet er slettet.")).to_be_visible()


def test_addresses_are_copied(signed_in, live_server):
    page = signed_in
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/foreninger/?kontaktperson=")
    page.get_by_role("link", name="Kopiér e-mailadresser").click()
    expect(page).to_have_url(re.compile(r"e-mailadresser/\?kontaktperson="))
    assert_accessible(page)
    page.get_by_role("button", name="Kopiér adresserne").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Adresserne er kopieret.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "formand@example.org"
    page.get_by_label("Ressourcepersoner").check()
    page.get_by_role("button", name="Vis adresserne").click()
    expect(page.get_by_role("heading", name="1 forening uden adresse")).to_be_visible()
    assert_accessible(page)
