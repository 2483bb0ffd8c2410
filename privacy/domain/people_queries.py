"""Finding the person that somebody asks about. Pure reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.permissions import AnyUser
from associations.models import BoardMember, Employment, Person
from core.ordering import danish_key

MOST_FOUND = 50
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Found:
    """A person with the associations, and whether there is an employment or a seat today or later."""

    person: Person
    associations: str
    is_active: bool


def find_people(user: AnyUser, text: str, day: date) -> list[Found]:
    """The first people whose name or e-mail holds every word of the text, in Danish order. Five queries."""
    words = text.split()
    if len(text.strip()) < FEWEST_LETTERS:
        return []
    rows = Person.objects.visible_to(user)
    for word in words:
        rows = rows.filter(Q(sort_key__contains=danish_key(word)) | Q(email__icontains=word))
    # `visible_to` may join rows twice; the order is the database's own sort key.
    people = list(Person.objects.filter(pk__in=rows.values("pk")).order_by("sort_key", "pk")[:MOST_FOUND])
    clubs = _clubs(people)
    active = _active(people, day)
    return [Found(person, ", ".join(clubs.get(person.pk, [])), person.pk in active) for person in people]


def _clubs(people: list[Person]) -> dict[int, list[str]]:
    """The names of each person's associations, past and present, in Danish order. Two queries."""
    found: dict[int, set[tuple[str, str]]] = {}
    for model in (Employment, BoardMember):
        rows = model._default_manager.filter(person__in=people).order_by()
        for pk, key, name in rows.values_list("person_id", "association__sort_key", "association__name"):
            found.setdefault(pk, set()).add((key, name))
    return {pk: [name for _, name in sorted(clubs)] for pk, clubs in found.items()}


def _active(people: list[Person], day: date) -> set[int]:
    lasting = Q(end=None) | Q(end__gte=day)
    found: set[int] = set()
    for model in (Employment, BoardMember):
        rows = model._default_manager.filter(lasting, person__in=people).order_by()
        found |= set(rows.values_list("person_id", flat=True))
    return found
