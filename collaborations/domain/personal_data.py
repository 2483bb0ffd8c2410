"""Where somebody may be named in collaborations: in free texts only, since contacts are units (R20)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import User
from associations.models import Person
from collaborations.models import Collaboration, ContactUnit, InitiativeParticipation
from core.ordering import danish_key, danish_key_of
from core.registry import Held, Subject

STAYS = (
    "Teksterne handler om foreningens samarbejder og om kommunens indgange og bliver. Navn, e-mail og telefon tages ud "
    "af dem."
)
TEXTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Collaboration.objects.select_related("association", "partner"), ("about", "contact", "note")),
    (InitiativeParticipation.objects.select_related("association", "initiative"), ("note",)),
    (ContactUnit.objects.select_related("administration"), ("unit", "helps_with")),
)


def held(subject: Subject) -> Iterator[Held]:
    """The texts that name the person."""
    names = {
        *Person.objects.filter(pk=subject.person_id or 0).values_list("name", flat=True),
        *User.objects.filter(pk=subject.user_id or 0).values_list("name", flat=True),
    }
    lines = [line for rows, fields in TEXTS for line in _lines(rows.all(), fields, names)] if names else []
    if lines:
        yield Held("Nævnt i samarbejder og vejviser", tuple(lines), STAYS)


def _lines(rows: QuerySet[Any], fields: tuple[str, ...], names: set[str]) -> Iterator[str]:
    named = Q()
    for field in fields:
        rows = rows.alias(**{f"{field}_text": danish_key_of(F(field))})
        for name in names:
            named |= Q(**{f"{field}_text__contains": danish_key(name)})
    for row in rows.filter(named).order_by("pk"):
        whose = f"{row.association}, " if hasattr(row, "association") else ""
        yield f"{whose}{row}: " + "; ".join(text for field in fields if (text := getattr(row, field)))


def erase(_subject: Subject, _by: Any) -> None:
    """Nothing: the eraser takes the person's name out of every text, and the texts stay."""
