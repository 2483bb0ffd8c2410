"""The gallery in a real browser: accessible at both widths, with and without errors, and alive."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(live_server, settings, page: Page):
    settings.DEMO_MODE = True
    page.set_default_timeout(5_000)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    def visit(query: str = "", width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/komponenter/{query}")
        return page

    yield visit
    assert problems == []


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("query", ["", "?fejl=1"])
def test_gallery_accessible(gallery, width, query):
    page = gallery(query, width)
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")
    assert_accessible(page)


def test_error_summary_has_focus_and_leads_to_the_fields(gallery):
    page = gallery("?fejl=1")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Vælg bydel.").click()
    expect(page.locator("#id_district")).to_be_focused()
    page.get_by_role("link", name="Vælg foreningstype.").click()
    expect(page.get_by_label("Idrætsforening")).to_be_focused()


def test_date_typed_wrongly_comes_back_as_typed(gallery):
    page = gallery()
    page.get_by_label("Dato for besøg").fill("31-02-2026")
    page.get_by_role("button", name="Gem forening").click()
    expect(page.get_by_label("Dato for besøg")).to_have_value("31-02-2026")
    expect(page.locator("#id_visit_error")).to_contain_text("Skriv en dato, der findes")


def test_date_chosen_comes_back_in_danish(gallery):
    page = gallery()
    page.get_by_label("Dato for besøg").fill("24.03.2026")
    page.get_by_role("button", name="Gem forening").click()
    expect(page.get_by_label("Dato for besøg")).to_have_value("24-03-2026")
    expect(page.locator("#id_visit_error")).to_have_count(0)


def test_drawer_opens_traps_focus_and_closes(gallery):
    page = gallery(width=390)
    page.get_by_role("button", name="Menu", exact=True).click()
    drawer = page.get_by_role("dialog", name="Menu")
    expect(drawer).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_first_tab_leads_past_the_header(gallery):
    page = gallery()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til sidens indhold")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
