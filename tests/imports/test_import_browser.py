"""Indlæsning in a real browser with a real worker: a file with a mistake, the mended one, the button that saves."""

import pytest
from playwright.sync_api import Page, expect

from associations.models import Association
from tests.browser import assert_accessible
from tests.factories import PASSWORD, AssociationFactory
from tests.imports.files import workbook

pytestmark = [pytest.mark.browser, pytest.mark.celery_worker, pytest.mark.django_db(transaction=True)]
PATIENCE = 20_000  # milliseconds: the worker shares the machine with other tests


def upload(page: Page, address: str, rows: list[dict[str, object]]) -> None:
    page.goto(address)
    file = {"name": "register.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(Foreninger=rows)}
    page.get_by_label("Filer", exact=True).set_input_files(files=[file])
    page.get_by_role("button", name="Kontrollér").click()


@pytest.mark.parametrize("width", [1280, 390])
def test_file_is_mended_previewed_and_saved(page: Page, live_server, consultant, celery_worker_process, width):
    AssociationFactory(name="Klub", phone="11 11 11 11")
    address = f"{live_server.url}/indlaesning/"
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.get_by_label("E-mailadresse").fill(consultant.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Indlæsning")
    assert_accessible(page)

    upload(page, address, [{"Navn": "Klub", "Telefon": "ring til mig"}])
    expect(page.get_by_text("Filen kan ikke indlæses endnu")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("rowheader", name="Foreninger, række 2, Telefon")).to_be_visible()
    assert_accessible(page)

    upload(page, address, [{"Navn": "Klub", "Telefon": "22 22 22 22"}, {"Navn": "Ny " + "ø" * 100}])
    expect(page.get_by_role("cell", name="22 22 22 22")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Vis 1 ny").click()
    assert_accessible(page)

    page.get_by_role("button", name="Gem i registret").click()
    expect(page.get_by_text("Oplysningerne er gemt")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page)
    assert Association.objects.get(name="Klub").phone == "22 22 22 22"
    assert Association.objects.count() == 2
