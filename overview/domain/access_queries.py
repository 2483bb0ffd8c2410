"""Why somebody who signed in has no access today (R19): what they had or will have, and whom to call. Pure reads."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from associations.models import Association, BoardMember, Employment
from partnerships.models import ContactPerson


@dataclass(frozen=True)
class LostAccess:
    """The employment or board seat nearest to today that does not hold today. Dates are inclusive.

    `ended` is its last day, or None when it begins later, on `begins`. `contact` is the association's latest
    contact person, if it ever had one.
    """

    association: Association
    post: str
    ended: date | None
    begins: date | None
    contact: User | None


def lost_access(user: User, day: date) -> LostAccess | None:
    """What the user had, preferring what is about to begin; None for a user who never had a part in an association.

    Call it for a user without access on the day: it is not checked again.
    """
    posts: list[Employment | BoardMember] = [
        *Employment.objects.filter(person__user=user).select_related("association"),
        *BoardMember.objects.filter(person__user=user).select_related("association"),
    ]
    coming = min((post for post in posts if post.start > day), key=lambda post: post.start, default=None)
    past = max((post for post in posts if post.end and post.end < day), key=lambda post: post.end or day, default=None)
    post = coming or past
    if post is None:
        return None
    return LostAccess(
        association=post.association,
        post="ressourceperson" if isinstance(post, Employment) else post.get_role_display().lower(),
        ended=None if post is coming else post.end,
        begins=post.start if post is coming else None,
        contact=_last_contact(post.association, day),
    )


def _last_contact(association: Association, day: date) -> User | None:
    """The consultant who is contact person on the day, or was last."""
    rows = ContactPerson.objects.filter(association=association, start__lte=day, consultant__is_active=True)
    last = rows.select_related("consultant").order_by("-start", "-pk").first()
    return last.consultant if last else None
