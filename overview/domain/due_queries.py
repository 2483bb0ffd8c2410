"""Which associations a consultant's due items are about. A pure read."""

from datetime import date

from partnerships.models import ContactPerson


def associations_of(consultant: int, day: date) -> set[int]:
    """The keys of the associations whose contact person the user with this key is on the day."""
    held = ContactPerson.objects.filter(consultant=consultant, start__lte=day).exclude(end__lt=day)
    return set(held.order_by().values_list("association_id", flat=True))
