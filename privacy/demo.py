"""The demo's reads by staff, a person who has been erased, and what is past its time on the demo's day."""

from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from associations.models import Association, Person
from core import clock
from core.registry import DemoPart, Subject, demo_parts
from partnerships.models import ContactPerson
from privacy.domain import retention
from privacy.domain.erasure import erase
from workflow.models import ReadEvent

REASON = "Bad selv om det efter at være fratrådt"
DAYS = 21


def seed() -> None:
    """Always the same, seen from the demo's day."""
    _reads()
    _erased_person()
    retention.propose()


def _reads() -> None:
    """Three weeks of work days: each consultant looks at one of the own associations, a manager at the list."""
    today = clock.today()
    on_duty = ContactPerson.objects.filter(Q(end=None) | Q(end__gte=today)).select_related("consultant")
    contacts = sorted(on_duty, key=lambda row: (row.consultant.sort_key, row.association_id))
    people = {
        pk: sorted(set(ids))
        for pk, ids in (
            (club.pk, _people_of(club)) for club in Association.objects.filter(contact_persons__in=contacts)
        )
    }
    events = []
    for back in range(DAYS):
        day = today - timedelta(days=back)
        if day.weekday() >= 5 or not contacts:
            continue
        row = contacts[(back * 7) % len(contacts)]
        kind = ReadEvent.Kind.EXPORT if back % 6 == 0 else ReadEvent.Kind.PAGE
        about = people[row.association_id]
        events.append(_event(row.consultant, day, 9 + back % 6, "Personer", [row.association_id], about, kind))
    manager = User.objects.filter(staff_role="manager", is_active=True).order_by("sort_key", "pk").first()
    if manager:
        events.append(_event(manager, today - timedelta(days=2), 14, "Foreninger", [], [], ReadEvent.Kind.EXPORT))
    ReadEvent.objects.bulk_create(sorted(events, key=lambda event: event.at))


def _people_of(club: Association) -> list[int]:
    employed = club.employments.values_list("person_id", flat=True)
    return [*employed, *club.board_members.values_list("person_id", flat=True)]


def _event(user: User, day: date, hour: int, page: str, clubs: list[int], people: list[int], kind: str) -> ReadEvent:
    at = timezone.make_aware(datetime.combine(day, time(hour, 12)))
    return ReadEvent(
        at=at, actor_id=user.pk, actor_name=user.name, kind=kind, page=page, association_ids=clubs, person_ids=people
    )


def _erased_person() -> None:
    """Whoever left first of those who are nowhere now; a consultant has done it."""
    still = Q(employments__isnull=False, employments__end=None) | Q(board_seats__isnull=False)
    gone = Person.objects.exclude(pk__in=Person.objects.filter(still)).annotate(last=Max("employments__end"))
    person = gone.filter(last__lt=clock.today()).order_by("last", "pk").first()
    by = User.objects.filter(staff_role="consultant", is_active=True).order_by("sort_key", "pk").first()
    if person:
        erase(Subject(person.pk, person.user_id), reason=REASON, by=by)


def register() -> None:
    """Called once, when the apps are ready; last of all, when everybody is there."""
    demo_parts.register(DemoPart("privacy", 990, seed))
