"""What a file is, by its content alone, and what is refused with which reason."""

import hashlib
import zipfile

import pytest
from django.core.exceptions import ValidationError

from documents.domain import content as rules
from documents.domain.content import inspected
from documents.enums import FileType
from tests.documents.files import (
    JPEG,
    PDF,
    PNG,
    WORD_WITH_MACROS,
    docx,
    office,
    opendocument,
    upload,
    xlsx,
    zip_of,
)

TEXT = "Referat af mødet. Æbler, øl og ål – »godt«.".encode()


def refusal(data: bytes, name: str = "fil.pdf") -> str:
    with pytest.raises(ValidationError) as caught:
        inspected(upload(data, name))
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (PDF, "a.pdf", FileType.PDF),
        (PDF, "program.exe", FileType.PDF),  # the name is only a text
        (docx(), "a.docx", FileType.DOCX),
        (docx(), "a.zip", FileType.DOCX),
        (xlsx(), "a.xlsx", FileType.XLSX),
        (opendocument(), "a.odt", FileType.ODT),
        (opendocument("spreadsheet"), "a.ods", FileType.ODS),
        (PNG, "a.png", FileType.PNG),
        (JPEG, "a.jpg", FileType.JPEG),
        (TEXT, "a.txt", FileType.TEXT),
        ("Æbler og ål".encode("cp1252"), "A.TXT", FileType.TEXT),
        (b"\xef\xbb\xbfmed BOM", "a.csv", FileType.TEXT),
    ],
)
def test_allowed_content_is_recognised_whatever_its_name(data, name, found):
    content = inspected(upload(data, name))
    assert (content.file_type, content.size) == (found, len(data))
    assert content.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", rules.EMPTY),
        (b"MZ\x90\x00 program", rules.PROGRAM),
        (b"\x7fELF\x02\x01", rules.PROGRAM),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rules.OLD_OFFICE),
        (b"\x00\x01\x02\x03", rules.UNKNOWN),
        (b"GIF89a\x00\x00", rules.UNKNOWN),
        (PDF.replace(b"%%EOF", b""), rules.BROKEN),
        (PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R"), rules.LOCKED),
        (PDF.replace(b"/Root 1 0 R", b"/Encrypt<</V 4>>"), rules.LOCKED),
        (PNG[:-12], rules.BROKEN),
        (JPEG[:-2], rules.BROKEN),
        (docx()[:-40], rules.BROKEN),
        (zip_of({"hej.txt": "hej"}), rules.UNKNOWN),
        (zip_of({"[Content_Types].xml": "<Types/>"}), rules.UNKNOWN),
        (zip_of({"[Content_Types].xml": "<Types"}), rules.BROKEN),
        (zip_of({"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>'}), rules.BROKEN),
        (office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "ppt/p.xml"),
         rules.UNKNOWN),
        (office(WORD_WITH_MACROS, "word/document.xml"), rules.MACROS),
        (docx(**{"word/vbaProject.bin": b"x"}), rules.MACROS),
        (docx(**{"word/embeddings/oleObject1.bin": b"x"}), rules.MACROS),
        (docx(**{"word/activeX/activeX1.xml": b"x"}), rules.MACROS),
        (xlsx(**{"xl/macrosheets/sheet1.xml": b"x"}), rules.MACROS),
        (opendocument(**{"Basic/Standard/Module1.xml": b"x"}), rules.MACROS),
        (opendocument(**{"Scripts/python/a.py": b"x"}), rules.MACROS),
        (opendocument(manifest="<manifest><encryption-data/></manifest>"), rules.LOCKED),
        (opendocument("presentation"), rules.UNKNOWN),
    ],
)  # fmt: skip
def test_refused_content_says_why(data, reason):
    assert refusal(data) == reason


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>hej",
        "hej <script>alert(1)</script>",
        "\ufeff <HTML lang=da>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<?xml version="1.0"?><x/>',
        "<?php system($_GET[0]);",
        "#!/bin/sh\nrm -rf /",
        "{\\rtf1\\ansi hej}",
    ],
)
def test_markup_and_scripts_are_refused_also_as_text_files(text):
    assert refusal(text.encode(), "harmløs.txt") == rules.MARKUP


@pytest.mark.parametrize("name", ["script.js", "kør.bat", "kør.ps1", "referat", "referat.pdf", "a.txt.vbs"])
def test_plain_text_under_another_name_is_refused(name):
    assert refusal(b"del C:\\*.*", name) == rules.NOT_TEXT_NAME


def test_text_with_control_characters_is_no_text():
    assert refusal(b"hej\x07", "a.txt") == rules.UNKNOWN


def test_bytes_that_no_alphabet_has_are_no_text():
    assert refusal(b"\x81\x8d hej", "a.txt") == rules.UNKNOWN


def test_file_at_the_limit_is_kept_and_a_byte_more_is_not(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    full = b"a" * (1024 * 1024)
    assert inspected(upload(full, "a.txt")).size == 1024 * 1024
    assert refusal(full + b"a", "a.txt") == "Filen er for stor. Den må højst fylde 1 MB."


def test_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = docx(**{"word/media/image1.png": bytes(20 * 1024 * 1024)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    assert refusal(bomb) == rules.TOO_MUCH


def test_archive_of_thousands_of_parts_is_refused(monkeypatch):
    monkeypatch.setattr(rules, "MOST_PARTS", 3)
    assert refusal(docx(a="1", b="2")) == rules.TOO_MUCH


def test_list_of_parts_that_lies_about_its_size_is_cut_off(monkeypatch):
    monkeypatch.setattr(rules, "LARGEST_SMALL_PART", 10)
    assert refusal(docx()) == rules.TOO_MUCH


def test_encrypted_zip_is_refused():
    data = bytearray(docx())
    data[6] |= 1  # the local header's flag
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the directory's
    assert refusal(bytes(data)) == rules.LOCKED


def test_file_can_be_read_from_its_start_afterwards():
    file = upload(docx())
    inspected(file)
    assert file.read(2) == b"PK"
