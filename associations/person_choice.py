"""Finding somebody who is in the register already, before a form about them is filled in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Permission
from accounts.permissions import has_permission
from associations.domain.people import found_people
from associations.models import Association, BoardMember, Employment, Person
from core.formats import date_text

MOST_LETTERS = 100


@dataclass(frozen=True)
class FoundPerson:
    """A hit: who it is, so that people of the same name can be told apart."""

    person: Person
    text: str


@dataclass(frozen=True)
class PersonChoice:
    """What was searched for, what was found, and who was chosen (None: a new person is written)."""

    chosen: Person | None
    text: str
    found: list[FoundPerson]


def person_choice(request: HttpRequest, association: Association) -> PersonChoice:
    """Reads the address's `soeg` and `person`, or the form's `person`, among those that the user may see (404)."""
    visible = Person.objects.visible_to(request.user)
    sent = request.POST if request.method == "POST" else request.GET
    key = str(sent.get("person", ""))
    chosen = get_object_or_404(visible, pk=int(key)) if key.isascii() and key.isdigit() and len(key) < 12 else None
    text = str(request.GET.get("soeg", ""))[:MOST_LETTERS].replace("\0", "")
    people = [] if chosen else found_people(text, among=visible.select_related("user"))
    sees_all = has_permission(request.user, Permission.VIEW_REGISTER)
    posts = {} if sees_all or not people else _posts_in(association, people)
    found = [FoundPerson(person, person.email or "" if sees_all else posts.get(person.pk, "")) for person in people]
    return PersonChoice(chosen, text, found)


def _posts_in(association: Association, people: list[Person]) -> dict[int, str]:
    """The latest post of each in the association, by the person's key."""
    rows: list[Any] = [
        *Employment.objects.filter(association=association, person__in=people),
        *BoardMember.objects.filter(association=association, person__in=people),
    ]
    rows.sort(key=lambda row: (row.end or date.max, row.start))
    return {row.person_id: _post_text(row) for row in rows}


def _post_text(row: Employment | BoardMember) -> str:
    post = "Ressourceperson" if isinstance(row, Employment) else row.get_role_display()
    return f"{post} til {date_text(row.end)}" if row.end else f"{post} siden {date_text(row.start)}"
