"""What transfers of contact persons hold on a consultant; the periods themselves are in `personal_data` (R20)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from core.formats import date_text
from core.registry import Held, Subject
from partnerships.models import ContactTransfer

STAYS = "Overdragelserne forklarer, hvem der har haft foreningerne. Navnet forsvinder med brugerkontoen."


def held(subject: Subject) -> Iterator[Held]:
    """The transfers from and to the person with their reasons."""
    user = subject.user_id
    if user is None:
        return
    transfers = ContactTransfer.objects.filter(Q(from_consultant=user) | Q(to_consultant=user))
    rows = transfers.select_related("from_consultant", "to_consultant").order_by("start", "pk")
    lines = tuple(f"{row}, fra {date_text(row.start)}: {row.get_reason_display()}" for row in rows)
    if lines:
        yield Held("Overdragelser af foreninger", lines, STAYS)


def erase(_subject: Subject, _by: Any) -> None:
    """Nothing: what is held stays, for the reason given."""
