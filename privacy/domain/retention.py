"""What is past its retention period: found daily and proposed, carried out when somebody says so (R20)."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Max, Q, Value
from django.db.models.functions import Cast, Concat, Greatest
from django.utils import timezone

from accounts.models import User
from associations.models import Person
from core import clock
from core.formats import date_text, number
from core.periods import years_after
from core.registry import Expired, Retention, Subject, retentions
from privacy.domain.erasure import erase
from privacy.models import RetentionProposal
from workflow import audit, logs
from workflow.models import AuditEvent, ReadEvent

MOST_EXAMPLES = 5
REASON = "Opbevaringstiden er gået."


@dataclass(frozen=True)
class Kind:
    """A kind of record with its period; `years` 0: kept without limit. `proposal` None: not looked for yet."""

    entry: Retention
    years: int
    proposal: RetentionProposal | None


def years_of(entry: Retention) -> int:
    """The period in years as the settings have it; 0 for never."""
    return int(getattr(settings, entry.setting, 0) or 0)


def kinds() -> list[Kind]:
    """Every kind with what was found last. One query."""
    found = {proposal.key: proposal for proposal in RetentionProposal.objects.all()}
    return [Kind(entry, years_of(entry), found.get(entry.key)) for entry in retentions]


def entry_of(key: str) -> Retention | None:
    """The kind with this key, when it has a period."""
    return next((entry for entry in retentions if entry.key == key and years_of(entry)), None)


def expired(entry: Retention) -> list[Expired]:
    """The records past their time today."""
    years = years_of(entry)
    return list(entry.find(years, clock.today())) if years else []


def propose() -> None:
    """Looks through every kind and keeps what was found for the page."""
    with_period = [entry for entry in retentions if years_of(entry)]
    RetentionProposal.objects.exclude(key__in=[entry.key for entry in with_period]).delete()
    for entry in with_period:
        _keep(entry, expired(entry))


def _keep(entry: Retention, found: list[Expired]) -> RetentionProposal:
    first = sorted(found, key=lambda record: (record.kept_until, record.object_id))[:MOST_EXAMPLES]
    examples = [{"label": record.label, "kept_until": date_text(record.kept_until)} for record in first]
    proposal, _ = RetentionProposal.objects.update_or_create(
        key=entry.key, defaults={"count": len(found), "examples": examples, "found_at": timezone.now()}
    )
    return proposal


@transaction.atomic
def carry_out(entry: Retention, *, by: User | None) -> int:
    """Deletes or anonymises what is past its time now; returns how many records that were. Twice does nothing more."""
    # The row is the lock: two who press at once do not meet in the middle.
    RetentionProposal.objects.get_or_create(key=entry.key, defaults={"count": 0})
    RetentionProposal.objects.select_for_update().get(key=entry.key)
    found = expired(entry)
    if found:
        entry.carry_out([record.object_id for record in found], by)
    left = expired(entry)
    proposal, done = _keep(entry, left), len(found) - len(left)
    if done:
        changes = [{"field": f"{entry.label}, slettet", "from": "", "to": number(done)}]
        audit.event(obj=proposal, kind=AuditEvent.Kind.DELETED, changes=changes, by=by).save()
    return done


def former_people(years: int, day: date) -> Iterator[Expired]:
    """People whose last employment and last seat ended more than `years` years ago, and who are not erased yet."""
    still = Q(employments__isnull=False, employments__end=None) | Q(board_seats__isnull=False, board_seats__end=None)
    gone = Concat(Value("Slettet person "), Cast("pk", CharField()))
    rows = (
        Person.objects.exclude(pk__in=Person.objects.filter(still))
        .exclude(name=gone)
        .annotate(last=Greatest(Max("employments__end"), Max("board_seats__end")))
        .filter(last__lt=years_after(day, -years))
    )
    for pk, last in rows.order_by("last", "pk").values_list("pk", "last"):
        # No name: whoever carries it out needs none.
        yield Expired(pk, f"Person {pk}, fratrådt {date_text(last)}", years_after(last, years))


def erase_people(ids: Collection[int], by: Any) -> None:
    """Erases each; whoever cannot be erased yet stays and is proposed again."""
    for person in Person.objects.filter(pk__in=ids):
        with suppress(ValidationError):
            erase(Subject(person.pk, person.user_id), reason=REASON, by=by)


def old_events(years: int, day: date) -> Iterator[Expired]:
    """Traces of changes."""
    rows = AuditEvent.objects.filter(at__date__lt=years_after(day, -years)).order_by("at", "pk")
    for pk, at, label in rows.values_list("pk", "at", "object_label").iterator(chunk_size=5_000):
        on = timezone.localdate(at)
        yield Expired(pk, f"{label}, {date_text(on)}", years_after(on, years))


def forget_events(ids: Collection[int], by: Any) -> None:
    """Deletes traces of changes."""
    logs.forget(AuditEvent, ids)


def old_reads(years: int, day: date) -> Iterator[Expired]:
    """Reads by staff."""
    rows = ReadEvent.objects.filter(at__date__lt=years_after(day, -years)).order_by("at", "pk")
    for pk, at, page in rows.values_list("pk", "at", "page").iterator(chunk_size=5_000):
        on = timezone.localdate(at)
        yield Expired(pk, f"{page}, {date_text(on)}", years_after(on, years))


def forget_reads(ids: Collection[int], by: Any) -> None:
    """Deletes reads by staff."""
    logs.forget(ReadEvent, ids)


def register() -> None:
    """Called once, when the apps are ready."""
    for entry in (
        Retention("people", "Tidligere personer", 10, "PERSON_RETENTION_YEARS", former_people, erase_people),
        Retention("events", "Historik", 60, "AUDIT_RETENTION_YEARS", old_events, forget_events),
        Retention("reads", "Læsninger af persondata", 70, "READ_RETENTION_YEARS", old_reads, forget_reads),
    ):
        retentions.register(entry)
