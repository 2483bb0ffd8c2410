"""An association's documents as a table, and the same as columns of the downloads."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.exports import PLAIN_NUMBER
from core.exports import Column as ExportColumn
from core.formats import short_date_text
from core.tables import Column, DateColumn, NumberColumn, Table
from documents.models import Document

UPLOADER_UNKNOWN = "Systemet"


class DocumentTable(Table):
    """Rows of `Document` with `uploaded_by`."""

    title = Column("Dokument")
    is_internal = Column("Hvem kan læse det")
    kind = Column("Slags")
    size = NumberColumn("Størrelse")
    uploaded_on = DateColumn("Lagt op")
    actions = Column("Ret", orderable=False, empty_values=(), attrs={"td": {"class": "nowrap"}})

    class Meta(Table.Meta):
        one, many = "dokument", "dokumenter"
        row_header = "title"
        empty_text = ""

    def __init__(
        self, *args: Any, shows_audience: bool, may_change: Callable[[Document], bool] | None, **kwargs: Any
    ) -> None:
        """`may_change` tells of which documents the reader may change them; None: of none."""
        hidden = [*([] if shows_audience else ["is_internal"]), *([] if may_change else ["actions"])]
        super().__init__(*args, exclude=hidden, **kwargs)
        self.may_change = may_change

    def render_title(self, record: Document) -> SafeString:
        url = reverse("documents:document-download", args=[record.association_id, record.pk])
        return format_html(
            '<a href="{}">{}</a><br><span class="muted weight-normal">{}, {}</span>',
            url,
            record.title,
            record.original_name,
            record.get_file_type_display(),
        )

    def render_is_internal(self, record: Document) -> SafeString:
        return audience_badge(record)

    def render_size(self, value: int) -> str:
        return filesizeformat(value)

    def render_uploaded_on(self, record: Document) -> SafeString:
        by = record.uploaded_by or UPLOADER_UNKNOWN
        return format_html('{}<br><span class="muted">{}</span>', short_date_text(record.uploaded_on), by)

    def render_actions(self, record: Document) -> SafeString:
        if self.may_change is None or not self.may_change(record):
            return SafeString("")
        url = reverse("documents:document-edit", args=[record.association_id, record.pk])
        return format_html('<a href="{}">Ret<span class="sr-only"> {}</span></a>', url, record.title)


def audience_text(document: Document) -> str:
    """Who may read the document, in few words."""
    owner = settings.SITE_OWNER_SHORT
    return f"Kun {owner}" if document.is_internal else f"{owner} og foreningen"


def audience_badge(document: Document) -> SafeString:
    """The same as a badge; what is for staff only stands out."""
    kind = "badge badge-warning" if document.is_internal else "badge"
    return format_html('<span class="{}">{}</span>', kind, audience_text(document))


def document_columns(*, shows_audience: bool) -> list[ExportColumn[Document]]:
    """The columns of the downloads."""
    audience = [ExportColumn[Document]("Hvem kan læse det", audience_text, width=20)] if shows_audience else []
    return [
        ExportColumn("Dokument", lambda row: row.title, width=36),
        ExportColumn("Slags", lambda row: row.get_kind_display(), width=18),
        *audience,
        ExportColumn("Filnavn", lambda row: row.original_name, width=36),
        ExportColumn("Format", lambda row: row.get_file_type_display(), width=16),
        ExportColumn("Størrelse i byte", lambda row: row.size, number_format=PLAIN_NUMBER),
        ExportColumn("Lagt op den", lambda row: row.uploaded_on),
        ExportColumn("Lagt op af", lambda row: str(row.uploaded_by or UPLOADER_UNKNOWN), width=24),
    ]
