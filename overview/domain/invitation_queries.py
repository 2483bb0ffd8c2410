"""Who in several associations cannot sign in yet. Pure reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.permissions import AnyUser, association_roles
from associations.domain.access_invitations import PersonAccess, access_of_people
from associations.models import Association


@dataclass(frozen=True)
class MissingPerson:
    """Somebody in an association who cannot sign in yet."""

    association: Association
    access: PersonAccess

    @property
    def posts(self) -> str:
        """`Formand, Ressourceperson`."""
        return ", ".join(dict.fromkeys(post.label for post in self.access.posts))


@dataclass(frozen=True)
class MissingPeople:
    """Those who would be invited, and those who have no address to invite, in the associations' order."""

    to_invite: list[MissingPerson]
    without_email: list[MissingPerson]

    @property
    def person_count(self) -> int:
        """How many would get a mail: somebody in two associations gets one."""
        return len({row.access.person.pk for row in self.to_invite})


def missing_in(associations: QuerySet[Association], user: AnyUser, day: date) -> MissingPeople:
    """Reads it in four queries. Associations in which the user has a part are left to the others (R19)."""
    own = association_roles(user)
    order = {row.pk: row for row in associations.only("name", "citywide") if row.pk not in own}
    position = {pk: place for place, pk in enumerate(order)}
    rows = [
        MissingPerson(order[access.association_id], access)
        for access in sorted(access_of_people(order, day), key=lambda one: position[one.association_id])
    ]
    return MissingPeople(
        [row for row in rows if row.access.is_missing], [row for row in rows if row.access.lacks_email]
    )
