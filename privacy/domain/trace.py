"""The two logs as part of what is held on a person: changes about and by the person, and reads by staff (R20)."""

from collections.abc import Iterator

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from associations.domain.personal_data import person_of
from associations.models import BoardMember, Employment
from core.formats import date_text, plural
from core.registry import Held, PersonalData, Subject, personal_data
from partnerships.models import ContactPerson
from workflow import audit
from workflow.models import AuditEvent, ReadEvent

# A file for people to read: of more events it has the latest.
MOST_EVENTS = 2_000
EVENTS_STAY = "Hændelserne bliver stående, så ændringer kan spores. Navn, e-mail og telefon fjernes fra dem."
READS_STAY = "At der er læst, bliver stående uden navn, til opbevaringstiden er gået."


def own_records(subject: Subject) -> Q:
    """Audit events about the person's own rows."""
    keys = {
        "associations.person": [subject.person_id],
        "accounts.user": [subject.user_id],
        "associations.employment": Employment.objects.filter(person=subject.person_id).values_list("pk", flat=True),
        "associations.boardmember": BoardMember.objects.filter(person=subject.person_id).values_list("pk", flat=True),
        "partnerships.contactperson": ContactPerson.objects.filter(consultant=subject.user_id).values_list(
            "pk", flat=True
        ),
    }
    found = Q()
    for model, ids in keys.items():
        found |= Q(model=model, object_id__in=[pk for pk in ids if pk is not None])
    return found


def held_events(subject: Subject) -> Iterator[Held]:
    """Changes of the person's own rows, and changes that the person made."""
    about = AuditEvent.objects.filter(own_records(subject))
    yield from _held("Ændringer af oplysningerne", about, [_about_line(event) for event in _latest(about)])
    if subject.user_id:
        by_person = AuditEvent.objects.filter(actor_id=subject.user_id)
        yield from _held("Ændringer, som personen har lavet", by_person, [_by_line(e) for e in _latest(by_person)])


def _held(heading: str, events: QuerySet[AuditEvent], lines: list[str]) -> Iterator[Held]:
    if lines:
        count = events.count() if len(lines) == MOST_EVENTS else len(lines)
        note = [f"De seneste {MOST_EVENTS} af {count}:"] if count > len(lines) else []
        yield Held(heading, (*note, *lines), stays_because=EVENTS_STAY)


def _latest(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    return events.order_by("-at", "-pk")[:MOST_EVENTS]


def _when(event: AuditEvent) -> str:
    local = timezone.localtime(event.at)
    return f"{date_text(local)} kl. {local:%H.%M}"


def _about_line(event: AuditEvent) -> str:
    changes = "; ".join(_change(event, line) for line in audit.described(event))
    return f"{_when(event)}, {event.object_label}, {event.get_kind_display()} af {event.actor_name}. {changes}".strip()


def _change(event: AuditEvent, line: audit.FieldChange) -> str:
    if event.kind == AuditEvent.Kind.CHANGED:
        return f"{line.label}: {line.before or '–'} → {line.after or '–'}"
    return f"{line.label}: {line.after or line.before}"


def _by_line(event: AuditEvent) -> str:
    return f"{_when(event)}: {event.object_label}, {event.get_kind_display()}"


def held_reads(subject: Subject) -> Iterator[Held]:
    """How often staff have read about the person, by page; and what the person has read when on the staff."""
    if subject.person_id:
        about = ReadEvent.objects.filter(person_ids__contains=[subject.person_id])
        lists = ReadEvent.objects.filter(association_ids=[], person_ids=[])
        clubs = ReadEvent.objects.filter(association_ids__overlap=_associations(subject) or [-1], person_ids=[])
        for heading, reads in (
            ("Forvaltningens medarbejdere har læst om personen", about),
            ("Forvaltningens medarbejdere har læst om personens foreninger i det hele", clubs),
            ("Forvaltningens medarbejdere har læst lister over alle foreninger", lists),
        ):
            lines = _pages(reads)
            if lines:
                yield Held(heading, tuple(lines), stays_because=READS_STAY)
    if subject.user_id:
        own = _pages(ReadEvent.objects.filter(actor_id=subject.user_id))
        if own:
            yield Held(
                "Sider med persondata, som personen selv har læst på arbejde", tuple(own), stays_because=READS_STAY
            )


def _associations(subject: Subject) -> list[int]:
    person = person_of(subject)
    return sorted(person.association_ids()) if person else []


def _pages(reads: QuerySet[ReadEvent]) -> list[str]:
    """`Personer, set på en side: 3 gange, senest 3. marts 2023`."""
    rows = (
        reads.order_by()
        .values_list("page", "kind")
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by("page", "kind")
    )
    return [
        f"{page}, {ReadEvent.Kind(kind).label}: {plural(times, 'gang', 'gange')}, "
        f"senest {date_text(timezone.localdate(last))}"
        for page, kind, times, last in rows
    ]


def keep(subject: Subject, by: User | None) -> None:
    """`privacy.domain.erasure` takes the values out of the logs, last of all."""


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(PersonalData("events", "Historik", 90, held_events, keep))
    personal_data.register(PersonalData("reads", "Læsninger", 95, held_reads, keep))
