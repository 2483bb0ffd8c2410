"""Small files as people have them, made in memory."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20) + b"\xff\xd9"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def upload(content: bytes, name: str = "fil.pdf", content_type: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def zip_of(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def office(main: str, part: str, **more: str | bytes) -> bytes:
    """A Word or Excel file whose main part has the content type `main`."""
    override = f'<Override PartName="/{part}" ContentType="{main}"/>'
    types = f'<Types><Default Extension="xml" ContentType="application/xml"/>{override}</Types>'
    return zip_of({"[Content_Types].xml": types, part: "<document/>", **more})


def docx(**more: str | bytes) -> bytes:
    return office(WORD, "word/document.xml", **more)


def xlsx(**more: str | bytes) -> bytes:
    return office(EXCEL, "xl/workbook.xml", **more)


def opendocument(kind: str = "text", manifest: str = "<manifest/>", **more: str | bytes) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zip_of({"mimetype": mimetype, "content.xml": "<x/>", "META-INF/manifest.xml": manifest, **more})
