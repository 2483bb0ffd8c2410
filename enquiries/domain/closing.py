"""What enquiries put in the way of closing an association. A pure read."""

from collections.abc import Iterator
from datetime import date

from enquiries.enums import OPEN
from enquiries.models import Enquiry


def open_enquiries(association_id: int, _last_day: date) -> Iterator[str]:
    """Each that is not closed: somebody waits for an answer, and nobody would be left to read it."""
    rows = Enquiry.objects.filter(association=association_id, state__in=sorted(OPEN)).order_by("pk")
    for row in rows:
        yield f"Henvendelse {row.pk} er åben ({row.get_state_display().lower()}). Svar, og luk den, under Henvendelser."
