"""Mine oplysninger: what a signed-in user sees and changes about themselves."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import EmailChange, User
from associations.domain.addresses import locked_pair
from associations.models import Association, BoardMember, Employment
from workflow import audit


@dataclass(frozen=True)
class OwnPost:
    """An employment or a seat of the user's, both days included."""

    association: Association
    label: str
    start: date
    end: date | None
    day: date

    @property
    def holds(self) -> bool:
        """It gives access on the day."""
        return self.start <= self.day and (self.end is None or self.end >= self.day)

    @property
    def state(self) -> str:
        """What it means for access."""
        if self.holds:
            return "Du har adgang"
        return "Adgangen begynder senere" if self.start > self.day else "Adgangen er slut"


def own_posts(user: User, day: date) -> list[OwnPost]:
    """The user's posts in associations, the newest first."""
    posts = [
        OwnPost(row.association, "Ressourceperson", row.start, row.end, day)
        for row in Employment.objects.filter(person__user=user).select_related("association")
    ]
    posts += [
        OwnPost(row.association, row.get_role_display(), row.start, row.end, day)
        for row in BoardMember.objects.filter(person__user=user).select_related("association")
    ]
    return sorted(posts, key=lambda post: (post.start, post.association.pk), reverse=True)


def open_change(user: User) -> EmailChange | None:
    """The change of address that the user has asked for and not confirmed; none whose time has run out."""
    found: EmailChange | None = EmailChange.objects.still_open().filter(user=user).first()
    return None if found is None or found.is_expired else found


@transaction.atomic
def edit_own_details(user: User, *, based_on: int | None = None) -> User:
    """Saves the user's own changed name and telephone; the register's person follows."""
    person, _ = locked_pair(user)
    audit.save(user, by=user, based_on=based_on)
    if person is not None:
        person.name, person.phone = user.name, user.phone
        audit.save(person, by=user)
    return user
