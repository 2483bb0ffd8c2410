"""A plan's journey on the demo data: from the returned draft on a phone to the approved annex and the year's report."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from actionplans.domain.documents import build_plan, checksum
from actionplans.enums import PlanState
from actionplans.models import ActionPlan, Goal, PlanRevision
from tests.acceptance.test_journeys import PHONE, downloaded, pdf_words, sign_in
from tests.browser import assert_accessible

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_register"),
]


@pytest.fixture
def windows(browser, live_server):
    """Windows of their own; a message in the console fails the test."""
    problems: list[str] = []
    opened = []

    def make(email: str, **options) -> Page:
        page = browser.new_context(base_url=live_server.url, **options).new_page()
        page.on("console", lambda told: problems.append(told.text) if told.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.set_default_timeout(15_000)
        sign_in(page, "/", email)
        opened.append(page)
        return page

    yield make
    assert problems == []
    for page in opened:
        page.context.close()


def take(page: Page, step: str, reason: str = "") -> None:
    page.get_by_role("link", name=step, exact=True).click()
    if reason:
        page.get_by_label("Begrundelse").fill(reason)
    page.get_by_role("button", name=step, exact=True).click()


def test_returned_plan_of_the_demo_becomes_the_approved_annex(windows):
    plan = ActionPlan.objects.get(partnership__participations__association__name="Nørrebro United", number=4)
    first, second = plan.revisions.order_by("number")
    frozen = first.text_hash
    club = windows("lars.meldgaard@example.org", viewport=PHONE)
    expect(club.get_by_text("Handleplanen er sendt tilbage med kommentarer.")).to_be_visible()
    club.get_by_role("link", name="Åbn planen").click()
    expect(club.get_by_text("for 15 dage siden. Det er foreningens tur.")).to_be_visible()
    assert_accessible(club)

    club.get_by_role("link", name="Læs kommentarerne").click()
    expect(club.get_by_text("Konsulent, Yusuf Erdal").first).to_be_visible()
    assert_accessible(club)
    club.goto(f"/handleplaner/{second.pk}/indledning/")
    club.get_by_label("Indledning", exact=True).fill("Vi har svaret på kommentarerne og rettet planen.")
    expect(club.locator("[data-draft-state]")).to_contain_text(re.compile(r"Gemt kl\. "))
    club.goto(f"/handleplaner/{second.pk}/sammenlign/")
    expect(club.locator(".compared ins").filter(has_text="kommentarerne").first).to_be_visible()
    expect(club.locator(".compared del").filter(has_text="U9-drengene").first).to_be_visible()
    assert_accessible(club)
    club.goto(f"/handleplaner/{second.pk}/")
    take(club, "Indsend til kommunen")
    expect(club.get_by_text("Planen er indsendt.")).to_be_visible()

    kff = windows("yusuf.erdal@example.org")
    kff.goto("/handleplaner/?tilstand=submitted")
    kff.get_by_role("link", name="Nørrebro United").click()
    take(kff, "Godkend planen", "Aftalt på mødet. De åbne spørgsmål tager vi på næste statusmøde.")
    expect(kff.get_by_text("Planen er godkendt.")).to_be_visible()
    name, annex = downloaded(kff, "Hent bilaget som PDF")

    first.refresh_from_db()
    approved = PlanRevision.objects.get(pk=second.pk)
    assert (first.state, first.text_hash, approved.state) == (PlanState.SUPERSEDED, frozen, PlanState.APPROVED)
    assert approved.text_hash == checksum(build_plan(approved)) != frozen
    assert checksum(build_plan(PlanRevision.objects.get(pk=first.pk))) == frozen
    words = pdf_words(annex)
    assert name == "handleplan-4-revision-2-noerrebro-united-demodata.pdf"
    assert "Vi har svaret på kommentarerne og rettet planen." in words
    assert approved.text_hash in words
    assert "Demodata" in words


def test_goal_of_the_demo_is_followed_and_stands_in_the_report_and_the_sheet(windows):
    plan = ActionPlan.objects.get(partnership__participations__association__name="Brønshøj Boldklub", number=4)
    revision = plan.revisions.get()
    goal = Goal.objects.filter(area_text__revision=revision).exclude(line__progress__on__year=2023)[0]
    kff = windows("yusuf.erdal@example.org")
    kff.goto(f"/handleplaner/{revision.pk}/maal/")
    kff.locator(f'.goal-row a[href$="/{goal.line_id}/"]').click()
    kff.get_by_label("Nået", exact=True).check()
    kff.get_by_label("Dato", exact=True).fill("31-12-2022")
    kff.get_by_label(re.compile("Med jeres egne ord")).fill("Nået på årets sidste dag.")
    kff.get_by_role("button", name="Skriv fremgang").click()
    expect(kff.get_by_text("Nået på årets sidste dag.")).to_be_visible()
    assert_accessible(kff)

    club = plan.partnership.participations.get().association_id
    kff.goto(f"/rapporter/vis/forening/{club}/2022/")
    expect(kff.get_by_text("Nået: Nået på årets sidste dag.")).to_be_visible()
    kff.goto(f"/rapporter/vis/forening/{club}/2021/")
    expect(kff.get_by_text("Nået på årets sidste dag.")).to_have_count(0)
    kff.goto("/handleplaner/?tilstand=approved")
    with kff.expect_download() as download:
        kff.get_by_role("link", name=re.compile("CSV")).last.click()
    rows = csv.DictReader(io.StringIO(download.value.path().read_bytes().decode("utf-8-sig")), delimiter=";")
    notes = [row["Bemærkning"] for row in rows if row["Forening"] == "Brønshøj Boldklub"]
    assert "Nået på årets sidste dag." in notes
