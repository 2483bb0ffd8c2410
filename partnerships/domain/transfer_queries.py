"""What the pages about contact persons show: who has how many associations, and the transfers. Pure reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.permissions import AnyUser
from partnerships.domain.contacts import active_consultants
from partnerships.models import ContactPerson, ContactTransfer, TransferredContact


@dataclass(frozen=True)
class Load:
    """A consultant, and of how many associations they are the contact person on the day."""

    consultant: User
    associations: int

    @property
    def is_away_for_good(self) -> bool:
        """Whether somebody who cannot sign in any more still has associations."""
        return self.associations > 0 and not self.consultant.is_active


@dataclass(frozen=True)
class TransferRow:
    """A transfer, how many associations it was about, and how many of them were not given back."""

    transfer: ContactTransfer
    associations: int
    left: int
    day: date

    @property
    def state(self) -> str:
        """`Kommer`, `I kraft` or `Ført tilbage`, on the day."""
        if self.transfer.returned_on:
            return "Ført tilbage"
        return "I kraft" if self.transfer.start <= self.day else "Kommer"

    @property
    def is_late(self) -> bool:
        """Whether the return was expected before the day."""
        planned = self.transfer.planned_return
        return planned is not None and self.transfer.returned_on is None and planned < self.day


def loads(day: date) -> list[Load]:
    """Every active consultant and whoever else is somebody's contact person on the day, in Danish order."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    held = ContactPerson.objects.filter(holds).order_by().values("consultant").annotate(n=Count("association"))
    counts = dict(held.values_list("consultant", "n"))
    users = User.objects.filter(Q(pk__in=counts) | Q(pk__in=active_consultants().order_by().values("pk")))
    return [Load(user, counts.get(user.pk, 0)) for user in users]


def transfer_rows(user: AnyUser, day: date) -> list[TransferRow]:
    """The transfers that the user may see, the latest first."""
    rows = ContactTransfer.objects.visible_to(user).select_related("from_consultant", "to_consultant", "made_by")
    counted: QuerySet[Any, Any] = rows.annotate(
        n=Count("rows__association", distinct=True),
        left_n=Count("rows__association", distinct=True, filter=~Q(rows__not_returned_because="")),
    )
    return [TransferRow(row, row.n, row.left_n, day) for row in counted.order_by("-start", "-pk")]


def transferred(transfer: ContactTransfer) -> list[TransferredContact]:
    """The transfer's associations in Danish order."""
    return list(transfer.rows.select_related("association").order_by("association__sort_key", "start", "pk"))
