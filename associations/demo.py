"""The people of associations on the demo's sign-in page: a few of each kind, and one whose access has ended."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.demo import DemoSignIn
from accounts.models import User
from associations.enums import BoardRole
from associations.models import BoardMember, Employment
from core import clock

OF_EACH_KIND = 3


def demo_people() -> list[DemoSignIn]:
    """Resource persons, chairs, and somebody whose access has ended, with the name of their association."""
    holds_today = Q(start__lte=clock.today()) & (Q(end=None) | Q(end__gte=clock.today()))
    can_sign_in = Q(person__user__in=User.objects.able_to_sign_in())
    employments = Employment.objects.filter(can_sign_in).select_related("person__user", "association")
    chairs = BoardMember.objects.filter(can_sign_in, holds_today, role=BoardRole.CHAIR)
    current = Q(person__employments__in=Employment.objects.filter(holds_today)) | Q(
        person__board_seats__in=BoardMember.objects.filter(holds_today)
    )
    return [
        *_rows(employments.filter(holds_today), "Ressourceperson i {}", OF_EACH_KIND),
        *_rows(chairs.select_related("person__user", "association"), "Formand i {}", OF_EACH_KIND),
        *_rows(employments.filter(end__lt=clock.today()).exclude(current), "Tidligere ressourceperson i {}", 1),
    ]


def _rows(held: Iterable[Employment | BoardMember], text: str, most: int) -> list[DemoSignIn]:
    """One sign-in for each of the first `most` people, by association."""
    found: dict[str, DemoSignIn] = {}
    for row in sorted(held, key=lambda row: (row.association.sort_key, row.pk)):
        user = row.person.user
        if user and len(found) < most:
            found.setdefault(user.email, DemoSignIn(user.name, user.email, text.format(row.association.name)))
    return list(found.values())
