"""Files as people send them: every kind of damage has one clear message, and nothing is ever a traceback."""

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from imports.reading import excel
from imports.reading.csv_files import BINARY
from tests.imports.files import csv_file, read, texts, workbook

ROWS = [{"Navn": "Brønshøj Åklub", "Telefon": "12 34 56 78"}]
GOOD = workbook(Foreninger=ROWS)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\x93" * 500
OLE = excel.OLE_HEADER + b"\0" * 600


def edited(change) -> bytes:
    """A workbook after `change(workbook, first sheet)` by openpyxl."""
    book = openpyxl.load_workbook(BytesIO(GOOD))
    change(book, book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The workbook with other parts; keywords are names with `__` for the slash."""
    replaced = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return stream.getvalue()


def zip_of(**parts: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<workbook>&c;</workbook>"
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tom.xlsx", b"", "Filen er tom. Vælg en fil med indhold."),
        ("tom.csv", b"", "Filen er tom. Vælg en fil med indhold."),
        ("afbrudt.xlsx", GOOD[: len(GOOD) // 2], excel.BROKEN),
        ("afbrudt.xlsx", GOOD[:-30], excel.BROKEN),
        ("hemmelig.xlsx", OLE + excel.ENCRYPTED, excel.PASSWORD),
        ("gammel.xls", OLE, excel.OLD_FORMAT),
        ("billede.xlsx", JPEG, BINARY),
        ("billede.csv", JPEG, BINARY),
        ("brev.docx", zip_of(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), excel.NOT_EXCEL),
        ("arkiv.xlsx", zip_of(**{"a.txt": b"hej"}), excel.NOT_EXCEL),
        ("bombe.xlsx", repacked(GOOD, xl__workbook_dot_xml=XML_BOMB), excel.BROKEN),
        ("bombe.xlsx", repacked(GOOD, xl__worksheets__sheet1_dot_xml=XML_BOMB), excel.BROKEN),
        ("bombe.xlsx", repacked(GOOD, xl__sharedStrings_dot_xml=XML_BOMB), excel.BROKEN),
        ("ødelagt.xlsx", repacked(GOOD, xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData>"), excel.BROKEN),
    ],
)
def test_unreadable_file_has_one_clear_message(name, content, message):
    tables, problems = read((name, content))

    assert tables == {}
    assert texts(problems) == [message]


def test_file_that_unpacks_to_hundreds_of_megabytes_is_refused_unread(monkeypatch):
    monkeypatch.setattr(excel, "MOST_UNPACKED", 50_000)
    bomb = repacked(GOOD, xl__worksheets__sheet1_dot_xml=b" " * 1_000_000)

    _, problems = read(("bombe.xlsx", bomb))

    assert len(bomb) < 20_000
    assert texts(problems) == [excel.TOO_LARGE]


def test_too_large_file_is_refused_unread(settings):
    settings.UPLOAD_MAX_BYTES = 20 * 1024 * 1024

    _, problems = read(("stor.xlsx", bytes(100 * 1024 * 1024)))

    assert texts(problems) == ["Filen fylder 100 MB. Den må højst fylde 20 MB."]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(excel, "MOST_ROWS", 3)

    _, problems = read(("stor.xlsx", workbook(Foreninger=[{"Navn": f"Klub {n}"} for n in range(5)])))

    assert texts(problems) == ["Et ark har mere end 3 rækker. Del det i flere filer."]


def test_sheet_that_claims_to_be_endless_is_read_as_it_is():
    part = zipfile.ZipFile(BytesIO(GOOD)).read("xl/worksheets/sheet1.xml")
    lying = part.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:XFD1048576"/>')

    tables, problems = read(("stor.xlsx", repacked(GOOD, xl__worksheets__sheet1_dot_xml=lying)))

    assert lying != part
    assert texts(problems) == []
    assert [row.values["name"] for row in tables["Foreninger"].rows] == ["Brønshøj Åklub"]


def test_workbook_with_other_sheets_only_says_which_are_known():
    _, problems = read(("register.xlsx", workbook(Forening=ROWS)))

    assert texts(problems) == [
        "Arket eller filen »Forening« kendes ikke. Mente du »Foreninger«? Ret navnet, eller tag det ud af filen."
    ]


def test_notes_and_empty_sheets_are_passed_over():
    content = workbook(Foreninger=ROWS, Vejledning=[{"Skriv": "sådan"}], Ark2=[], **{"Læs mig": [{"Demo": "data"}]})

    tables, problems = read(("register.xlsx", content))

    assert texts(problems) == []
    assert list(tables) == ["Foreninger"]


def test_file_with_notes_only_has_nothing_to_import():
    _, problems = read(("register.xlsx", workbook(Vejledning=[{"Skriv": "sådan"}])))

    assert texts(problems)[0].startswith("Der er ingen af arkene »Programår«")


def test_merged_cells_are_refused_with_their_place():
    _, problems = read(("register.xlsx", edited(lambda _book, page: page.merge_cells("A2:A4"))))

    assert texts(problems) == [
        "Foreninger, række 2: Cellerne A2:A4 er flettet. Ophæv fletningen, og skriv værdien i hver celle."
    ]


def test_formula_that_was_never_calculated_is_refused():
    def add_formula(book, page):
        page["B2"] = '="12 34 56 " & 78'

    _, problems = read(("register.xlsx", edited(add_formula)))

    assert texts(problems) == [
        "Foreninger, række 2: Cellen B2 har en formel uden beregnet værdi. Åbn filen i Excel, og gem den igen."
    ]


def test_formula_with_a_value_is_read_by_its_value():
    part = zipfile.ZipFile(BytesIO(GOOD)).read("xl/worksheets/sheet1.xml")
    cell = b'<c r="B2" t="str"><f>A1&amp;"x"</f><v>12 34 56 78</v></c>'
    with_formula = part[: part.index(b'<c r="B2"')] + cell + part[part.index(b"</row></sheetData>") :]

    tables, problems = read(("register.xlsx", repacked(GOOD, xl__worksheets__sheet1_dot_xml=with_formula)))

    assert texts(problems) == []
    assert tables["Foreninger"].rows[0].values["phone"] == "12 34 56 78"


def test_cell_with_an_error_is_refused():
    def add_error(book, page):
        page["B2"] = "#REF!"
        page["B2"].data_type = "e"

    _, problems = read(("register.xlsx", edited(add_error)))

    assert texts(problems) == [
        "Foreninger, række 2, Telefon: Cellen viser fejlen #REF!. Ret formlen, eller skriv værdien."
    ]


def test_workbook_with_dates_from_1904_is_refused():
    def shift(book, page):
        book.epoch = CALENDAR_MAC_1904
        page["C1"], page["C2"] = "Get2sport fra", date(2020, 1, 1)

    _, problems = read(("register.xlsx", edited(shift)))

    assert texts(problems) == [excel.MAC_DATES]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_is_read_in_every_danish_encoding(encoding):
    tables, problems = read(("foreninger.csv", csv_file(ROWS, encoding)))

    assert texts(problems) == []
    assert tables["Foreninger"].rows[0].values == {"name": "Brønshøj Åklub", "phone": "12 34 56 78"}


def test_csv_is_recognised_by_its_headings_too():
    rows = [{"Forening": "Klub", "År": "2022", "Kvinder 0-6": "3"}]

    tables, problems = read(("udtræk 2022.csv", csv_file(rows)))

    assert texts(problems) == []
    assert list(tables) == ["Medlemstal"]


def test_several_csv_files_are_one_import():
    tables, problems = read(
        ("Foreninger.csv", csv_file(ROWS)), ("Personer.csv", csv_file([{"Navn": "Bo", "Telefon": "12345678"}]))
    )

    assert texts(problems) == []
    assert list(tables) == ["Foreninger", "Personer"]


def test_csv_that_fits_two_sheets_asks_for_a_name():
    _, problems = read(("data.csv", csv_file([{"Navn": "Bo", "Telefon": "12345678"}])))

    assert texts(problems)[0].startswith("Arket eller filen »data« kendes ikke.")


def test_problem_with_one_of_several_files_names_it():
    _, problems = read(("Foreninger.csv", csv_file(ROWS)), ("/hemmeligt/Personer.csv", b""))

    assert texts(problems) == ["Personer.csv: Filen er tom. Vælg en fil med indhold."]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Navn,Telefon\r\nKlub,12345678\r\n", "Kolonnerne er ikke adskilt af semikolon."),
        (b"Navn\tTelefon\r\nKlub\t12345678\r\n", "Kolonnerne er ikke adskilt af semikolon."),
        (b'Navn;Telefon\r\n"Klub;' + b"x" * 200_000, "Række 2 kan ikke læses: en celle er alt for lang"),
        (b"Navn;Telefon\r\nKlub" + b";x" * 300, "Række 2 har mere end 200 kolonner."),
        (b"Navn;Telefon\r\nKlub;12345678;mere", "»mere« står uden for de kolonner, der har en overskrift."),
    ],
)
def test_csv_with_a_wrong_form_says_what_to_do(content, message):
    _, problems = read(("foreninger.csv", content))

    assert message in texts(problems)[0]


def test_excels_hint_about_the_separator_is_passed_over():
    tables, problems = read(("foreninger.csv", b"sep=;\r\nNavn;Telefon\r\nKlub;12345678\r\n"))

    assert texts(problems) == []
    assert tables["Foreninger"].rows[0].number == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"Navn": "Klub", "Telefn": "1"}, "Kolonnen »Telefn« kendes ikke. Mente du »Telefon«?"),
        ({"Navn": "Klub", "Skostørrelse": "1"}, "Kolonnen »Skostørrelse« kendes ikke. Se skabelonen"),
        ({"Telefon": "12345678"}, "Kolonnen »Navn« mangler."),
        ({"Navn": "Klub", "telefon ": "1", "Telefon": "1"}, "Kolonnen står to gange. Slet den ene."),
    ],
)
def test_headings_are_checked_before_the_rows(row, message):
    _, problems = read(("register.xlsx", workbook(Foreninger=[row] * 3)))

    assert len(texts(problems)) == 1
    assert message in texts(problems)[0]


def test_headings_may_differ_in_case_and_spaces():
    tables, _ = read(("register.xlsx", workbook(foreninger=[{" NAVN": "Klub", "get2sport  FRA": date(2020, 1, 1)}])))

    assert tables["Foreninger"].rows[0].values == {"name": "Klub", "get2sport_start": date(2020, 1, 1)}


def test_row_numbers_are_the_files_own():
    _, problems = read(("register.xlsx", workbook(Foreninger=[{"Navn": "A"}, {}, {"Navn": "B", "Telefon": "x"}])))

    assert texts(problems)[0].startswith("Foreninger, række 4, Telefon: »x« er ikke et telefonnummer.")
