"""Where the register names a person beside its people: in the yearly declarations (R20)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from associations.models import ChildProtectionDeclaration, Person
from core.formats import date_text
from core.registry import Held, Subject

NOBODY = "Navn slettet"


def declarations_held(subject: Subject) -> Iterable[Held]:
    """The declarations that bear the person's name."""
    lines = tuple(
        f"{row.association}, {row.year}: erklæret {date_text(row.declared_on)} af {row.declared_by}"
        for row in _declarations(subject).select_related("association").order_by("association", "year")
    )
    return [Held("Børneattesterklæringer", lines)] if lines else []


def erase_declarer(subject: Subject, _by: Any) -> None:
    """Takes the name away; that the association has declared, and when, stays. The eraser traces it."""
    _declarations(subject).update(declared_by=NOBODY)


def _declarations(subject: Subject) -> QuerySet[ChildProtectionDeclaration]:
    """Those of the associations in which the person is or was, with the person's name."""
    person = Person.objects.filter(pk=subject.person_id).first() if subject.person_id else None
    if person is None:
        return ChildProtectionDeclaration.objects.none()
    here = Q(association__employments__person=person) | Q(association__board_members__person=person)
    ids = ChildProtectionDeclaration.objects.filter(here, declared_by__iexact=person.name).values("pk")
    return ChildProtectionDeclaration.objects.filter(pk__in=ids)
