"""Saving with a trace. Domain functions save through here, inside their own transaction (R20).

`by` is the acting user, or None for the operator's commands ("Systemet").
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, cast

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import AnyUser, AssociationOwned, has_permission
from core import cpr
from core.formats import date_text, decimal_text, number
from core.ordering import danish_key
from workflow.logs import erase_values
from workflow.models import AuditEvent

SYSTEM_NAME = "Systemet"
# The log repeats what was written, but not whole essays: a longer text ends in "…".
LONGEST_TEXT = 1_000
Saved = TypeVar("Saved", bound=models.Model)
Change = dict[str, str]
EMPTY: Mapping[str, Iterable[models.Model]] = {}


class StaleError(Exception):
    """Somebody has changed the record since the page was drawn. `events` tell what, the oldest first."""

    def __init__(self, events: Sequence[AuditEvent]) -> None:
        super().__init__("the record has been changed since")
        self.events = list(events)


class Audited(Protocol):
    """What a record tells about itself: its associations, and its name by `str()`.

    One whose `audit_internal` (an attribute or property) is true is the staff's own: association people never see its
    trace, whatever page or download shows it (`association_events`).
    """

    def association_ids(self) -> Iterable[int]: ...


def value_text(value: Any) -> str:
    """A field's value as a Danish reader sees it; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{date_text(local)} kl. {local:%H.%M}"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(value_text(part) for part in value)
    return str(value)


def audited_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns whose changes are traced: all but the key, generated ones and `audit_exclude`."""
    excluded = getattr(model, "audit_exclude", frozenset({"sort_key"}))
    return [f for f in model._meta.concrete_fields if not (f.primary_key or f.generated or f.name in excluded)]


def snapshot(obj: models.Model) -> dict[str, str]:
    """The record's traced fields as texts, by field name. Choices give their label, foreign keys the other's name."""
    return {column.name: _column_text(obj, column) for column in audited_fields(type(obj))}


def described_record(obj: models.Model) -> tuple[str, ...]:
    """What the record holds, field by field, for its person to read: `Ugentlige timer: 20`."""
    event = AuditEvent(model=obj._meta.label_lower, changes=changes_between({}, snapshot(obj)))
    return tuple(f"{line.label}: {line.after}" for line in described(event))


def _column_text(obj: models.Model, column: "models.Field[Any, Any]") -> str:
    if column.choices:
        return value_text(getattr(obj, f"get_{column.name}_display")())
    value = getattr(obj, column.name)
    if column.name == "year":
        return str(value)  # 2022, never 2.022
    if not column.is_relation:
        # What a form or a caller has set may still be text: "20" is no change of 20. Validation refuses the rest.
        with suppress(ValidationError):
            value = column.to_python(value)
    return value_text(value)


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The fields that differ, in the order of `after`."""
    return [
        {"field": name, "from": before.get(name, ""), "to": text}
        for name, text in after.items()
        if before.get(name, "") != text
    ]


def refuse_cpr_numbers(changes: Iterable[Change]) -> None:
    """Whatever way a text comes: what is saved with a trace holds no CPR number (R20). Raises `ValidationError`."""
    fields = [change["field"] for change in changes if cpr.has_cpr_number(change["to"])]
    if fields:
        raise ValidationError({name: cpr.message() for name in fields})


def is_internal(*versions: models.Model | None) -> bool:
    """Whether a record is only for staff, before or after the change: a change of that is told to nobody else."""
    return any(getattr(version, "audit_internal", False) for version in versions)


def event(
    *,
    obj: models.Model,
    kind: AuditEvent.Kind,
    changes: Sequence[Change],
    by: User | None,
    before: models.Model | None = None,
) -> AuditEvent:
    """An unsaved audit row about `obj`, which must have a key; `before` is the same record as it was."""
    return AuditEvent(
        actor_id=by.pk if by else None,
        actor_name=by.name if by else SYSTEM_NAME,
        kind=kind,
        model=obj._meta.label_lower,
        object_id=obj.pk,
        object_label=str(obj)[:250],
        association_ids=sorted(set(cast("Audited", obj).association_ids())),
        changes=[change | {"from": _bounded(change["from"]), "to": _bounded(change["to"])} for change in changes],
        is_internal=is_internal(before, obj),
    )


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


@transaction.atomic
def save(
    obj: Saved,
    *,
    by: User | None,
    extra: Sequence[Change] = (),
    related: Mapping[str, Iterable[models.Model]] = EMPTY,
    based_on: int | None = None,
) -> Saved:
    """Validates and saves `obj` and traces what changed; nothing is written when nothing changed.

    `related` gives many-to-many fields their new members; `extra` traces changes that lie outside the row and its
    relations. "From" is what the database holds at this moment, the row locked until the transaction ends: two who
    edit at once are both traced. `based_on` is the `latest_event_id` that the editor saw: `StaleError` when the row has
    changed since. Raises `ValidationError` like `full_clean` and for CPR numbers, `DoesNotExist` when somebody has
    deleted the row.
    """
    before = None if obj._state.adding else _locked(obj)  # noqa: SLF001 — documented by Django under this name
    if before and based_on is not None:
        refuse_stale(before, based_on)
    members = {name: list(objects) for name, objects in related.items()}
    changes = [
        *changes_between(snapshot(before) if before else {}, snapshot(obj)),
        *(change for name in members for change in _membership_change(before, name, members[name])),
        *extra,
    ]
    if before is not None and not changes:
        return obj
    refuse_cpr_numbers(changes)
    obj.full_clean()
    obj.save()
    for name, objects in members.items():
        getattr(obj, name).set(objects)
    kind = AuditEvent.Kind.CHANGED if before else AuditEvent.Kind.CREATED
    event(obj=obj, kind=kind, changes=changes, by=by, before=before).save()
    return obj


def association_events(association: AssociationOwned, *, seen_by: AnyUser) -> models.QuerySet[AuditEvent]:
    """All that happened to the association's records and that the user may know of, the newest first.

    Internal events (journal, internal documents) are for staff alone, and not for those of them who are employed in
    the association or sit on its board (R19).
    """
    events = AuditEvent.objects.filter(association_ids__contains=list(association.association_ids()))
    if not has_permission(seen_by, Permission.VIEW_JOURNAL, association):
        events = events.filter(is_internal=False)
    return events.order_by("-at", "-pk")


def events_of(obj: models.Model) -> models.QuerySet[AuditEvent]:
    """The record's own trace, the oldest first."""
    return AuditEvent.objects.filter(model=obj._meta.label_lower, object_id=obj.pk).order_by("pk")


def latest_event_id(obj: models.Model) -> int:
    """What an edit of the record is based on; 0 for a new record, or one that has no trace yet."""
    return 0 if obj.pk is None else events_of(obj).aggregate(latest=models.Max("pk"))["latest"] or 0


def refuse_stale(obj: models.Model, based_on: int) -> None:
    """Raises `StaleError` when the record has changed since `based_on`. Call it with the row locked."""
    since = list(events_of(obj).filter(pk__gt=based_on))
    if since:
        raise StaleError(since)


def _locked(obj: Saved) -> Saved:
    """The row as the database holds it, locked, with what its snapshot names."""
    model = type(obj)
    named = [column.name for column in audited_fields(model) if column.is_relation]
    rows = model._default_manager.select_for_update(of=("self",), no_key=True)
    return (rows.select_related(*named) if named else rows).get(pk=obj.pk)


def _membership_change(before: models.Model | None, name: str, members: Sequence[models.Model]) -> list[Change]:
    """The change of one many-to-many field, as names in Danish order; none when it has these members already."""
    had = list(getattr(before, name).all()) if before else []
    if {member.pk for member in had} == {member.pk for member in members}:
        return []
    return [{"field": name, "from": names_text(had), "to": names_text(members)}]


def names_text(objects: Iterable[models.Model]) -> str:
    """Members of a many-to-many field as the trace writes them: their names in Danish order."""
    return ", ".join(sorted((str(member) for member in objects), key=danish_key))


@transaction.atomic
def delete(obj: models.Model, *, by: User | None) -> None:
    """Deletes `obj` and traces what it held."""
    _deletion(obj, by).save()
    obj.delete()


@transaction.atomic
def forget_many(objs: Sequence[models.Model], *, by: User | None) -> None:
    """Deletes rows of one model whose time is up: the trace keeps that, but no longer what they held (R20)."""
    if not objs:
        return
    kind = type(objs[0])
    keys = [obj.pk for obj in objs]
    AuditEvent.objects.bulk_create([event(obj=o, kind=AuditEvent.Kind.DELETED, changes=(), by=by) for o in objs])
    trace = AuditEvent.objects.filter(model=kind._meta.label_lower, object_id__in=keys)
    erase_values(trace, str(kind._meta.verbose_name).capitalize())
    kind._default_manager.filter(pk__in=keys).delete()


def _deletion(obj: models.Model, by: User | None) -> AuditEvent:
    gone = [{"field": name, "from": text, "to": ""} for name, text in snapshot(obj).items() if text]
    return event(obj=obj, kind=AuditEvent.Kind.DELETED, changes=gone, by=by)


@dataclass
class Draft(Generic[Saved]):
    """A validated record as it shall be. `before` is its snapshot as it stands, None for a new one.

    `extra` are changes outside the row (many-to-many, numbers in rows of their own).
    """

    obj: Saved
    before: Mapping[str, str] | None
    extra: list[Change] = field(default_factory=list)

    @cached_property
    def changes(self) -> list[Change]:
        """What differs; read it only when `obj` has all its values."""
        return [*changes_between(self.before or {}, snapshot(self.obj)), *self.extra]

    @property
    def kind(self) -> AuditEvent.Kind | None:
        """Created, changed, or None when nothing differs."""
        if self.before is None:
            return AuditEvent.Kind.CREATED
        return AuditEvent.Kind.CHANGED if self.changes else None


def _own_texts(obj: models.Model) -> list[Change]:
    """What a new row holds itself: the names of what it points to are read when all of it is written."""
    columns = [column for column in audited_fields(type(obj)) if not column.is_relation]
    return [{"field": column.name, "from": "", "to": _column_text(obj, column)} for column in columns]


@transaction.atomic
def write_many(drafts: Sequence[Draft[Saved]], *, also: Collection[str] = ()) -> None:
    """Writes drafts of one model in a few statements: changed rows first, because they may free what new ones take.

    `also` names untraced fields to write with every changed row. Follow with `trace_many` in the same transaction.
    """
    for draft in drafts:
        refuse_cpr_numbers(_own_texts(draft.obj) if draft.before is None else draft.changes)
    changed = [draft for draft in drafts if draft.kind == AuditEvent.Kind.CHANGED]
    created = [draft.obj for draft in drafts if draft.before is None]
    if changed:
        own = {f.name for f in audited_fields(type(changed[0].obj))}
        names = {change["field"] for draft in changed for change in draft.changes} & own | set(also)
        if names:
            manager = type(changed[0].obj)._default_manager
            manager.bulk_update([draft.obj for draft in changed], sorted(names), batch_size=500)
    if created:
        type(created[0])._default_manager.bulk_create(created, batch_size=2000)


def trace_many(drafts: Sequence[Draft[Any]], *, by: User | None) -> None:
    """The trace of written drafts. The caller has prefetched what `association_ids()` and `str()` read."""
    AuditEvent.objects.bulk_create(
        [event(obj=d.obj, kind=d.kind, changes=d.changes, by=by) for d in drafts if d.kind], batch_size=2000
    )


@transaction.atomic
def save_many(drafts: Sequence[Draft[Saved]], *, by: User | None) -> None:
    """`write_many` and `trace_many` in one."""
    write_many(drafts)
    trace_many(drafts, by=by)


@transaction.atomic
def delete_many(objs: Sequence[models.Model], *, by: User | None) -> None:
    """Deletes rows of one model and traces what they held; relations prefetched as for `trace_many`."""
    if not objs:
        return
    AuditEvent.objects.bulk_create([_deletion(obj, by) for obj in objs], batch_size=2000)
    type(objs[0])._default_manager.filter(pk__in=[obj.pk for obj in objs]).delete()


@dataclass(frozen=True)
class FieldChange:
    """One line of Historik: "Ugentlige timer: 18 → 20". `is_field` is False for a part outside the model's fields."""

    label: str
    before: str
    after: str
    is_field: bool = True


def described(audit_event: AuditEvent) -> list[FieldChange]:
    """The event's changes with Danish field names; what is no field of the model stands as it was written."""
    return [_described(audit_event.model, change) for change in audit_event.changes]


def _described(model_label: str, change: Change) -> FieldChange:
    try:
        found = apps.get_model(model_label)._meta.get_field(change["field"])
    except (LookupError, FieldDoesNotExist):
        return FieldChange(change["field"], change["from"], change["to"], is_field=False)
    text = str(getattr(found, "verbose_name", change["field"]))
    return FieldChange(text[:1].upper() + text[1:], change["from"], change["to"])
