"""The demo's reads by staff, a person who has been erased, and what is past its time on the demo's day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Person
from core import clock
from core.registry import DemoPart, Subject, demo_parts
from partnerships.models import ContactPerson
from privacy.domain import retention
from privacy.domain.erasure import erase
from workflow import audit
from workflow.models import ReadEvent

REASON = "Bad selv om det, da posten i bestyrelsen ophørte"
SEAT = {"start": date(2019, 3, 1), "end": date(2022, 2, 28)}
DAYS = 21
SATURDAY = 5


def seed() -> None:
    """Always the same, seen from the demo's day."""
    _reads()
    _erased_person()
    retention.propose()


def _reads() -> None:
    """Three weeks of work days: each consultant looks at one of the own associations, a manager at the list."""
    today = clock.today()
    on_duty = ContactPerson.objects.filter(Q(end=None) | Q(end__gte=today)).select_related("consultant", "association")
    contacts = sorted(on_duty, key=lambda row: (row.consultant.sort_key, row.association_id))
    events = []
    for back in range(DAYS):
        day = today - timedelta(days=back)
        if day.weekday() >= SATURDAY or not contacts:
            continue
        row = contacts[(back * 7) % len(contacts)]
        kind = ReadEvent.Kind.EXPORT if back % 6 == 0 else ReadEvent.Kind.PAGE
        read = {"page": "Personer", "kind": kind, "association_ids": [row.association_id]}
        at = datetime.combine(day, time(9 + back % 6, 12))
        events.append(_event(row.consultant, at, person_ids=_people_of(row.association), **read))
    manager = User.objects.filter(staff_role="manager", is_active=True).order_by("sort_key", "pk").first()
    if manager:
        at = datetime.combine(today - timedelta(days=2), time(14, 12))
        events.append(_event(manager, at, page="Foreninger", kind=ReadEvent.Kind.EXPORT))
    ReadEvent.objects.bulk_create(sorted(events, key=lambda event: event.at))


def _people_of(club: Association) -> list[int]:
    employed = club.employments.values_list("person_id", flat=True)
    return sorted({*employed, *club.board_members.values_list("person_id", flat=True)})


def _event(user: User, at: datetime, **read: Any) -> ReadEvent:
    return ReadEvent(at=timezone.make_aware(at), actor_id=user.pk, actor_name=user.name, **read)


def _erased_person() -> None:
    """Somebody whom the workbook does not know, so that importing it again brings nobody back."""
    club = Association.objects.order_by("sort_key", "pk").first()
    by = User.objects.filter(staff_role="consultant", is_active=True).order_by("sort_key", "pk").first()
    if club is None:
        return
    person = audit.save(Person(name="Karen-Margrethe Ophørt", email="karen-margrethe.ophoert@example.org"), by=by)
    audit.save(BoardMember(association=club, person=person, role=BoardRole.MEMBER, **SEAT), by=by)
    erase(Subject(person.pk, None), reason=REASON, by=by)


def register() -> None:
    """Called once, when the apps are ready; last of all, when everybody is there."""
    demo_parts.register(DemoPart("privacy", 990, seed))
