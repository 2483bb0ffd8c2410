"""Personal data in a real browser: a consultant hands out and erases, an administrator sees reads and retention."""

import re
import zipfile
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from associations.models import Person
from privacy.domain import retention
from tests.browser import assert_accessible
from tests.factories import PASSWORD, EmploymentFactory, UserFactory
from workflow.reads import log_read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, address: str, user) -> None:
    page.goto(address)
    page.get_by_label("E-mailadresse").fill(user.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_person_is_found_handed_out_and_erased(page: Page, live_server, width, tmp_path):
    employment = EmploymentFactory(person__name="Signe Ophørt", association__name="Hekla", ended=True)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, f"{live_server.url}/administration/persondata/", UserFactory(consultant=True))

    page.get_by_label("Navn eller e-mail").fill("signe")
    page.get_by_role("button", name="Søg").click()
    expect(page.get_by_text("1 person", exact=True)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Signe Ophørt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Persondata: Signe Ophørt")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent oplysninger (ZIP)").click()
    download.value.save_as(tmp_path / "persondata.zip")
    with zipfile.ZipFile(tmp_path / "persondata.zip") as packed:
        (tmp_path / "oplysninger.html").write_bytes(packed.read("oplysninger.html"))

    page.get_by_role("link", name="Se, hvad der sker ved sletning").click()
    expect(page.get_by_role("heading", name="Det bliver stående")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Slet persondata").click()
    expect(page.get_by_role("link", name="Skriv, hvorfor oplysningerne slettes.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Begrundelse").fill("Har selv bedt om det")
    page.get_by_role("button", name="Slet persondata").click()
    expect(page.get_by_text("Persondata er slettet.")).to_be_visible()
    assert Person.objects.get(pk=employment.person_id).name == f"Slettet person {employment.person_id}"

    page.goto(f"file://{tmp_path}/oplysninger.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alt, hvad Medspil har gemt om Signe Ophørt")
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_reads_and_retention_are_shown(page: Page, live_server, width):
    former = EmploymentFactory(start=date(2009, 1, 1), end=date(2010, 1, 1)).person
    log_read(UserFactory(consultant=True, name="Mette Konsulent"), "Personer", people=[former])
    retention.propose()
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, f"{live_server.url}/administration/laesninger/", UserFactory(administrator=True))
    page.get_by_label("Medarbejder").select_option("Mette Konsulent")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page).to_have_url(re.compile("laeser="))
    expect(page.get_by_text("1 læsning, den nyeste først")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}/administration/opbevaring/")
    assert_accessible(page)
    page.get_by_role("link", name="Gennemgå og udfør for Tidligere personer").click()
    assert_accessible(page)
    page.get_by_role("button", name="Slet 1 post").click()
    expect(page.get_by_text("Tidligere personer: 1 post slettet.")).to_be_visible()

    for path in ("/privatliv", "/was", "/mine-oplysninger/alt/"):
        page.goto(f"{live_server.url}{path}")
        assert_accessible(page)
