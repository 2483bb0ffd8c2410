"""The demo's documents: agreements, by-laws, accounts and minutes, internal and shared, invented and mild."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.core.files.base import ContentFile

from accounts.models import User
from associations.enums import BoardRole
from associations.models import Association, BoardMember
from core import clock
from documents.domain.document import add_document
from documents.enums import DocumentKind
from documents.models import Document

METTE, YUSUF = "mette.lindholt@example.org", "yusuf.erdal@example.org"
CHAIR = "chair"
MARK = "Demodata: foreningen er rigtig, indholdet er opdigtet."
STAMP = datetime(2023, 3, 31)  # noqa: DTZ001 — xlsxwriter takes local times


@dataclass(frozen=True)
class Sample:
    """A document to make. `by` is a consultant's address, or the chair."""

    association: str
    kind: DocumentKind
    title: str
    name: str
    content: Callable[[str, str], bytes]
    came_on: date
    by: str
    is_internal: bool = False


def pdf(title: str, association: str) -> bytes:
    """A page with three lines."""
    lines = (title, association, MARK)
    shown = " ".join(f"({_escaped(line)}) Tj 0 -24 Td" for line in lines)
    stream = f"BT /F1 14 Tf 72 760 Td {shown} ET".encode("cp1252")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font,
    ]
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + head + table + end


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def text(title: str, association: str) -> bytes:
    """A few lines."""
    return f"{title}\n{association}\n\n1. Valg af ordstyrer\n2. Nyt fra holdene\n3. Eventuelt\n\n{MARK}\n".encode()


def sheet(title: str, association: str) -> bytes:
    """A workbook with a few numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": title, "created": STAMP})
        page = workbook.add_worksheet("Regnskab")
        rows = ((title, association), ("Løn til ressourceperson", 200_000), ("Tilskud", 200_000), (MARK, ""))
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return content.getvalue()


SAMPLES = (
    Sample("Nørrebro United", DocumentKind.GRANT_AGREEMENT, "Tilskudsaftale 2022-2025", "Tilskudsaftale.pdf", pdf,
           date(2022, 1, 10), YUSUF),
    Sample("Nørrebro United", DocumentKind.OTHER, "Udkast til forlængelse", "Udkast.pdf", pdf,
           date(2023, 3, 14), YUSUF, is_internal=True),
    Sample("Nørrebro United", DocumentKind.BY_LAWS, "Vedtægter 2021", "Vedtægter 2021.pdf", pdf,
           date(2021, 4, 12), CHAIR),
    Sample("Nørrebro United", DocumentKind.MINUTES, "Referat af generalforsamlingen 2023", "Referat.txt", text,
           date(2023, 3, 20), CHAIR),
    Sample("Nørrebro United", DocumentKind.ACCOUNTS, "Regnskab for tilskuddet 2022", "Regnskab 2022.xlsx", sheet,
           date(2023, 2, 27), CHAIR),
    Sample("Ajax København", DocumentKind.BY_LAWS, "Vedtægter", "Vedtægter.pdf", pdf, date(2020, 8, 3), CHAIR),
    Sample("SheZone", DocumentKind.GRANT_AGREEMENT, "Tilskudsaftale 2022-2025", "Aftale.pdf", pdf,
           date(2022, 1, 12), METTE, is_internal=True),
    # Past the retention period.
    Sample("Fremad Valby", DocumentKind.GRANT_AGREEMENT, "Tilskudsaftale 2012-2015", "Aftale 2012.pdf", pdf,
           date(2012, 1, 16), METTE),
)  # fmt: skip


def seed() -> None:
    """Makes each of them once; again changes nothing."""
    for sample in SAMPLES:
        association = Association.objects.filter(name=sample.association).first()
        if association and not Document.objects.filter(association=association, title=sample.title).exists():
            _add(sample, association)


def _add(sample: Sample, association: Association) -> None:
    content = sample.content(sample.title, association.name)
    add_document(
        association=association,
        kind=sample.kind,
        title=sample.title,
        file=ContentFile(content, name=sample.name),
        by=_uploader(sample, association),
        is_internal=sample.is_internal,
        came_on=sample.came_on,
    )


def _uploader(sample: Sample, association: Association) -> User | None:
    if sample.by != CHAIR:
        return User.objects.filter(email=sample.by).first()
    chairs = BoardMember.objects.filter(
        association=association, role=BoardRole.CHAIR, start__lte=clock.today(), end=None
    )
    seat = chairs.select_related("person__user").first()
    return seat.person.user if seat else None
