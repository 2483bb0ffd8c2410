"""Writing a plan in a real browser: on a phone, by keyboard alone, offline, after the session, and two at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from actionplans.enums import PlanState
from actionplans.models import PlanRevision
from tests.actionplans.browsing import (
    BOTH_SIZES,
    PHONE,
    area_url,
    console_of,
    expect_saved,
    kept_in_browser,
    sign_in_again,
    signed_in,
    stored,
    unexpected,
)
from tests.browser import assert_accessible
from tests.factories import (
    ActionPlanFactory,
    EmploymentFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    fill_area,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AREAS = ("Organisering", "Frivillige", "Samarbejder", "Fastholdelse", "Rekruttering", "Forældre")


@pytest.fixture
def revision(demo_today, own_association) -> PlanRevision:
    """The second plan of a partnership of 2018, an empty draft."""
    ProgrammeYearFactory(year=2023)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    return PlanRevisionFactory(plan=plan)


@pytest.fixture
def page(browser, live_server, revision, client_for, resource_person_user):
    """The resource person's window; what goes wrong in its console fails the test."""
    page = signed_in(browser, live_server.url, client_for, resource_person_user)
    problems = console_of(page)
    yield page
    assert unexpected(problems) == []
    page.context.close()


def field(page: Page, label: str):
    return page.get_by_label(label, exact=True)


def test_resource_person_starts_writes_and_hands_in_a_plan_on_a_phone(page, own_association, revision):
    PlanRevision.objects.all().delete()
    plan_list = f"/foreninger/{own_association.pk}/handleplan/"
    revision.plan.delete()
    page.set_viewport_size(PHONE)
    page.goto(plan_list)
    assert_accessible(page)
    page.get_by_role("link", name="Begynd planen").click()
    page.get_by_label("1. januar 2023 – 31. december 2025").check()
    assert_accessible(page)
    page.get_by_role("button", name="Begynd planen").click()
    expect(page.get_by_role("button", name="Indsend til kommunen")).to_have_attribute("aria-disabled", "true")
    assert_accessible(page)

    page.get_by_role("link", name="Indledning", exact=True).click()
    field(page, "Indledning").fill("Vi samler børn i hele kvarteret.")
    expect_saved(page)
    field(page, "Varige ændringer, siden partnerskabet begyndte").fill("Der er kommet et pigehold til.")
    expect_saved(page)
    assert_accessible(page)
    page.get_by_role("link", name="Næste: Organisering").click()
    for place, name in enumerate(AREAS):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{place + 1}. ")
        if name == "Rekruttering":
            page.get_by_label("Nej, ikke i denne periode").check()
            field(page, "Hvis nej: hvorfor ikke?").fill("Vi har venteliste.")
        else:
            write_area(page, name)
        expect(page.locator("[data-draft-state]")).to_contain_text("Gemt kl.")
        following = AREAS[place + 1] if place < 5 else None
        page.get_by_role("link", name=f"Næste: {following}" if following else "Gennemse planen").click()
    expect(page.get_by_text("Ikke i fokus i denne periode.")).to_be_visible()
    expect(page.get_by_text("Målet for Forældre")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Indsend til kommunen").click()
    assert_accessible(page)
    page.get_by_role("button", name="Indsend til kommunen").click()

    expect(page.get_by_text("Planen er indsendt.")).to_be_visible()
    assert PlanRevision.objects.get().state == PlanState.SUBMITTED
    assert kept_in_browser(page) == []


def write_area(page: Page, name: str) -> None:
    """In focus, with one goal and one activity."""
    page.get_by_label("Ja, vi arbejder med det i denne periode").check()
    field(page, "Sådan er det i dag").fill(f"Sådan står det til med {name}.")
    page.get_by_role("button", name="Tilføj mål").click()
    field(page, "Det vil vi opnå").fill(f"Målet for {name}")
    field(page, "Sådan kan vi se, at det lykkes").fill("Flere kommer igen.")
    field(page, "Hvad gør vi?").fill("Vi ringer til dem, der bliver væk")
    field(page, "Hvem gør det?").fill("Trænerne")
    expect_saved(page)


FOCUSED = "document.activeElement.labels?.[0]?.innerText.trim() || document.activeElement.innerText.trim()"


def tab_to(page: Page, label: str) -> None:
    """Presses Tab until the field, link or button with the label has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == label:
            return
    raise AssertionError(f"Tab does not reach {label!r}")


def test_written_plan_is_handed_in_by_keyboard_alone(page, revision):
    for area in revision.areas.all():
        fill_area(area)
    page.goto(f"/handleplaner/{revision.pk}/")
    tab_to(page, "Indledning")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Indledning")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "introduction":
            break
    page.keyboard.type("Vi samler børn i kvarteret.")
    tab_to(page, "Gem kladde")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kladden er gemt.")).to_be_visible()
    tab_to(page, "Gennemse og indsend")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gennemse/")
    expect(page.get_by_text("Vi samler børn i kvarteret.")).to_be_visible()
    tab_to(page, "Indsend til kommunen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Indsend til kommunen")
    tab_to(page, "Indsend til kommunen")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Planen er indsendt.")).to_be_visible()
    handed_in = PlanRevision.objects.get()
    assert (handed_in.state, handed_in.introduction) == (PlanState.SUBMITTED, "Vi samler børn i kvarteret.")


def test_area_is_written_by_keyboard_alone(page, revision):
    page.goto(area_url(revision))

    def go_to(label: str) -> None:
        tab_to(page, label)

    go_to("Ja, vi arbejder med det i denne periode")
    page.keyboard.press("Space")
    go_to("Sådan er det i dag")
    page.keyboard.type("Vi mangler trænere.")
    go_to("Tilføj mål")
    page.keyboard.press("Enter")
    expect(field(page, "Det vil vi opnå")).to_be_visible()
    go_to("Det vil vi opnå")
    page.keyboard.type("Fem nye trænere")
    go_to("Sådan kan vi se, at det lykkes")
    page.keyboard.type("De er her efter et år.")
    go_to("Kan det tælles? Hvad tæller vi?")
    page.keyboard.type("trænere")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.keyboard.type("9")
    go_to("Hvad gør vi?")
    page.keyboard.type("Spørger forældrene")
    go_to("Fra")
    page.keyboard.type("01-05-2021")
    go_to("Gem kladde")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Kladden er gemt.")).to_be_visible()
    content = stored(revision)
    assert (content.in_focus, content.situation) == (True, "Vi mangler trænere.")
    [goal] = content.goals
    assert (goal.aim, goal.measure, goal.baseline, goal.target) == ("Fem nye trænere", "trænere", 4, 9)
    assert (goal.activities[0].what, str(goal.activities[0].start)) == ("Spørger forældrene", "2021-05-01")


def test_typed_date_is_saved_by_itself(page, revision):
    page.goto(area_url(revision))
    page.get_by_role("button", name="Tilføj mål").click()
    field(page, "Hvad gør vi?").fill("Holder møde")
    field(page, "Fra").fill("01-05-2021")

    expect(page.locator("[data-draft-state]")).to_contain_text("Gemt kl.")
    expect_saved_in(page, lambda: str(stored(revision).goals[0].activities[0].start) == "2021-05-01")


def expect_saved_in(page: Page, is_so) -> None:
    """Waits until the database says so."""
    for _ in range(50):
        if is_so():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it was not saved within ten seconds")


@pytest.mark.parametrize("size", BOTH_SIZES, ids=["wide", "phone"])
def test_writing_pages_are_accessible_with_and_without_errors(page, revision, size):
    page.set_viewport_size(size)
    page.goto(area_url(revision))
    page.get_by_text("Spørgsmål at tænke over").click()
    assert_accessible(page)
    page.get_by_role("button", name="Tilføj mål").click()
    assert_accessible(page)

    field(page, "Tal i dag").fill("mange")
    expect(page.locator("[data-draft-state]")).to_contain_text("et tal eller en dato er ikke færdig")
    page.get_by_role("button", name="Gem kladde").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(field(page, "Tal i dag")).to_have_value("mange")
    assert_accessible(page)


def test_two_people_in_conflict_see_both_texts_and_keep_both(
    page, browser, live_server, revision, own_association, client_for
):
    colleague = EmploymentFactory(
        association=own_association, person__name="Kim Kollega", person__signs_in=True, is_primary_contact=False
    ).person.user
    other = signed_in(browser, live_server.url, client_for, colleague)
    problems = console_of(other)
    for window in (page, other):
        window.goto(area_url(revision))
    field(other, "Sådan er det i dag").fill("Kim skriver om ventelisten.")
    expect_saved(other)

    field(page, "Sådan er det i dag").fill("Rikke skriver om trænerne.")
    expect(page.get_by_text("Kim Kollega har gemt her, mens du skrev.")).to_be_visible()
    assert stored(revision).situation == "Kim skriver om ventelisten."
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.get_by_role("heading", name="Kim Kollega har gemt")).to_have_count(2)
    expect(page.get_by_text("Kim skriver om ventelisten.", exact=True)).to_be_visible()
    expect(page.get_by_text("Rikke skriver om trænerne.", exact=True)).to_be_visible()
    for size in BOTH_SIZES:
        page.set_viewport_size(size)
        assert_accessible(page)
    page.get_by_label("Behold begge dele").check()
    page.get_by_role("button", name="Gem det valgte").click()

    expect(field(page, "Sådan er det i dag")).to_have_value(
        re.compile("Kim skriver om ventelisten.*Rikke skriver om trænerne|Rikke skriver.*Kim skriver", re.DOTALL)
    )
    assert {"Kim skriver om ventelisten.", "Rikke skriver om trænerne."} <= set(stored(revision).situation.split("\n"))
    other.reload()
    expect(field(other, "Sådan er det i dag")).to_have_value(re.compile("Rikke skriver om trænerne"))
    assert unexpected(problems) == []
    other.context.close()


def test_text_survives_the_end_of_the_session_and_is_saved_after_signing_in_again(
    page, live_server, revision, client_for, resource_person_user
):
    page.goto(area_url(revision))
    page.context.clear_cookies(name="sessionid")
    field(page, "Sådan er det i dag").fill("Skrevet efter sessionen.")
    expect(page.get_by_text("Du er logget af.")).to_be_visible()
    expect(page.locator("[data-draft-state]")).to_contain_text("Ikke gemt endnu")
    assert_accessible(page)
    assert stored(revision).situation == ""

    sign_in_again(page.context, live_server.url, client_for, resource_person_user)
    page.reload()
    expect(page.get_by_role("heading", name="Her ligger tekst, som ikke blev gemt")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Hent teksten frem").click()

    expect(field(page, "Sådan er det i dag")).to_have_value("Skrevet efter sessionen.")
    expect_saved_in(page, lambda: stored(revision).situation == "Skrevet efter sessionen.")
    page.reload()
    expect(page.get_by_role("heading", name="Her ligger tekst, som ikke blev gemt")).to_be_hidden()
    assert kept_in_browser(page) == []


def test_open_page_saves_by_itself_when_the_same_person_has_signed_in_in_another_tab(
    page, live_server, revision, resource_person_user
):
    from tests.factories import PASSWORD

    page.goto(area_url(revision))
    page.context.clear_cookies()
    field(page, "Sådan er det i dag").fill("Skrevet i den gamle fane.")
    expect(page.get_by_text("Du er logget af.")).to_be_visible()
    tab = page.context.new_page()
    tab.goto("/konto/log-ind/")
    tab.get_by_label("E-mailadresse").fill(resource_person_user.email)
    tab.get_by_label("Adgangskode").fill(PASSWORD)
    tab.get_by_role("button", name="Log ind").click()
    expect(tab.get_by_role("button", name="Log af")).to_be_visible()

    expect(page.locator("[data-draft-state]")).to_contain_text("Gemt kl.", timeout=25_000)
    expect(page.get_by_text("Du er logget af.")).to_be_hidden()
    assert stored(revision).situation == "Skrevet i den gamle fane."


def test_text_written_during_ten_minutes_without_network_is_saved_when_it_is_back(page, revision):
    page.clock.install()
    page.goto(area_url(revision))
    page.context.set_offline(True)
    field(page, "Sådan er det i dag").fill("Skrevet i hallen uden net.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Der er ingen forbindelse")
    field(page, "Hvis nej: hvorfor ikke?").fill("Og lidt mere.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Der er ingen forbindelse")
    page.clock.fast_forward("10:00")
    expect(page.locator("[data-draft-state]")).to_contain_text("Der er ingen forbindelse")
    assert len(kept_in_browser(page)) == 1
    assert stored(revision).is_empty

    page.context.set_offline(False)

    expect(page.locator("[data-draft-state]")).to_contain_text("Gemt kl.", timeout=15_000)
    content = stored(revision)
    assert (content.situation, content.reason_not) == ("Skrevet i hallen uden net.", "Og lidt mere.")
    assert kept_in_browser(page) == []


def test_window_closed_without_network_loses_nothing(page, revision):
    page.goto(area_url(revision))
    page.context.set_offline(True)
    field(page, "Sådan er det i dag").fill("Skrevet, før vinduet blev lukket.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Der er ingen forbindelse")
    window = page.context.new_page()
    page.context.set_offline(False)
    page.close()

    window.goto(area_url(revision))

    button = window.get_by_role("button", name="Hent teksten frem")
    if not stored(revision).situation:
        button.click()
        expect_saved_in(window, lambda: stored(revision).situation != "")
    assert stored(revision).situation == "Skrevet, før vinduet blev lukket."


def test_signing_out_leaves_nothing_typed_on_a_shared_computer(page, revision):
    page.goto(area_url(revision))
    page.context.set_offline(True)
    field(page, "Sådan er det i dag").fill("Ikke til de andre.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Der er ingen forbindelse")
    assert len(kept_in_browser(page)) == 1
    page.evaluate("window.addEventListener('online', event => event.stopImmediatePropagation(), true)")
    page.context.set_offline(False)

    page.get_by_role("button", name="Log af").click()

    page.wait_for_url("**/konto/log-ind/**")
    assert kept_in_browser(page) == []
    assert "Ikke til de andre" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


def test_text_of_somebody_else_on_the_same_computer_is_never_shown(page, revision, live_server, client_for, chair_user):
    page.goto(area_url(revision))
    page.context.set_offline(True)
    field(page, "Sådan er det i dag").fill("Rikkes tekst.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Der er ingen forbindelse")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.context.clear_cookies()
    sign_in_again(page.context, live_server.url, client_for, chair_user)

    page.goto(area_url(revision))

    expect(page.get_by_role("heading", name="Her ligger tekst, som ikke blev gemt")).to_be_hidden()
    assert kept_in_browser(page) == []


def test_going_on_at_once_saves_what_was_typed(page, revision):
    page.goto(area_url(revision))
    field(page, "Sådan er det i dag").fill("Skrevet og straks videre.")
    page.get_by_role("link", name="Næste: Samarbejder").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3. ")

    expect_saved_in(page, lambda: stored(revision).situation == "Skrevet og straks videre.")
    page.goto(area_url(revision))
    expect(field(page, "Sådan er det i dag")).to_have_value("Skrevet og straks videre.")
    expect(page.get_by_role("heading", name="Her ligger tekst, som ikke blev gemt")).to_be_hidden()


def test_button_pressed_while_the_page_saves_itself_is_no_conflict(page, revision):
    page.goto(area_url(revision))
    page.route("**/omraade/**", slowly)
    field(page, "Sådan er det i dag").fill("Først dette.")
    page.wait_for_timeout(1700)  # the page's own save is under way now
    field(page, "Sådan er det i dag").fill("Først dette. Så mere.")
    page.get_by_role("button", name="Gem kladde").click()

    expect(page.get_by_text("Kladden er gemt.")).to_be_visible()
    assert stored(revision).situation == "Først dette. Så mere."


def slowly(route) -> None:
    """Holds the page's own saves back for a second; the button's go straight on."""
    if "x-autosave" in route.request.headers:
        answer = route.fetch()
        import time

        time.sleep(1)
        route.fulfill(response=answer)
    else:
        route.continue_()
