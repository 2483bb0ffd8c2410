"""The e-mail addresses of a list of associations, to copy into a mail: each once, in the list's order. Pure reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment
from overview.domain.association_queries import holds

Found = tuple[int, int | None, str]  # association, person (none: the association's own), address


class Audience(StrEnum):
    """Whose addresses, by the word in the page's address."""

    CHAIRS = "formaend"
    RESOURCE_PERSONS = "ressourcepersoner"
    BOARDS = "bestyrelser"
    ASSOCIATIONS = "foreninger"

    @property
    def label(self) -> str:
        return LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """As a form offers them."""
        return [(audience.value, audience.label) for audience in cls]


LABELS = {
    Audience.CHAIRS: "Formænd",
    Audience.RESOURCE_PERSONS: "Ressourcepersoner",
    Audience.BOARDS: "Hele bestyrelsen",
    Audience.ASSOCIATIONS: "Foreningernes egne adresser",
}


@dataclass(frozen=True)
class Addresses:
    """The addresses, each once whatever its letters' case; `without` are the associations that have none of them."""

    addresses: list[str]
    associations: int
    without: list[Association]
    association_ids: list[int]
    person_ids: list[int]

    @property
    def text(self) -> str:
        """As mail programs take them."""
        return "; ".join(self.addresses)


def addresses_of(rows: QuerySet[Association], audience: Audience, day: date) -> Addresses:
    """The addresses of those who hold the post on the day, in two queries."""
    associations = list(rows.only("pk", "name", "email"))
    found = _found(associations, audience, day)
    by_association: dict[int, list[Found]] = {}
    for one in found:
        by_association.setdefault(one[0], []).append(one)
    ordered = [one for association in associations for one in by_association.get(association.pk, ())]
    return Addresses(
        addresses=list({address.casefold(): address for _, _, address in reversed(ordered)}.values())[::-1],
        associations=len(associations),
        without=[association for association in associations if association.pk not in by_association],
        association_ids=list(by_association),
        person_ids=[person for _, person, _ in ordered if person],
    )


def _found(associations: list[Association], audience: Audience, day: date) -> Iterable[Found]:
    if audience == Audience.ASSOCIATIONS:
        return [(association.pk, None, association.email) for association in associations if association.email]
    keys = [association.pk for association in associations]
    if audience == Audience.RESOURCE_PERSONS:
        held: QuerySet[Employment] | QuerySet[BoardMember] = Employment.objects.filter(holds(day))
    else:
        held = BoardMember.objects.filter(holds(day))
        held = held.filter(role=BoardRole.CHAIR) if audience == Audience.CHAIRS else held
    reached = held.filter(association__in=keys, person__email__gt="")
    rows = reached.order_by("association", "person__sort_key", "pk").values_list(
        "association_id", "person_id", "person__email"
    )
    return [(key, person, str(email)) for key, person, email in rows]
