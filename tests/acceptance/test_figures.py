"""The published figures of 2022, read where users read them: from pages, from Excel, from the PDF.

They stand in the demo workbook and here, nowhere else; the last tests change one record and must see another figure.
"""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader

from associations.models import Association, MemberCount
from partnerships.models import ReservedPost
from reporting.documents import report_pdf
from reporting.domain.programme_report import build_programme_report

ROOT = Path(__file__).resolve().parent.parent.parent
YEAR = 2022
UNDER_25 = "18.340"


def text_of(response) -> str:
    """The page's words, white space folded."""
    content = response.content.decode()
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", content)
    return re.sub(r"\s+", " ", strip_tags(body.replace("<", " <")))


def hits(client, query: str) -> int:
    """How many associations the list finds for a query string, by its own caption."""
    words = text_of(client.get(f"{reverse('overview:association-list')}?{query}"))
    found = re.search(r"(\d+) foreninge?r?\b", words)
    assert found, words[:500]
    return int(found[1])


def programme_pdf(today: date) -> str:
    pdf = report_pdf(build_programme_report(YEAR, today))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    return re.sub(r"\s+", " ", words)


@pytest.fixture
def manager_client(client_for, demo_manager):
    return client_for(demo_manager)


def test_list_finds_25_associations_in_partnership_and_each_cohort(manager_client):
    cohorts = {"2012": 5, "2018": 10, "2020": 5, "2020-medio": 5}

    assert hits(manager_client, "kontaktperson=&partnerskab=ja") == 25
    assert {key: hits(manager_client, f"kontaktperson=&aargang={key}") for key in cohorts} == cohorts


def test_list_finds_3_citywide_associations_and_8_with_get2sport(manager_client):
    assert hits(manager_client, "kontaktperson=&bydel=bydaekkende") == 3
    assert hits(manager_client, "kontaktperson=&get2sport=ja") == 8


def test_managers_front_page_shows_members_and_money(manager_client):
    words = text_of(manager_client.get(reverse("overview:front-page")))

    assert UNDER_25 in words
    assert "25 af 25 har indberettet" in words
    assert "Budget 2023 6.000.000 kr. 5.000.000 kr. i tilsagn, 1.000.000 kr. reserveret Fri i 2023 0 kr." in words


@pytest.mark.parametrize(("cohort", "associations"), [("2012", 5), ("2018", 10), ("2020", 5), ("2020-medio", 5)])
def test_list_has_the_published_cohorts(manager_client, cohort, associations):
    assert hits(manager_client, f"kontaktperson=&aargang={cohort}") == associations


def test_administration_lists_3_consultants_and_the_budget(manager_client):
    words = text_of(manager_client.get(reverse("overview:administration")))

    assert words.count(" Konsulent ") == 3
    assert "2022 6.000.000 5.000.000 1.000.000 0" in words


def test_programme_page_tells_the_year_and_the_year_before(manager_client):
    words = text_of(manager_client.get(reverse("overview:programme-year", args=[YEAR])))

    assert "Foreninger i partnerskab 25 25 0" in words
    assert re.search(rf"Medlemmer under 25 år 25 af 25 har indberettet pr. 31. december 2022 {UNDER_25} [\d.]+ ", words)
    assert "Budget 6.000.000 kr. 5.500.000 kr." in words
    assert "Tilsagn 5.000.000 kr. 5.000.000 kr." in words
    assert "Reserveret 1.000.000 kr. 500.000 kr." in words
    assert "Fri 0 kr. 0 kr." in words
    assert "2012 5 5 0 2018 10 10 0 2020 5 5 0 medio 2020 5 5 0" in words
    assert "Bydækkende 3 3 0" in words


def test_programme_page_of_2023_has_the_same_money_and_a_line_that_waits(manager_client):
    words = text_of(manager_client.get(reverse("overview:programme-year", args=[2023])))

    assert "Sociale partnerskaber, varig Varig 6.000.000 5.000.000 1.000.000 0" in words
    assert "To partnerskaber mere Midlertidig Betinget 200.000 0 0 tæller ikke endnu" in words
    assert "Fri 0 kr. 0 kr." in words


def test_mid_2020_brought_its_half_year(manager_client):
    words = text_of(manager_client.get(reverse("overview:programme-year", args=[2020])))

    assert "Sociale partnerskaber medio 2020 Midlertidig Bekræftet 500.000 500.000 0 0" in words
    assert "Budget 5.000.000 kr. 3.400.000 kr." in words


def test_excel_holds_25_rows_whose_members_add_up(manager_client):
    address = reverse("overview:association-export", kwargs={"extension": "xlsx"})

    response = manager_client.get(f"{address}?kontaktperson=&partnerskab=ja")

    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    column = {head: place for place, head in enumerate(heads)}
    rows = [row for row in rows if row[0]]
    assert len(rows) == 25
    assert f"{sum(row[column['Medlemmer under 25 år, 2022']] for row in rows):,}".replace(",", ".") == UNDER_25
    assert sum(row[column["Bydel"]] == "Bydækkende" for row in rows) == 3
    get2sport = [row for row in rows if row[column["DIF get2sport fra"]] and not row[column["DIF get2sport til"]]]
    assert len(get2sport) == 8
    assert len({row[column["Kontaktperson"]] for row in rows}) == 3


@pytest.mark.parametrize("skin", ["page", "pdf"])
def test_programme_report_tells_all_of_them(manager_client, demo_register, skin):
    if skin == "pdf":
        words = programme_pdf(demo_register)
    else:
        words = text_of(manager_client.get(reverse("reporting:programme-preview", args=[YEAR])))

    assert "havde kommunen sociale partnerskaber med 25 foreninger" in words
    assert re.search(r"Foreninger pr. 31. december 25 25\b", words)
    assert re.search(r"heraf bydækkende 3 3\b", words)
    assert re.search(r"DIF get2sport 8 8\b", words)
    assert re.search(rf"Medlemmer under 25 år [\d.]+ {UNDER_25}", words)
    groups = [("2012", 5), ("2018", 10), ("2020", 5), ("medio 2020", 5)]
    assert re.search(" ".join(rf"{cohort} {many} [\d.]+ {many} af {many}" for cohort, many in groups), words)
    assert re.search(r"Budget [\d.]+ kr. 6.000.000 kr.", words)
    assert re.search(r"Givet i tilskud [\d.]+ kr. 5.000.000 kr.", words)
    assert re.search(r"Reserveret til andet [\d.]+ kr. 1.000.000 kr.", words)
    assert re.search(r"Konsulenter 3 3\b", words)


def test_one_member_more_changes_page_and_pdf(manager_client, demo_consultant, demo_register):
    count = MemberCount.objects.filter(year=YEAR).first()
    cell = count.cells.filter(age_band__lower=7, gender="female").get()
    cell.members += 1
    cell.save()

    assert UNDER_25 not in text_of(manager_client.get(reverse("overview:front-page")))
    assert UNDER_25 not in programme_pdf(demo_register)
    assert "18.341" in programme_pdf(demo_register)


def test_one_association_less_changes_the_counts(manager_client, demo_register):
    partnership = Association.objects.get(name="Rollespilsfabrikken").participations.get()
    partnership.end = date(2021, 12, 31)
    partnership.save()

    assert hits(manager_client, "kontaktperson=&partnerskab=ja") == 24
    words = programme_pdf(demo_register)
    assert "24 foreninger" in words
    assert re.search(r"heraf bydækkende 3 2\b", words)


def test_one_reserved_krone_less_changes_what_is_free(demo_register):
    post = ReservedPost.objects.get(programme_year__year=YEAR)
    post.amount -= 1
    post.save()

    assert "999.999 kr." in programme_pdf(demo_register)


def test_no_published_figure_stands_in_code():
    """Only the demo workbook's own source may say what the demo's figures are."""
    sources = [
        path
        for pattern in ("*.py", "*.html", "*.js")
        for path in ROOT.rglob(pattern)
        if not {".venv", "tests", "var", "vendor"} & set(path.relative_to(ROOT).parts)
        and not path.name.startswith("demo_")
    ]
    assert len(sources) > 100

    telling = [str(path) for path in sources if re.search(r"18[._]?340", path.read_text(encoding="utf-8"))]

    assert telling == []
