"""What the partnerships hold on a member of staff: the associations that the consultant is contact person for (R20)."""

from collections.abc import Iterator

from django.db.models import Q

from accounts.models import User
from core import clock
from core.formats import date_text, period_text
from core.registry import Held, PersonalData, Subject, personal_data
from partnerships.models import ContactPerson

HISTORY = "Hvem der har haft ansvaret hvornår, hører til foreningens historik. Perioden bliver stående uden navn."


def held(subject: Subject) -> Iterator[Held]:
    """Every period as contact person."""
    rows = ContactPerson.objects.filter(consultant=subject.user_id).select_related("association")
    lines = [f"{row.association}, {period_text(row.start, row.end)}" for row in rows.order_by("start", "pk")]
    if lines:
        yield Held("Kontaktperson for", tuple(lines), stays_because=HISTORY)


def keep(subject: Subject, by: User | None) -> None:
    """The periods stay; the name goes with the account."""


def blockers(subject: Subject) -> Iterator[str]:
    """Contact person today or later."""
    rows = ContactPerson.objects.filter(Q(end=None) | Q(end__gte=clock.today()), consultant=subject.user_id)
    for row in rows.select_related("association").order_by("association__sort_key"):
        until = f"til {date_text(row.end)}" if row.end else "uden slutdato"
        yield f"Er kontaktperson for {row.association} {until}."


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(PersonalData("contacts", "Kontaktperson", 40, held, keep, blockers))
