"""Choices of documents, with their Danish labels."""

from django.db import models


class DocumentKind(models.TextChoices):
    """What a document is."""

    GRANT_AGREEMENT = "agreement", "Tilskudsaftale"
    BY_LAWS = "by_laws", "Vedtægter"
    ACCOUNTS = "accounts", "Regnskab"
    MINUTES = "minutes", "Referat"
    OTHER = "other", "Andet"


class FileType(models.TextChoices):
    """The formats that are let in, as their content shows."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", "ODT (tekst)"
    ODS = "ods", "ODS (regneark)"
    PNG = "png", "Billede (PNG)"
    JPEG = "jpg", "Billede (JPEG)"
    TEXT = "txt", "Tekst"

    @property
    def content_type(self) -> str:
        """The MIME type that the file is served with."""
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.TEXT: "text/plain",
}
