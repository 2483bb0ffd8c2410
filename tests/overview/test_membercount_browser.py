"""The grid of member counts in a real browser: by keyboard, from Excel, on a phone, and accessible."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from associations.models import MemberCount
from tests.browser import assert_accessible
from tests.factories import MemberCountFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  element.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(page: Page, live_server, demo_today, client_for, chair_user):
    """A page signed in as the chair of `own_association`; a message in the console fails the test."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(5_000)
    session = client_for(chair_user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield page
    # A conflict is answered with 409, which Chromium writes into the console by itself.
    assert [problem for problem in problems if "409" not in problem] == []


@pytest.fixture
def grid(page: Page, live_server, own_association):
    """Opens the grid of 2022, or of another year, in a window of a size."""

    def visit(size=WIDE, year: int = 2022) -> Page:
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/foreninger/{own_association.pk}/medlemstal/{year}/")
        return page

    return visit


def cell(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def paste(page: Page, label: str, text: str) -> None:
    cell(page, label).focus()
    cell(page, label).evaluate(PASTE, text)


def total(page: Page, sums: str, column: str = "all") -> Locator:
    return page.locator(f'[data-sums="{sums}"] [data-sum="{column}"]')


def numbers() -> dict[tuple[int, str], int]:
    cells = MemberCount.objects.get().cells.select_related("age_band")
    return {(one.age_band.lower, one.gender): one.members for one in cells}


def test_grid_is_filled_and_saved_by_keyboard_alone(grid):
    page = grid()
    cell(page, "Kvinder 0–6 år").focus()

    for typed in ("1", "2", "3", "4"):  # Enter goes down the column
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Mænd 19–24 år")).to_be_focused()
    for typed in ("8", "7", "6", "5"):
        page.keyboard.type(typed)
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("9")

    expect(cell(page, "Andet 0–6 år")).to_be_focused()
    expect(total(page, "under-25")).to_have_text("45")
    page.get_by_role("button", name="Gem medlemstal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Medlemstallene for 2022 er gemt. Under 25 år: 45. I alt: 45.")).to_be_visible()
    assert numbers() == {
        (0, "female"): 1,
        (7, "female"): 2,
        (13, "female"): 3,
        (19, "female"): 4,
        (0, "male"): 5,
        (7, "male"): 6,
        (13, "male"): 7,
        (19, "male"): 8,
        (0, "other"): 9,
    }


def test_enter_goes_from_the_foot_of_a_column_to_the_next_and_never_sends(grid):
    page = grid()
    cell(page, "Kvinder 60+ år").focus()

    page.keyboard.press("Enter")
    expect(cell(page, "Mænd 0–6 år")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(cell(page, "Kvinder 60+ år")).to_be_focused()
    cell(page, "Andet 60+ år").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_label("Hver person tælles én gang")).to_be_focused()
    assert not MemberCount.objects.exists()


def test_arrows_leave_a_field_only_at_its_edge(grid):
    page = grid()
    cell(page, "Kvinder 7–12 år").fill("123")

    page.keyboard.press("ArrowLeft")
    page.keyboard.type("0")
    expect(cell(page, "Kvinder 7–12 år")).to_have_value("1203")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Mænd 7–12 år")).to_be_focused()


def test_block_from_excel_lands_from_the_focused_field_on(grid):
    page = grid()

    paste(page, "Kvinder 7–12 år", "1.234\t44\t\r\n52\t\t2\r\n 7 \t1\u00a0000\t0\r\n")

    found = [cell(page, f"{who} {ages} år").input_value() for ages in ("7–12", "13–18") for who in ("Kvinder", "Mænd")]
    assert found == ["1.234", "44", "52", ""]
    expect(cell(page, "Mænd 19–24 år")).to_have_value("1\u00a0000")
    expect(total(page, "every")).to_have_text("2.339")
    expect(page.locator("[data-pasted]")).to_contain_text("9 felter er sat ind.")
    page.get_by_role("button", name="Gem medlemstal").click()
    expect(page.get_by_role("heading", name="Medlemstal", exact=True)).to_be_visible()
    assert numbers() == {
        (7, "female"): 1234,
        (7, "male"): 44,
        (13, "female"): 52,
        (13, "other"): 2,
        (19, "female"): 7,
        (19, "male"): 1000,
        (19, "other"): 0,
    }


def test_block_larger_than_the_grid_says_what_was_left_out_and_can_be_undone(grid):
    page = grid()
    cell(page, "Mænd 60+ år").fill("3")

    paste(page, "Mænd 60+ år", "5\t6\t7\n8\t9\t10")

    expect(page.locator("[data-pasted]")).to_contain_text("2 felter er sat ind. 4 lå uden for skemaet")
    expect(cell(page, "Andet 60+ år")).to_have_value("6")
    page.get_by_role("button", name="Fortryd").click()
    expect(cell(page, "Mænd 60+ år")).to_have_value("3")
    expect(cell(page, "Andet 60+ år")).to_have_value("")


def test_pasted_words_are_marked_at_once(grid):
    page = grid()

    paste(page, "Kvinder 0–6 år", "Kvinder\t3\n4\t5")

    expect(cell(page, "Kvinder 0–6 år")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".count-cell.form-error")).to_have_text(re.compile("Skriv et helt tal fra 0 til 99.999."))
    expect(total(page, "every")).to_have_text("12")


def test_totals_follow_and_are_announced(grid):
    page = grid()

    for ages in ("0–6", "7–12", "13–18", "19–24"):
        cell(page, f"Kvinder {ages} år").fill("10")
        cell(page, f"Mænd {ages} år").fill("1.000")
    cell(page, "Mænd 19–24 år").fill("")
    expect(total(page, "under-25")).to_have_text("mangler 1 tal")
    cell(page, "Mænd 19–24 år").fill("0")

    expect(page.locator("[data-band] [data-row-total]").nth(1)).to_have_text("1.010")
    expect(total(page, "under-25", "male")).to_have_text("3.000")
    expect(total(page, "under-25")).to_have_text("3.040")
    expect(page.locator("[data-announce]")).to_have_text("Under 25 år: 3.040. I alt: 3.040.")


def test_large_difference_from_the_year_before_is_asked_about(grid, own_association):
    MemberCountFactory(association=own_association, year=2021, cells={(7, "female"): 44})
    page = grid()

    cell(page, "Kvinder 7–12 år").fill("66")
    expect(page.get_by_text("Er det rigtigt?")).to_be_hidden()
    cell(page, "Kvinder 7–12 år").fill("67")

    expect(page.get_by_text("Er det rigtigt?")).to_be_visible()
    page.get_by_role("button", name="Gem medlemstal").click()
    expect(page.get_by_text("kvinder 7–12 år (44 → 67). Er de rigtige?")).to_be_visible()


def test_phone_shows_one_age_band_at_a_time_with_the_total_in_view(grid):
    page = grid(PHONE)
    expect(page.locator("[data-band]:visible")).to_have_count(1)
    expect(page.get_by_text("Trin 1 af 7")).to_be_visible()

    cell(page, "Kvinder 0–6 år").fill("12")
    cell(page, "Kvinder 0–6 år").press("Enter")
    cell(page, "Mænd 0–6 år").fill("3")
    expect(total(page, "every")).to_have_text("15")
    expect(total(page, "every")).to_be_in_viewport()
    page.get_by_role("button", name="Næste").click()

    expect(cell(page, "Kvinder 7–12 år")).to_be_focused()
    expect(page.get_by_text("Trin 2 af 7")).to_be_visible()
    page.get_by_role("button", name="Forrige").click()
    expect(cell(page, "Kvinder 0–6 år")).to_have_value("12")
    cell(page, "Andet 0–6 år").focus()
    page.keyboard.press("Enter")
    expect(cell(page, "Kvinder 7–12 år")).to_be_focused()


def test_phone_field_with_focus_stays_clear_of_the_totals(grid):
    page = grid(PHONE)

    for label in ("Kvinder 0–6 år", "Mænd 0–6 år", "Andet 0–6 år"):
        cell(page, label).focus()
        field, foot = cell(page, label).bounding_box(), page.locator("[data-foot]").bounding_box()
        assert field["y"] + field["height"] <= foot["y"], label


def test_phone_error_summary_opens_the_step_of_its_field(grid):
    page = grid(PHONE)
    for _ in range(3):
        page.get_by_role("button", name="Næste").click()
    cell(page, "Mænd 19–24 år").fill("mange")
    page.get_by_role("button", name="Gem medlemstal").click()
    expect(page.get_by_text("Trin 4 af 7")).to_be_visible()
    page.get_by_role("button", name="Næste").click()

    page.get_by_role("link", name="Mænd 19–24 år: Skriv et helt tal").click()

    expect(cell(page, "Mænd 19–24 år")).to_be_focused()
    expect(cell(page, "Mænd 19–24 år")).to_have_value("mange")


def test_phone_has_every_age_band_without_script(browser, live_server, page, own_association):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/foreninger/{own_association.pk}/medlemstal/2022/")

    expect(plain.locator("[data-band]:visible")).to_have_count(7)
    expect(plain.get_by_role("button", name="Næste")).to_have_count(0)
    plain.get_by_label("Kvinder 7–12 år").fill("48")
    plain.get_by_role("button", name="Gem medlemstal").click()
    expect(plain.get_by_text("Medlemstallene for 2022 er gemt.")).to_be_visible()
    context.close()
    assert numbers() == {(7, "female"): 48}


def test_double_click_saves_once(grid):
    page = grid()
    cell(page, "Kvinder 7–12 år").fill("48")

    page.get_by_role("button", name="Gem medlemstal").dblclick()

    expect(page.get_by_text("Medlemstallene for 2022 er gemt.")).to_have_count(1)
    assert MemberCount.objects.get().version == 1


def test_numbers_come_back_when_the_session_ended_while_typing(grid, live_server, client_for, chair_user):
    page = grid()
    cell(page, "Kvinder 7–12 år").fill("48")
    page.get_by_label("Bemærkning").fill("Talt i klubhuset")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Gem medlemstal").click()
    page.wait_for_url("**/konto/**")
    session = client_for(chair_user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    grid()

    expect(page.get_by_text("Her er de tal, du skrev tidligere")).to_be_visible()
    expect(cell(page, "Kvinder 7–12 år")).to_have_value("48")
    expect(page.get_by_label("Bemærkning")).to_have_value("Talt i klubhuset")
    page.get_by_role("button", name="Gem medlemstal").click()
    expect(page.get_by_text("Medlemstallene for 2022 er gemt.")).to_be_visible()
    grid()
    expect(page.get_by_text("Her er de tal, du skrev tidligere")).to_be_hidden()


def test_discarded_draft_is_gone(grid):
    page = grid()
    cell(page, "Kvinder 7–12 år").fill("48")
    page.get_by_role("link", name="Overblik").first.click()
    grid()

    page.get_by_role("button", name="Kassér dem").click()

    expect(page.get_by_text("Her er de tal, du skrev tidligere")).to_be_hidden()
    expect(cell(page, "Kvinder 7–12 år")).to_have_value("")


def test_signing_out_leaves_nothing_typed_on_a_shared_computer(grid):
    page = grid()
    cell(page, "Kvinder 7–12 år").fill("48")
    page.on("dialog", lambda dialog: dialog.accept())

    page.get_by_role("button", name="Log af").click()

    page.wait_for_url("**/konto/log-ind/**")
    kept = page.evaluate("Object.keys(sessionStorage)")
    assert set(kept) <= {"htmx-current-path-for-history"}  # where we are now, written anew on each page


def test_conflict_shows_both_numbers_and_leads_to_either(grid, own_association):
    count = MemberCountFactory(association=own_association, cells={(7, "female"): 44})
    page = grid()
    count.cells.update(members=50)
    MemberCount.objects.update(version=2)
    cell(page, "Kvinder 7–12 år").fill("48")
    page.get_by_role("button", name="Gem medlemstal").click()

    expect(page.locator("[data-conflict]")).to_be_focused()
    expect(page.get_by_role("row", name="Kvinder 7–12 år 48 50")).to_be_visible()
    expect(cell(page, "Kvinder 7–12 år")).to_have_value("48")
    assert_accessible(page)
    page.get_by_role("link", name="behold de gemte tal").click()
    expect(cell(page, "Kvinder 7–12 år")).to_have_value("50")


@pytest.mark.parametrize("size", [WIDE, PHONE, {"width": 320, "height": 700}], ids=["wide", "phone", "narrow"])
def test_grid_accessible_with_and_without_errors(grid, own_association, size):
    MemberCountFactory(association=own_association, year=2021, under_25=400)
    page = grid(size)
    page.get_by_text("Hjælp til tallene").click()
    assert_accessible(page)

    cell(page, "Kvinder 0–6 år").fill("tolv")
    cell(page, "Mænd 0–6 år").fill("900")
    page.get_by_role("button", name="Gem medlemstal").click()

    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", ["", "personer/", "partnerskab/", "medlemstal/"])
def test_association_pages_accessible(page, live_server, own_association, size, path):
    from tests.overview.test_association_detail import fill

    fill(own_association, 2)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/foreninger/{own_association.pk}/{path}")
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")

    assert_accessible(page)
