"""Sparring in a real browser: returned with comments, read, compared, answered, handed in again, approved, printed."""

import io
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from actionplans.domain.sparring import open_thread
from actionplans.domain.workflow import SUBMIT
from actionplans.enums import PlanState
from actionplans.models import PlanRevision, Thread
from tests.actionplans.browsing import (
    BOTH_SIZES,
    PHONE,
    WIDE,
    area_url,
    console_of,
    expect_saved,
    signed_in,
    stored,
    unexpected,
)
from tests.browser import assert_accessible
from tests.factories import (
    ActionPlanFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    fill_area,
    in_force,
)
from workflow.transitions import log_of, perform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def revision(demo_today, own_association) -> PlanRevision:
    """A whole draft of the plan 2021–2023."""
    ProgrammeYearFactory(year=2023)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    return PlanRevisionFactory(plan=plan, written=True)


@pytest.fixture
def window(browser, live_server, client_for):
    """`window(user, size)`: somebody's own window, whose console must stay free of errors."""
    opened: list[tuple[Page, list[str]]] = []

    def make(user, size=WIDE) -> Page:
        page = signed_in(browser, live_server.url, client_for, user, size)
        opened.append((page, console_of(page)))
        return page

    yield make
    for page, problems in opened:
        assert unexpected(problems) == []
        page.context.close()


def take(page: Page, step: str, told: str) -> None:
    """Goes through a step: the link, the page with one button, and what is told then."""
    page.get_by_role("link", name=step, exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_text(f"Planen er {told}.")).to_be_visible()


def test_plan_is_returned_mended_compared_handed_in_again_and_approved(
    window, revision, resource_person_user, consultant
):
    club, kff = window(resource_person_user, PHONE), window(consultant)
    start = f"/handleplaner/{revision.pk}/"
    club.goto(start)
    take(club, "Indsend til kommunen", "indsendt")

    kff.goto("/handleplaner/?tilstand=submitted")
    kff.get_by_role("link", name="Vores Forening").click()
    expect(kff.get_by_role("button", name="Send tilbage med kommentarer")).to_have_attribute("aria-disabled", "true")
    kff.get_by_role("link", name="Kommentarer (0 åbne)").click()
    assert_accessible(kff)
    kff.get_by_label("Hvad handler det om?").select_option(label="Frivillige, mål 1: Flere børn bliver i foreningen.")
    kff.get_by_label("Kommentar", exact=True).fill("Hvem ringer?\n- trænerne\n- eller forældrene")
    kff.get_by_role("button", name="Skriv kommentar").click()
    expect(kff.get_by_text("Hvem ringer?")).to_be_visible()
    assert_accessible(kff)
    kff.goto(start)
    take(kff, "Send tilbage med kommentarer", "sendt tilbage med kommentarer")

    club.reload()
    expect(club.get_by_role("heading", name="1 åben kommentar")).to_be_visible()
    assert_accessible(club)
    club.goto(area_url(revision))
    club.get_by_role("link", name="1 åben kommentar til dette område").click()
    club.get_by_text("Svar", exact=True).click()
    club.get_by_label("Dit svar").fill("Forældrene skiftes.")
    assert_accessible(club)
    club.get_by_role("button", name="Send svar").click()
    expect(club.get_by_text("Forældrene skiftes.")).to_be_visible()
    club.goto(area_url(revision))
    club.get_by_label("Hvem gør det?").first.fill("To forældre")
    expect_saved(club)
    assert stored(revision).goals[0].activities[0].who == "To forældre"
    club.goto(start)
    take(club, "Indsend til kommunen", "indsendt")

    kff.goto(f"{start}samtaler/")
    kff.get_by_role("button", name="Afslut samtalen").click()
    expect(kff.get_by_text("1 afsluttet samtale")).to_be_visible()
    assert Thread.objects.get().resolved_by == consultant
    kff.goto(start)
    take(kff, "Godkend planen", "godkendt")
    with kff.expect_download() as download:
        kff.get_by_role("link", name="Hent bilaget som PDF").click()

    approved = PlanRevision.objects.get()
    assert approved.state == PlanState.APPROVED
    assert [row.told for row in log_of(approved)] == [
        "indsendt", "sendt tilbage med kommentarer", "indsendt", "godkendt",
    ]  # fmt: skip
    pages = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Handleplan 1, revision 1" in text
    assert "To forældre" in text
    assert "Mette Konsulent" in text
    assert approved.text_hash in text


@pytest.mark.parametrize("size", BOTH_SIZES, ids=["wide", "phone"])
def test_comparison_marks_words_for_eyes_and_for_screen_readers(window, revision, resource_person_user, size):
    in_force(revision)
    newer = PlanRevisionFactory(plan=revision.plan)
    fill_area(newer.areas.get(focus_area__key="parents"))
    newer.areas.filter(focus_area__key="parents").update(situation="Vi har få børn på ventelisten.")
    page = window(resource_person_user, size)
    page.goto(f"/handleplaner/{newer.pk}/sammenlign/")

    expect(page.get_by_role("heading", name="Inddragelse af forældre")).to_be_visible()
    added, removed = page.locator(".compared ins"), page.locator(".compared del")
    assert "få" in " ".join(added.all_inner_texts())
    assert "mange" in " ".join(removed.all_inner_texts())
    assert "[tilføjet:]" in added.first.text_content()
    assert "[fjernet:]" in removed.first.text_content()
    assert_accessible(page)


@pytest.mark.parametrize("size", BOTH_SIZES, ids=["wide", "phone"])
def test_pages_around_a_plan_in_force_are_accessible(window, revision, resource_person_user, own_association, size):
    in_force(revision)
    line = revision.areas.get(focus_area__key="parents").goals.get().line_id
    page = window(resource_person_user, size)
    page.goto(f"/handleplaner/{revision.pk}/maal/{line}/")
    page.get_by_label("I gang").check()
    page.get_by_label("Med jeres egne ord (frivilligt)").fill("Vi er begyndt.")
    assert_accessible(page)
    page.get_by_role("button", name="Skriv fremgang").click()
    expect(page.get_by_text("Vi er begyndt.")).to_be_visible()
    for path in (
        f"/foreninger/{own_association.pk}/handleplan/",
        f"/foreninger/{own_association.pk}/handleplan/ny/",
        f"/handleplaner/{revision.pk}/",
        f"/handleplaner/{revision.pk}/gennemse/",
        f"/handleplaner/{revision.pk}/maal/",
        f"/handleplaner/{revision.pk}/maal/{line}/",
        f"/handleplaner/{revision.pk}/samtaler/",
    ):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("size", BOTH_SIZES, ids=["wide", "phone"])
def test_staffs_pages_are_accessible(window, revision, manager, size):
    in_force(revision)
    page = window(manager, size)
    for path in ("/handleplaner/", "/handleplaner/?tilstand=draft", "/handleplaner/indsatsomraader/", "/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")
        assert_accessible(page)


@pytest.mark.parametrize("size", BOTH_SIZES, ids=["wide", "phone"])
def test_pages_with_errors_keep_what_was_typed_and_are_accessible(window, revision, consultant, chair_user, size):
    """A plan cannot be approved over an open comment without a word, nor an empty comment sent, nor a day to come."""
    open_thread(revision=revision, text="Hvem ringer?", by=consultant)
    perform(SUBMIT, revision, by=chair_user)
    page = window(consultant, size)
    start = f"/handleplaner/{revision.pk}/"
    page.goto(f"{start}skridt/approve/")
    page.get_by_role("button", name="Godkend planen", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("Skriv en begrundelse, eller afslut kommentarerne først.")
    assert_accessible(page)

    page.goto(f"{start}samtaler/")
    page.get_by_label("Kommentar", exact=True).fill("   ")
    page.get_by_role("button", name="Skriv kommentar").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)

    in_force(PlanRevision.objects.get())
    line = revision.areas.get(focus_area__key="parents").goals.get().line_id
    page.goto(f"{start}maal/{line}/")
    page.get_by_label("I gang").check()
    page.get_by_label("Dato", exact=True).fill("01-04-2023")
    page.get_by_label("Med jeres egne ord (frivilligt)").fill("Vi er begyndt.")
    page.get_by_role("button", name="Skriv fremgang").click()
    expect(page.locator(".error-summary")).to_contain_text("Skriv en dag, der har været.")
    expect(page.get_by_label("Med jeres egne ord (frivilligt)")).to_have_value("Vi er begyndt.")
    assert_accessible(page)


@pytest.mark.parametrize("size", BOTH_SIZES, ids=["wide", "phone"])
def test_new_plan_asks_for_a_period(window, revision, resource_person_user, own_association, size):
    in_force(revision, on=date(2018, 2, 1), state=PlanState.CLOSED)
    page = window(resource_person_user, size)
    page.goto(f"/foreninger/{own_association.pk}/handleplan/ny/")
    page.get_by_role("button", name="Begynd planen").click()

    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
