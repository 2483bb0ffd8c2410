"""What the register holds on a person: who it is, employments, seats on boards (R20)."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from accounts.models import User
from associations.models import Association, BoardMember, Employment, Person
from core import clock
from core.formats import date_text, period_text
from core.registry import Held, PersonalData, Subject, personal_data
from workflow import audit

HISTORY = (
    "Perioder og timer indgår i foreningens historik og i opgørelser af fx udskiftning. De bliver stående uden navn."
)
OWN_DETAILS = "Det er foreningens egne kontaktoplysninger. Ret dem på foreningens side, hvis de skal væk."


def person_of(subject: Subject) -> Person | None:
    """The subject in the register, if any."""
    return Person.objects.filter(pk=subject.person_id).first() if subject.person_id else None


def held_person(subject: Subject) -> Iterator[Held]:
    """Name and ways to reach the person, also where an association uses them as its own."""
    person = person_of(subject)
    if person is None:
        return
    yield Held("Person i registret", (f"Nummer: {person.pk}", *audit.described_record(person)))
    used = [(text, label) for text, label in ((person.email, "e-mail"), (person.phone, "telefon")) if text]
    same = Q(email__iexact=person.email) if person.email else Q(pk=None)
    same |= Q(phone=person.phone) if person.phone else Q(pk=None)
    lines = [
        f"{club}: {label} {text}"
        for club in Association.objects.filter(same)
        for text, label in used
        if text.lower() in {club.email.lower(), club.phone}
    ]
    if lines:
        yield Held("Brugt som foreningens kontaktoplysninger", tuple(lines), stays_because=OWN_DETAILS)


def erase_person(subject: Subject, by: User | None) -> None:
    """The row stays, because employments and seats belong to it; nothing in it tells who it was."""
    Person.objects.filter(pk=subject.person_id or 0).update(
        name=subject.anonymous_name, email=None, phone="", user=None
    )


def person_identifiers(subject: Subject) -> Iterable[str]:
    """Name, address and phone."""
    person = person_of(subject)
    return [person.name, person.email or "", person.phone] if person else []


def held_employments(subject: Subject) -> Iterator[Held]:
    """Every employment with all it says."""
    rows = Employment.objects.filter(person=subject.person_id).select_related("association", "person")
    for row in rows.prefetch_related("other_funding").order_by("start", "pk"):
        heading = f"Ansættelse i {row.association}, {period_text(row.start, row.end)}"
        funding = [audit.described_record(other)[1:] for other in row.other_funding.all()]
        paid = tuple(f"Anden finansiering: {', '.join(lines)}" for lines in funding)
        yield Held(heading, (*audit.described_record(row), *paid), stays_because=HISTORY)


def held_seats(subject: Subject) -> Iterator[Held]:
    """Every seat on a board."""
    rows = BoardMember.objects.filter(person=subject.person_id).select_related("association", "person")
    for row in rows.order_by("start", "pk"):
        heading = f"{row.get_role_display()} i {row.association}, {period_text(row.start, row.end)}"
        yield Held(heading, audit.described_record(row), stays_because=HISTORY)


def keep(subject: Subject, by: User | None) -> None:
    """The figures stay; the name goes with the person."""


def employment_blockers(subject: Subject) -> Iterator[str]:
    """Employed today or later."""
    yield from _still(Employment.objects.filter(person=subject.person_id), "Er ansat i")


def seat_blockers(subject: Subject) -> Iterator[str]:
    """On a board today or later."""
    yield from _still(BoardMember.objects.filter(person=subject.person_id), "Sidder i bestyrelsen for")


def _still(rows: QuerySet[Employment] | QuerySet[BoardMember], what: str) -> Iterator[str]:
    lasting = rows.filter(Q(end=None) | Q(end__gte=clock.today())).select_related("association")
    for row in lasting.order_by("association__sort_key", "start"):
        until = f"til {date_text(row.end)}" if row.end else "uden slutdato"
        yield f"{what} {row.association} {until}."


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(
        PersonalData("person", "Registret", 10, held_person, erase_person, identifiers=person_identifiers)
    )
    personal_data.register(PersonalData("employments", "Ansættelser", 20, held_employments, keep, employment_blockers))
    personal_data.register(PersonalData("seats", "Bestyrelse", 30, held_seats, keep, seat_blockers))
