"""Who is to be reminded about an association on a day: read once for a span of days, asked day by day. Pure reads.

Only people who can sign in: a mail whose link leads to a closed door helps nobody. A member of staff who is employed in
an association or sits on its board has only that role towards it (R19).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from accounts.enums import StaffRole
from accounts.models import User
from associations.enums import BoardRole
from associations.models import BoardMember, Employment
from core.registry import Turn
from partnerships.models import ContactPerson
from reminders.enums import Rung

RUNG_OF: Mapping[Turn, Rung] = {
    Turn.RESOURCE_PERSON: Rung.RESOURCE_PERSON,
    Turn.BOARD: Rung.CHAIR,
    Turn.CONSULTANT: Rung.CONSULTANT,
    Turn.MANAGER: Rung.MANAGER,
}


class Post(NamedTuple):
    """Somebody's post in an association for some days; `is_first` is the primary contact, or the chair."""

    start: date
    end: date | None
    user: int
    is_first: bool

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class People:
    """Everybody who may be reminded on a day of the span that was read."""

    employed: Mapping[int, list[Post]]
    board: Mapping[int, list[Post]]
    contacts: Mapping[int, list[Post]]
    managers: frozenset[int]
    staff: frozenset[int]
    _told: dict[tuple[int, date], tuple[frozenset[int], ...]] = field(default_factory=dict)

    def at(self, rung: Rung, association: int, day: date) -> frozenset[int]:
        """The users who stand there that day."""
        key = (association, day)
        if key not in self._told:
            self._told[key] = self._ladder(association, day)
        return self._told[key][rung]

    def _ladder(self, association: int, day: date) -> tuple[frozenset[int], ...]:
        employed = [post for post in self.employed.get(association, ()) if post.holds(day)]
        board = [post for post in self.board.get(association, ()) if post.holds(day)]
        contacts = {post.user for post in self.contacts.get(association, ()) if post.holds(day)}
        own = {post.user for post in (*employed, *board)}
        return _first(employed), _first(board), frozenset(contacts - own), frozenset(self.managers - own)


def _first(posts: Iterable[Post]) -> frozenset[int]:
    """The primary contact or the chair; where none has an account, the others."""
    every = list(posts)
    return frozenset(post.user for post in every if post.is_first) or frozenset(post.user for post in every)


def read_people(first: date, last: date) -> People:
    """Those of all associations on the days from `first` to `last`, both included; four queries."""
    within = Q(start__lte=last) & (Q(end=None) | Q(end__gte=first))
    able = User.objects.able_to_sign_in().order_by()
    own = Q(person__user__in=able)
    employed = Employment.objects.filter(within, own).annotate(of=F("person__user"), chief=F("is_primary_contact"))
    board = BoardMember.objects.filter(within, own).annotate(of=F("person__user"), chief=Q(role=BoardRole.CHAIR.value))
    consultants = able.filter(staff_role=StaffRole.CONSULTANT)
    contacts = ContactPerson.objects.filter(within, consultant__in=consultants).annotate(
        of=F("consultant"), chief=Q(pk__gt=0)
    )
    staff = dict(able.exclude(staff_role="").values_list("pk", "staff_role"))
    return People(
        _by_association(employed),
        _by_association(board),
        _by_association(contacts),
        frozenset(pk for pk, role in staff.items() if role == StaffRole.MANAGER),
        frozenset(staff),
    )


def _by_association(rows: QuerySet[Any, Any]) -> dict[int, list[Post]]:
    found: defaultdict[int, list[Post]] = defaultdict(list)
    for association, *post in rows.order_by("association", "pk").values_list(
        "association_id", "start", "end", "of", "chief"
    ):
        found[association].append(Post(*post))
    return dict(found)
