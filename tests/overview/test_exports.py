"""Excel and CSV: the same rows as the list, with types that a spreadsheet can use, and no formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from core.exports import AMOUNT, LONGEST_CELL, PLAIN_NUMBER, Column, csv_response, csv_text, excel_response
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    DistrictFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
)

COLUMNS = [Column("Navn", lambda row: row[0], width=30), Column("Værdi", lambda row: row[1])]


def read_excel(response) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(response.content))


def read_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def excel_value(value, **column):
    columns = [Column("Værdi", lambda row: row, **column)]
    return read_excel(excel_response(name="x", title="X", columns=columns, rows=[value])).worksheets[0]["A2"]


# --- The association list's downloads
@pytest.fixture
def clubs(db, demo_today):
    """Three clubs in Valby and one elsewhere."""
    valby = DistrictFactory(name="Valby")
    made = [AssociationFactory(name=name, district=valby) for name in ("Ørnen", "Bold", "Aaben")]
    AssociationFactory(name="Uden for", district=DistrictFactory(name="Vanløse"))
    return valby, made


@pytest.mark.parametrize(
    "address",
    [
        {"soeg": "valby"},
        {"soeg": "valby", "sort": "-name"},
        {"kontaktperson": ""},
        {"advarsel": "medlemstal"},
        {"bydel": "bydaekkende"},
        {"side": "2", "soeg": "valby"},
        {"aargang": "findes-ikke"},
    ],
)
def test_association_export_has_the_lists_rows_in_its_order(address, clubs, client_for, manager):
    client = client_for(manager)
    page = client.get("/foreninger/", address)
    listed = [row.record.name for row in page.context["table"].rows]

    excel = read_excel(client.get("/foreninger/eksport.xlsx", address)).worksheets[0]
    text = read_csv(client.get("/foreninger/eksport.csv", address))

    assert [row[0].value for row in excel.iter_rows(min_row=2)] == listed
    assert [row[0] for row in text[1:]] == listed
    assert [cell.value for cell in excel[1]] == text[0]


def test_association_export_has_everything_with_its_type(client_for, manager, demo_today):
    club = AssociationFactory(name="Klubben", cvr="10000009", get2sport=True, phone="12 34 56 78", other_names=["KK"])
    PartnershipFactory(association=club, running=True)
    EmploymentFactory(association=club, weekly_hours=Decimal("18.5"), end=date(2023, 3, 1), person__name="Rikke")
    ContactPersonFactory(association=club, consultant__name="Mette", consultant__email="mette@example.org")
    MemberCountFactory(association=club, year=2021, under_25=412)
    MemberCountFactory(association=club, year=2022, under_25=400, cells={(25, "female"): 1600})

    sheet = read_excel(client_for(manager).get("/foreninger/eksport.xlsx")).worksheets[0]
    row = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True)}

    assert row["CVR-nummer"] == "10000009"
    assert row["Andre navne"] == "KK"
    assert row["Årgang"] == "2018"
    assert row["Kontaktpersonens e-mail"] == "mette@example.org"
    assert row["Ressourceperson"] is None
    assert row["Medlemmer under 25 år, 2022"] == 400
    assert row["Medlemmer i alt, 2022"] == 2000
    assert row["Ændring"] == -12
    assert row["Partnerskab til"] == datetime.fromisoformat("2099-12-31")
    assert row["Kræver handling"] == "Ledig stilling"
    assert row["Stillingen ledig siden"] == datetime.fromisoformat("2023-03-02")
    assert row["DIF get2sport fra"] == datetime.fromisoformat("2018-01-01")
    assert row["DIF get2sport til"] is None


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_association_export_costs_the_same_however_many_rows(
    rows, extension, client_for, manager, django_assert_num_queries
):
    for _ in range(rows):
        EmploymentFactory(association=ContactPersonFactory().association)
    client = client_for(manager)

    with django_assert_num_queries(11):
        client.get(f"/foreninger/eksport.{extension}")


def test_association_export_is_marked_as_demo_data_in_demo_mode(clubs, client_for, manager):
    response = client_for(manager).get("/foreninger/eksport.xlsx", {"soeg": "bold"})
    workbook = read_excel(response)

    assert response["Content-Disposition"] == 'attachment; filename="foreninger-demodata-2023-03-31.xlsx"'
    assert workbook.sheetnames == ["Foreninger (demodata)", "Om arket"]
    assert [cell.value for cell in workbook["Om arket"]["A"]] == [
        "Foreninger",
        "1 række",
        "Søg: bold",
        "Medlemstal er pr. 31. december 2022.",
        "Seneste kontakt er den seneste i journalen, notater ikke talt med.",
        "Hentet fra Medspil, Kultur- og Fritidsforvaltningen, med dato 31. marts 2023.",
        "Demodata: foreningerne er rigtige, personer og tal er opdigtede.",
    ]
    assert workbook.properties.description == "Demodata: foreningerne er rigtige, personer og tal er opdigtede."


def test_excel_response_is_not_marked_outside_demo_mode():
    response = excel_response(name="ærø/øre å", title="T" * 40, columns=COLUMNS, rows=[])

    assert "demodata" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith('attachment; filename="aeroe-oere-aa-')
    assert read_excel(response).sheetnames == ["T" * 31, "Om arket"]


def test_excel_response_freezes_the_head_and_filters_the_rows():
    sheet = read_excel(excel_response(name="x", title="X", columns=COLUMNS, rows=[("a", 1), ("b", 2)])).worksheets[0]

    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)
    assert sheet["A1"].font.bold


@pytest.mark.parametrize(
    ("value", "cell", "number_format"),
    [
        (18340, 18340, "#,##0"),
        (-12, -12, "#,##0"),
        (Decimal("18.5"), 18.5, "General"),
        (date(2023, 3, 31), datetime.fromisoformat("2023-03-31"), "dd-mm-yyyy"),
        (datetime(2023, 3, 31, 12, 30, tzinfo=UTC), datetime.fromisoformat("2023-03-31 14:30"), "dd-mm-yyyy hh:mm"),
        (True, "Ja", "General"),
        ("12345674", "12345674", "General"),
        ("=1+1", "=1+1", "General"),
        ("https://example.org", "https://example.org", "General"),
        ("æøå 🎈 \u202e <b>", "æøå 🎈 \u202e <b>", "General"),
        ("x" * 40_000, "x" * LONGEST_CELL, "General"),
    ],
)
def test_excel_cell_keeps_its_type(value, cell, number_format):
    written = excel_value(value)

    assert (written.value, written.number_format) == (cell, number_format)
    assert written.data_type != "f"
    assert written.hyperlink is None


@pytest.mark.parametrize("nothing", [None, ""])
def test_excel_cell_is_empty_without_a_value(nothing):
    columns = [Column("A", lambda row: row), Column("B", lambda _row: 0)]
    sheet = read_excel(excel_response(name="x", title="X", columns=columns, rows=[nothing])).worksheets[0]

    assert [cell.value for cell in sheet[2]] == [None, 0]


def test_excel_column_may_have_its_own_number_format():
    assert excel_value(2022, number_format=PLAIN_NUMBER).number_format == "0"
    assert excel_value(200_000, number_format=AMOUNT).number_format == '#,##0 "kr."'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (1234567, "1234567"),
        (-4, "-4"),
        (Decimal("18.50"), "18,50"),
        (0.5, "0,500000"),
        (date(2023, 3, 31), "31-03-2023"),
        (datetime(2023, 3, 31, 12, 30, tzinfo=UTC), "31-03-2023 14:30"),
        (False, "Nej"),
        ("Ørnen; fed", "Ørnen; fed"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+45 12 34 56 78", "'+45 12 34 56 78"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
    ],
)
def test_csv_text(value, text):
    assert csv_text(value) == text


def test_csv_response_is_what_a_danish_excel_opens():
    response = csv_response(name="foreninger", columns=COLUMNS, rows=[('Ørnen; "fed"', Decimal("1.5"))])

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content == '\ufeffNavn;Værdi\r\n"Ørnen; ""fed""";1,5\r\n'.encode()
