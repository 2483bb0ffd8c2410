"""What partnerships say when an association is to be closed, and whom its people ask."""

from datetime import date

from accounts.models import User
from core.formats import period_text
from partnerships.models import ContactPerson, Participation


def reasons_not_to_close(association_id: int, last_day: date) -> list[str]:
    """A reason for each partnership that goes on after the day."""
    rows = Participation.objects.filter(association=association_id, end__gt=last_day).order_by("start", "pk")
    return [
        f"Det sociale partnerskab {period_text(row.start, row.end)} løber stadig. "
        "Lad det slutte før tid under Partnerskab."
        for row in rows
    ]


def contact_on(association_id: int, day: date) -> User | None:
    """The association's contact person on the day."""
    rows = ContactPerson.objects.filter(association=association_id, start__lte=day).exclude(end__lt=day)
    found = rows.select_related("consultant").first()
    return found.consultant if found else None
