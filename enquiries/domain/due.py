"""What enquiries make due: an answer within five working days (docs/figures.md). A pure read in one query."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from accounts.models import User
from accounts.permissions import association_roles
from core.addresses import address
from core.registry import DueItem, DueState, Turn
from core.workdays import workday_after
from enquiries.enums import OURS
from enquiries.models import Enquiry
from enquiries.models.enquiries import without_owner

KEY, LABEL = "enquiry_waiting", "Henvendelse venter på svar"
WORKDAYS_TO_ANSWER = 5


def answer_by(since: date) -> date:
    """The last day on which an answer comes in time to what came on this day."""
    return workday_after(since, WORKDAYS_TO_ANSWER)


def enquiries_waiting(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """Each enquiry in which it is the administration's turn, with its owner: due at once, overdue after five days."""
    rows = Enquiry.objects.filter(state__in=sorted(OURS))
    if association_ids is not None:
        rows = rows.filter(association__any_of=association_ids)
    values = rows.order_by("turn_since", "pk").values_list("pk", "association_id", "turn_since", "owner__name")
    for pk, association_id, since, owner in values:
        yield _item(pk, association_id, since, owner, day)


def enquiries_elsewhere(
    user: User, but: Collection[int], day: date
) -> tuple[list[DueItem], dict[int, tuple[str, str]]]:
    """Those of other associations that wait for the user, or for anybody who takes them; and the associations' names.

    One query. What the user sees as one of the association's own people is left out (R19).
    """
    mine = Q(owner=user.pk) | without_owner()
    rows = Enquiry.objects.filter(mine, state__in=sorted(OURS)).order_by("turn_since", "pk")
    values = rows.values_list(
        "pk", "association_id", "turn_since", "owner__name", "association__name", "association__sort_key"
    )
    hidden = {*but, *association_roles(user)}
    found = [row for row in values if row[1] not in hidden]
    return [_item(*row[:4], day) for row in found], {row[1]: (row[4], row[5]) for row in found}


def _item(pk: int, association_id: int, since: date, owner: str | None, day: date) -> DueItem:
    due_on = answer_by(since)
    return DueItem(
        key=KEY,
        association_id=association_id,
        what=f"Henvendelse {pk} venter på svar fra {owner}." if owner else f"Henvendelse {pk} er uden ejer.",
        due_on=due_on,
        state=DueState.OVERDUE if due_on < day else DueState.DUE,
        turn=Turn.CONSULTANT,
        url=address("enquiries:enquiry-detail", association_id, pk),
        link="Åbn henvendelsen",
        since=since,
    )
