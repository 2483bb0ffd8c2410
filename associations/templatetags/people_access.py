"""`{% load people_access %}`: the state of somebody's sign-in, where a row of a table has only the person."""

from django import template

from associations.domain.access_invitations import PeopleAccess, PersonAccess
from associations.models import Person

register = template.Library()


@register.filter
def of_person(accesses: PeopleAccess, person: Person) -> PersonAccess | None:
    """The person's access; None for somebody who has no part in the association."""
    return accesses.by_person.get(person.pk)
