"""The programme's standard items. A change of the list touches no handover that is open already."""

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from handovers.domain.places import changed_places
from handovers.models import HandoverStandardItem
from workflow import audit


@transaction.atomic
def save_standard_item(
    item: HandoverStandardItem, *, title: str, help_text: str, by: User | None, based_on: int | None = None
) -> HandoverStandardItem:
    """Saves a changed item, or a new one at the end of the list. Raises `ValidationError`, `StaleError`."""
    item.title, item.help_text = title.strip(), help_text.strip()
    if item.pk is None:
        _lock_list()
        item.position = (HandoverStandardItem.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    return audit.save(item, by=by, based_on=based_on)


@transaction.atomic
def use_standard_item(item: HandoverStandardItem, *, in_use: bool, by: User | None) -> HandoverStandardItem:
    """Takes the item out of new handovers, or into them again. Again changes nothing."""
    fresh = HandoverStandardItem.objects.select_for_update().get(pk=item.pk)
    fresh.in_use = in_use
    return audit.save(fresh, by=by)


@transaction.atomic
def move_standard_item(item: HandoverStandardItem, *, up: bool) -> None:
    """Lets the item change places with its neighbour among those that are in use."""
    rows = [row for row in _lock_list() if row.in_use]
    HandoverStandardItem.objects.bulk_update(changed_places(rows, item.pk, up=up), ["position"])


def _lock_list() -> list[HandoverStandardItem]:
    return list(HandoverStandardItem.objects.select_for_update().order_by("position", "pk"))
