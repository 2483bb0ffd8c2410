"""What documents hold on a person, and how long they are kept (R20)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from accounts.models import User
from core.formats import date_text
from core.periods import years_after
from core.registry import Expired, Held, Subject
from documents.domain.document import forget_documents
from documents.models import Document

STAYS = (
    "Dokumenterne er foreningens og forvaltningens sager og slettes, når opbevaringstiden er gået. Navnet på den, der "
    "lagde dem op, følger brugerkontoen og forsvinder med den."
)


def held(subject: Subject) -> Iterator[Held]:
    """The documents that the person has uploaded; what stands inside files cannot be searched."""
    if subject.user_id is None:
        return
    rows = Document.objects.filter(uploaded_by=subject.user_id).select_related("association")
    lines = tuple(f"{date_text(row.uploaded_on)}, {row.association}: {row.title}" for row in rows)
    if lines:
        yield Held("Dokumenter, som personen har lagt op", lines, STAYS)


def erase(_subject: Subject, _by: Any) -> None:
    """Nothing: what is held stays, for the reason given."""


def expired(years: int, day: date) -> Iterable[Expired]:
    """Documents that are older than the retention period on the day, the oldest first."""
    rows = Document.objects.filter(uploaded_on__lt=years_after(day, -years)).select_related("association")
    return [
        Expired(row.pk, f"{row.title}, {row.association}", years_after(row.uploaded_on, years))
        for row in rows.order_by("uploaded_on", "pk")
    ]


def carry_out(ids: Collection[int], by: User | None) -> None:
    """Deletes the documents with their files; the trace says so, but no longer what they were."""
    forget_documents(ids, by=by)
