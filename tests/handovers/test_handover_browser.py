"""The journey of a handover in a real browser: from the end date to done, by the chair and the one who leaves."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handovers.models import Handover, HandoverStandardItem
from tests.browser import assert_accessible
from tests.documents.files import PDF
from tests.factories import EmploymentFactory, HandoverFactory, HandoverItemFactory, HandoverStandardItemFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}


@pytest.fixture(autouse=True)
def standard(transactional_db):
    """Two standard items, and no others: a test that commits may have emptied the table."""
    HandoverStandardItem.objects.all().delete()
    HandoverStandardItemFactory(title="Nøgler er afleveret", position=1)
    HandoverStandardItemFactory(title="Udstyr er afleveret", position=2)


@pytest.fixture
def visit(page: Page, live_server, demo_today, client_for):
    """`visit(user, path, size)` opens a page as the user; a message in the console fails the test."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(10_000)

    def open_page(user, path: str, size=WIDE) -> Page:
        session = client_for(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_page
    assert problems == []


def tick(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Sæt kryds ved {title}").click()
    expect(page.get_by_role("button", name=f"Fjern krydset ved {title}")).to_be_visible()


def test_handover_from_end_date_to_done(visit, chair_user, resource_person_user, own_association, tmp_path: Path):
    leaver = own_association.employments.get()

    # The chair records the end date on the page of the employment.
    page = visit(chair_user, f"/foreninger/{own_association.pk}/personer/ansaettelser/{leaver.pk}/slut/")
    page.get_by_label("Sidste dag").fill("30-04-2023")
    page.get_by_label("Årsag til ophør").select_option("new_job")
    page.get_by_role("button", name="Gem slutdatoen").click()
    page.get_by_role("link", name="Se overleveringen").click()
    page.get_by_role("link", name="Efter Rikke Ressource").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overlevering efter Rikke Ressource")
    assert_accessible(page)

    # The one who leaves ticks on a phone, writes a note, attaches a file and adds an item.
    handover = Handover.objects.get()
    page = visit(resource_person_user, handover.get_absolute_url(), PHONE)
    tick(page, "Nøgler er afleveret")
    assert_accessible(page)
    page.get_by_role("link", name="vedhæft fil til Udstyr er afleveret").click()
    page.get_by_label("Bemærkning").fill("Computeren står i skabet.")
    assert_accessible(page)
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Computeren står i skabet.")).to_be_visible()
    page.get_by_role("link", name="vedhæft fil til Udstyr er afleveret").click()
    page.get_by_role("link", name="Vedhæft en fil").click()
    file = tmp_path / "Udstyrsliste.pdf"
    file.write_bytes(PDF)
    page.get_by_label("Fil", exact=True).set_input_files(file)
    assert_accessible(page)
    page.get_by_role("button", name="Vedhæft filen").click()
    expect(page.get_by_text("»Udstyrsliste« er vedhæftet.")).to_be_visible()
    page.goto(page.url.rpartition("/punkt/")[0] + "/")
    page.get_by_label("Eget punkt").fill("Kaffemaskinen er renset")
    page.get_by_role("button", name="Tilføj punkt").click()
    expect(page.get_by_role("button", name="Afslut overleveringen")).to_have_attribute("aria-disabled", "true")

    # The chair sees who did what, ticks the rest and closes.
    page = visit(chair_user, handover.get_absolute_url())
    expect(page.get_by_text("Klaret 31. marts 2023 af Rikke Ressource")).to_be_visible()
    expect(page.get_by_role("link", name="Udstyrsliste")).to_be_visible()
    page.get_by_role("link", name="Afslut med det, der mangler").click()
    page.get_by_role("button", name="Afslut overleveringen").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.goto(page.url.removesuffix("afslut/"))
    tick(page, "Udstyr er afleveret")
    tick(page, "Kaffemaskinen er renset")
    page.get_by_role("button", name="Afslut overleveringen").click()
    expect(page.get_by_text("Overleveringen er afsluttet med alle punkter klaret.")).to_be_visible()

    handover.refresh_from_db()
    assert (handover.closed_on, handover.left_over) == (date(2023, 3, 31), "")


def test_two_who_tick_with_pages_of_the_same_moment(visit, chair_user, resource_person_user, own_association, browser):
    handover = HandoverFactory(employment=EmploymentFactory(association=own_association, is_primary_contact=False))
    for title in ("Nøgler", "Udstyr"):
        HandoverItemFactory(handover=handover, title=title)
    page = visit(chair_user, handover.get_absolute_url())
    handover.items.filter(title="Nøgler").update(done_on=date(2023, 3, 30), done_by=resource_person_user)

    page.get_by_role("button", name="Sæt kryds ved Nøgler").click()
    expect(page.get_by_text("Klaret 30. marts 2023 af Rikke Ressource")).to_be_visible()
    page.get_by_role("button", name="Sæt kryds ved Udstyr").dblclick()

    expect(page.get_by_text("Klaret 31. marts 2023 af Finn Formand")).to_be_visible()
    assert handover.items.filter(done_on=None).count() == 0


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_of_handovers_are_accessible(visit, consultant, own_association, size):
    running = HandoverFactory(
        employment__association=own_association,
        employment__is_primary_contact=False,
        employment__end=date(2023, 3, 1),
        items=3,
        items__done=1,
    )
    HandoverFactory(
        employment__association=own_association, employment__is_primary_contact=False, closed=True, left_over="Nøglen."
    )
    HandoverStandardItemFactory(title="Faxmaskinen", in_use=False)
    club = f"/foreninger/{own_association.pk}"
    for path in (
        "/overleveringer/?tilstand=all",
        "/overleveringer/standard/",
        "/overleveringer/standard/nyt/",
        f"{club}/overlevering/",
        running.get_absolute_url(),
        f"{running.get_absolute_url()}ansvarlig/",
        f"{running.get_absolute_url()}afslut/",
        f"{club}/overblik/",
    ):
        assert_accessible(visit(consultant, path, size))
