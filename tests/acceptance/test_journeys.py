"""Whole journeys in a real browser with a real worker, as the users walk them."""

import io
import re
import zipfile

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.demo import DEMO_PASSWORD
from associations.models import Association, MemberCount
from tests.browser import assert_accessible

pytestmark = [
    pytest.mark.browser,
    pytest.mark.celery_worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_register", "celery_worker_process"),
]
PHONE = {"width": 390, "height": 780}


@pytest.fixture
def page(page: Page):
    """A page whose console must stay free of errors, apart from the 404 that a test provokes."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(20_000)
    yield page
    assert [problem for problem in problems if "404" not in problem] == []


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(address)
    page.get_by_label("E-mailadresse").fill(email)
    page.get_by_label("Adgangskode").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log ind").click()


def downloaded(page: Page, name: str | re.Pattern[str]) -> tuple[str, bytes]:
    """The file name and content that a link gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def pdf_words(content: bytes) -> str:
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", text)


def test_consultant_corrects_a_count_and_delivers_the_reports_of_the_year(page: Page, live_server):
    sign_in(page, live_server.url, "mette.lindholt@example.org")
    page.get_by_role("link", name="Foreninger", exact=True).first.click()
    page.get_by_role("link", name="Vis alle foreninger").click()
    page.get_by_label("Årgang").select_option("2012")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("5 foreninger", exact=True)).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Nørrebro United").click()
    page.get_by_role("link", name="Medlemstal", exact=True).first.click()
    page.get_by_role("link", name="Ret medlemstal for 2022").first.click()
    field = page.get_by_label(re.compile("kvinder.*7–12|7–12.*kvinder", re.IGNORECASE))
    field.fill("242")
    page.get_by_role("button", name="Gem medlemstal").click()
    expect(page.get_by_role("heading", name="Medlemstal", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="1.492").first).to_be_visible()

    page.get_by_role("link", name="Rapporter", exact=True).first.click()
    page.get_by_role("button", name="Lav rapporter").click()
    expect(page.get_by_role("heading", name="26 rapporter er klar")).to_be_visible(timeout=60_000)
    assert_accessible(page)
    name, archive = downloaded(page, re.compile("ZIP"))
    assert name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        names = files.namelist()
        assert len(names) == 26
        own = next(name for name in names if "Nørrebro United" in name)
        assert "1.492 medlemmer under 25 år" in pdf_words(files.read(own))


def test_resource_person_corrects_own_counts_on_a_phone_and_reads_the_own_report(page: Page, live_server):
    own, other = Association.objects.get(name="Nørrebro United"), Association.objects.get(name="SheZone")
    call_command("render_reports", year=2022, association=own.name, wait=True, stdout=io.StringIO())
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, "lars.meldgaard@example.org")
    expect(page.get_by_role("heading", name="Vores partnerskab")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}/foreninger/{own.pk}/medlemstal/2022/")
    page.get_by_label(re.compile("kvinder.*0–6|0–6.*kvinder", re.IGNORECASE)).fill("41")
    assert_accessible(page)
    page.get_by_role("button", name="Gem medlemstal").click()
    expect(page.get_by_role("heading", name="Medlemstal", exact=True)).to_be_visible()
    count = MemberCount.objects.get(association=own, year=2022)
    assert count.cells.get(age_band__lower=0, gender="female").members == 41

    page.goto(f"{live_server.url}/foreninger/{own.pk}/rapporter/")
    name, report = downloaded(page, re.compile("PDF"))
    assert name == "Statusrapport 2022 - Nørrebro United.pdf"
    assert "1.392 medlemmer under 25 år" in pdf_words(report)
    expect(page.get_by_text("Tallene er ændret siden").first).to_be_visible()
    page.get_by_role("link", name="Vis som side").first.click()
    expect(page.get_by_role("heading", name="Statusrapport 2022")).to_be_visible()
    expect(page.get_by_text("1.402 medlemmer under 25 år")).to_be_visible()
    assert_accessible(page)

    answer = page.goto(f"{live_server.url}/foreninger/{other.pk}/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("main")).not_to_contain_text("SheZone")
