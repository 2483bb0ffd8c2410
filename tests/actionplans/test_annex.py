"""The annex as delivered: PDF/UA-1 with numbers, approval, signature lines and checksum, and every word of the text."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pdfua import validate
from pypdf import PdfReader

from actionplans.annex import annex_file_name, annex_pdf
from actionplans.domain.documents import build_plan
from actionplans.models import AreaText, Goal, PlanRevision
from tests.factories import ActionPlanFactory, PartnershipFactory, PlanRevisionFactory, in_force
from tests.reporting.test_pdf import ALLOWED, fonts_of, undrawn

pytestmark = pytest.mark.django_db
NASTY = '<b>Fed</b> & "Søn" 😀🇩🇰 مرحبا بك \u202etxt\u202c e\u0301'
LONG_WORD = "Ungdomsforeningssamarbejdsudvalgsformandskandidat" * 4


def plan_with(association, **texts: str) -> PlanRevision:
    """A plan with texts in the area of volunteers, approved."""
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=association, extended=True))
    revision = PlanRevisionFactory(plan=plan, written=True)
    AreaText.objects.filter(revision=revision).update(situation=texts.get("situation", "Sådan er det."))
    Goal.objects.filter(area_text__revision=revision).update(sign=texts.get("sign", "Det kan ses."))
    return in_force(PlanRevision.objects.get(pk=revision.pk), date(2020, 12, 8))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.fixture
def revision(demo_today, own_association, consultant) -> PlanRevision:
    revision = plan_with(own_association)
    PlanRevision.objects.filter(pk=revision.pk).update(approved_by=consultant)
    return PlanRevision.objects.select_related("plan__partnership", "approved_by").get(pk=revision.pk)


@pytest.fixture
def content(revision) -> bytes:
    return annex_pdf(build_plan(revision)).content


def test_annex_reads_back_whole(content, revision):
    text = words(content)

    assert "Bilag til tilskudsaftalen · Handleplan 1, revision 1" in text
    assert "1. januar 2021 – 31. december 2023 · Godkendt 8. december 2020 af Mette Konsulent" in text
    assert "Vi vil være en forening for alle." in text
    assert "6. Inddragelse af forældre" in text
    assert text.count("Flere børn bliver i foreningen.") == 6
    assert "Vi ringer til dem, der ikke kommer" in text
    assert text.index("For foreningen") < text.index("Tekstens kontrolsum")
    assert "".join(re.findall("[0-9a-f]{8,}", text.partition("kontrolsum")[2])) == revision.text_hash


def test_every_page_bears_number_title_and_demo_mark(content):
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]

    assert len(pages) >= 2
    for number, text in enumerate(pages, 1):
        assert f"Side {number} af {len(pages)}" in text
        assert "Demodata: teksten er opdigtet" in text
    assert "Handleplan 1, revision 1 – Vores Forening" in pages[1]


def test_no_demo_mark_outside_demo_mode(own_association, settings):
    settings.DEMO_MODE = False
    revision = plan_with(own_association)

    assert "Demodata" not in words(annex_pdf(build_plan(revision)).content)
    assert "demodata" not in annex_file_name(build_plan(revision))


def test_annex_is_tagged_danish_and_titled_and_the_checker_finds_nothing(content, tmp_path):
    path = tmp_path / "annex.pdf"
    path.write_bytes(content)

    with pikepdf.open(path) as file:
        assert file.Root.Lang == "da"
        assert str(file.docinfo["/Title"]) == "Handleplan 1, revision 1 – Vores Forening"
        assert file.open_metadata()["pdfuaid:part"] == "1"
    assert [finding for finding in validate(path).findings if finding.rule_id not in ALLOWED] == []


def test_no_heading_stands_last_on_a_page(demo_today, own_association):
    """With more and more text the headings walk over the pages' ends."""
    headings = re.compile(r"^(\d\. .*|Mål \d|Sådan .*|Indsatser|Indledning|Underskrifter|Varige .*)$")
    club_plan = plan_with(own_association)
    document = build_plan(club_plan)
    for lines in range(0, 12, 2):
        longer = "\n".join(f"- Punkt {number}" for number in range(lines))
        changed = type(document)(**{**document.__dict__, "introduction": f"Indledningen.\n{longer}"})
        pages = PdfReader(BytesIO(annex_pdf(changed).content)).pages
        for page in pages:
            body = [line for line in page.extract_text().split("\n") if line.strip()]
            last = next(line for line in reversed(body) if "Side " not in line and "Kultur" not in line)
            assert not headings.match(last.strip()), (lines, last)


def test_emoji_markup_and_long_words_do_no_harm(demo_today, own_association):
    revision = plan_with(own_association, situation=NASTY, sign=LONG_WORD)

    content = annex_pdf(build_plan(revision)).content

    text = words(content)
    assert '<b>Fed</b> & "Søn" [emoji] [arabisk tekst] txt é' in text
    assert text.replace(" ", "").count(LONG_WORD) == 6
    assert undrawn(content) == 0
    assert all("IBM-Plex-Sans" in name for name, _, _ in fonts_of(content))


def test_annex_is_downloaded_by_both_sides_and_only_when_approved(
    revision, client_for, resource_person_user, chair_user, consultant, manager
):
    draft = PlanRevisionFactory(plan=revision.plan)
    for user in (resource_person_user, chair_user, consultant, manager):
        response = client_for(user).get(f"/handleplaner/{revision.pk}/bilag.pdf")
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert "handleplan-1-revision-1-vores-forening-demodata.pdf" in response["Content-Disposition"]
        assert client_for(user).get(f"/handleplaner/{draft.pk}/bilag.pdf").status_code == 404
