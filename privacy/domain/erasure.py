"""Erasure of one person by R20: a preview of what goes, what stays and why; then all of it in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from associations.models import Person
from core.formats import plural
from core.registry import Held, Subject, personal_data
from privacy.domain import sweep
from privacy.domain.identity import Identity, identity_of
from privacy.domain.trace import own_records
from workflow import audit, logs
from workflow.models import AuditEvent

IN_TEXTS = "Navnet i andre tekster"
NOT_YOURSELF = "Du kan ikke slette dine egne oplysninger. Bed en kollega om det."
ERASED_ALREADY = "Oplysningerne er slettet allerede."
IN_REGISTER = "Står også i registret over foreningernes personer. En konsulent sletter begge dele på én gang."


@dataclass(frozen=True)
class Part:
    """What one app holds: its label and the data."""

    label: str
    held: Held


@dataclass(frozen=True)
class Preview:
    """What an erasure would do. `blockers`: why it cannot be done yet."""

    blockers: list[str]
    goes: list[Part]
    stays: list[Part]


def blockers(subject: Subject, by: User | None) -> list[str]:
    """Why the person cannot be erased, in words for the button and the refusal."""
    if by is not None and by.pk == subject.user_id:
        return [NOT_YOURSELF]
    if is_erased(subject):
        return [ERASED_ALREADY]
    reasons = [reason for entry in personal_data for reason in entry.blockers(subject)]
    if subject.person_id is None and Person.objects.filter(user=subject.user_id).exists():
        reasons.append(IN_REGISTER)
    return reasons


def is_erased(subject: Subject) -> bool:
    """Whether an earlier erasure has been here."""
    if subject.person_id:
        return Person.objects.filter(pk=subject.person_id, name=subject.anonymous_name).exists()
    return User.objects.filter(pk=subject.user_id or 0, name=subject.anonymous_name).exists()


def preview(subject: Subject, by: User | None) -> Preview:
    """Pure reads."""
    parts = [Part(entry.label, held) for entry in personal_data for held in entry.held(subject)]
    parts += _text_parts(identity_of(subject))
    return Preview(
        blockers=blockers(subject, by),
        goes=[part for part in parts if not part.held.stays_because],
        stays=[part for part in parts if part.held.stays_because],
    )


def _text_parts(identity: Identity) -> Iterator[Part]:
    """The names in texts that people have written, as far as no app has told of them."""
    for hit in sweep.find(identity):
        if hit.model._meta.label_lower in sweep.OWN_WAY:
            continue
        line = f"{hit.label}: {plural(len(hit.ids), 'sted', 'steder')}"
        yield Part(IN_TEXTS, Held(IN_TEXTS, (line,), stays_because=hit.stays_because))


@transaction.atomic
def erase(subject: Subject, *, reason: str, by: User | None) -> None:
    """Takes the person out of the register, the sign-in, every text and both logs. `reason` is kept with the trace.

    Raises `ValidationError` with the blockers. `by` None is the retention that carries out by itself.
    """
    person, user = _locked(subject)
    refusals = blockers(subject, by)
    if refusals:
        raise ValidationError(refusals)
    identity = identity_of(subject)
    own = list(AuditEvent.objects.filter(own_records(subject)).values_list("pk", flat=True))
    associations = sorted(person.association_ids()) if person else []
    for entry in personal_data:
        entry.erase(subject, by)
    hits = sweep.find(identity)
    sweep.clean(hits, identity)
    found = [pk for hit in hits if hit.model is AuditEvent for pk in hit.ids]
    logs.erase_texts(AuditEvent.objects.filter(pk__in=own), identity.in_own)
    logs.erase_texts(AuditEvent.objects.filter(pk__in=found), identity.anywhere)
    if subject.user_id:
        logs.erase_actor(subject.user_id, subject.anonymous_name)
    _trace(person or user, associations, identity.anywhere(reason), by)


def _locked(subject: Subject) -> tuple[Person | None, User | None]:
    """The rows, locked so that nobody employs, invites or signs in the person meanwhile."""
    people = Person.objects.select_for_update().filter(pk=subject.person_id or 0)
    users = User.objects.select_for_update().filter(pk=subject.user_id or 0)
    return people.first(), users.first()


def _trace(erased: Person | User | None, associations: list[int], reason: str, by: User | None) -> None:
    """The event without a value of the person."""
    if erased is None:
        raise ValidationError(ERASED_ALREADY)
    erased.refresh_from_db()
    changes = [{"field": "Begrundelse", "from": "", "to": reason}]
    event = audit.event(obj=erased, kind=AuditEvent.Kind.ERASED, changes=changes, by=by)
    event.association_ids = associations
    event.save()
