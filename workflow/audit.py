"""Saving with a trace. Domain functions save through here, inside their own transaction (R20).

`by` is the acting user, or None for the operator's commands ("Systemet").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from accounts.models import User
from core.formats import date_text, decimal_text
from workflow.models import AuditEvent

SYSTEM_NAME = "Systemet"
Saved = TypeVar("Saved", bound=models.Model)
Change = dict[str, str]


class Audited(Protocol):
    """What a record tells about itself: its associations, and its name by `str()`."""

    def association_ids(self) -> Iterable[int]: ...


def value_text(value: Any) -> str:
    """A field's value as a Danish reader sees it; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return f"{date_text(value.date())} kl. {value:%H:%M}"
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
    texts = {}
    for field in audited_fields(type(obj)):
        if field.choices:
            texts[field.name] = value_text(getattr(obj, f"get_{field.name}_display")())
        else:
            texts[field.name] = value_text(getattr(obj, field.name))
    return texts


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The fields that differ, in the order of `after`."""
    return [
        {"field": name, "from": before.get(name, ""), "to": text}
        for name, text in after.items()
        if before.get(name, "") != text
    ]


def event(*, obj: models.Model, kind: AuditEvent.Kind, changes: Sequence[Change], by: User | None) -> AuditEvent:
    """An unsaved audit row about `obj`, which must have a key."""
    return AuditEvent(
        actor_id=by.pk if by else None,
        actor_name=by.name if by else SYSTEM_NAME,
        kind=kind,
        model=obj._meta.label_lower,
        object_id=obj.pk,
        object_label=str(obj)[:250],
        association_ids=sorted(set(cast("Audited", obj).association_ids())),
        changes=list(changes),
    )


@transaction.atomic
def save(obj: Saved, *, by: User | None, extra: Sequence[Change] = ()) -> Saved:
    """Validates and saves `obj` and traces what changed; nothing is written when nothing changed.

    `extra` traces changes outside the row (many-to-many). Raises `ValidationError` like `full_clean`.
    """
    model = type(obj)
    before = model._default_manager.select_for_update(of=("self",)).get(pk=obj.pk) if obj.pk else None
    changes = [*changes_between(snapshot(before) if before else {}, snapshot(obj)), *extra]
    if before is not None and not changes:
        return obj
    obj.full_clean()
    obj.save()
    kind = AuditEvent.Kind.CHANGED if before else AuditEvent.Kind.CREATED
    event(obj=obj, kind=kind, changes=changes, by=by).save()
    return obj


@transaction.atomic
def delete(obj: models.Model, *, by: User | None) -> None:
    """Deletes `obj` and traces what it held."""
    gone = [{"field": name, "from": text, "to": ""} for name, text in snapshot(obj).items() if text]
    event(obj=obj, kind=AuditEvent.Kind.DELETED, changes=gone, by=by).save()
    obj.delete()


@transaction.atomic
def create_many(objs: Sequence[Saved], *, by: User | None) -> Sequence[Saved]:
    """Creates validated rows of one model and their trace in two statements; for the importer's thousands of rows.

    The caller has validated them and prefetched what `association_ids` and `str()` read.
    """
    if not objs:
        return objs
    created = type(objs[0])._default_manager.bulk_create(objs, batch_size=2000)
    created_kind = AuditEvent.Kind.CREATED
    AuditEvent.objects.bulk_create(
        [event(obj=obj, kind=created_kind, changes=changes_between({}, snapshot(obj)), by=by) for obj in created],
        batch_size=2000,
    )
    return created


@dataclass(frozen=True)
class FieldChange:
    """One line of Historik: "Ugentlige timer: 18 → 20"."""

    label: str
    before: str
    after: str


def field_label(model_label: str, name: str) -> str:
    """The Danish name of a traced field, or the stored name when the model no longer has it."""
    from django.apps import apps

    try:
        field = apps.get_model(model_label)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return name
    text = str(getattr(field, "verbose_name", name))
    return text[:1].upper() + text[1:]


def described(audit_event: AuditEvent) -> list[FieldChange]:
    """The event's changes with Danish field names."""
    return [
        FieldChange(field_label(audit_event.model, change["field"]), change["from"], change["to"])
        for change in audit_event.changes
    ]
