"""Every text of the database in which a person may be named: found in one statement, and cleaned.

So an app that forgets to say where it names people is reached all the same. A model that must not change says so
itself: `kept_on_erasure = "why, in Danish"`, and `kept_on_erasure_when = Q(...)` where that holds for some rows only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from privacy.domain.identity import Identity
from workflow import logs
from workflow.models import AuditEvent, ReadEvent, TransitionLog

Model = type[models.Model]
# These have their own way: a person's own rows, and the logs.
OWN_WAY = frozenset({"associations.person", "accounts.user", AuditEvent._meta.label_lower, ReadEvent._meta.label_lower})
KEPT_FIELDS = {"associations.association": frozenset({"name", "other_names", "email", "phone", "website", "address"})}


@dataclass(frozen=True)
class Hits:
    """Rows of one model whose texts name the person. `stays_because` is empty when they are cleaned."""

    model: Model
    ids: tuple[int, ...]
    stays_because: str = ""

    @property
    def label(self) -> str:
        name = str(self.model._meta.verbose_name_plural)
        return name[:1].upper() + name[1:]


@cache
def text_fields(model: Model) -> tuple["models.Field[Any, Any]", ...]:
    """The columns that people write in: no choices, keys, files, or computed ones."""
    kept = KEPT_FIELDS.get(model._meta.label_lower, frozenset())
    return tuple(
        column
        for column in model._meta.local_concrete_fields
        if _is_text(column) and not column.choices and not column.generated and column.name not in kept
    )


def _is_text(column: "models.Field[Any, Any]") -> bool:
    if isinstance(column, ArrayField):
        return _is_text(column.base_field)
    return isinstance(column, models.CharField | models.TextField | models.JSONField)


def models_with_text() -> list[Model]:
    """Our own models, in the order of their names."""
    own = [model for model in apps.get_models() if not model.__module__.startswith(("django.", "allauth."))]
    return sorted((model for model in own if text_fields(model)), key=lambda model: model._meta.label_lower)


def find(identity: Identity) -> list[Hits]:
    """The rows that name the person unmistakably, the logs' among them.

    One statement, and one more for each model found of which only some rows are kept.
    """
    pattern = identity.database_pattern()
    if not pattern:
        return []
    found = models_with_text()
    parts = [_select(number, model) for number, model in enumerate(found)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [pattern] * len(parts))
        rows: list[tuple[int, int]] = cursor.fetchall()
    by_model: dict[int, list[int]] = {}
    for number, pk in rows:
        by_model.setdefault(number, []).append(pk)
    return [hits for number, ids in sorted(by_model.items()) for hits in _hits(found[number], frozenset(ids))]


def _hits(model: Model, ids: frozenset[int]) -> Iterator[Hits]:
    """The rows to clean, and those that stay with the reason."""
    reason, when = getattr(model, "kept_on_erasure", ""), getattr(model, "kept_on_erasure_when", None)
    kept = ids if reason else frozenset[int]()
    if reason and when is not None:
        kept = frozenset(model._default_manager.filter(when, pk__in=ids).values_list("pk", flat=True))
    for rows, stays_because in ((ids - kept, ""), (kept, reason)):
        if rows:
            yield Hits(model, tuple(sorted(rows)), stays_because)


def _select(number: int, model: Model) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(column.column)}::text" for column in text_fields(model))
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"SELECT {number}, {key} FROM {table} WHERE concat_ws(' ', {columns}) ~* %s"  # noqa: S608 — names of our own


def clean(hits: list[Hits], identity: Identity) -> None:
    """Takes the unmistakable texts out of the rows found, but the logs' and those that are kept."""
    for hit in hits:
        if hit.stays_because or hit.model._meta.label_lower in OWN_WAY:
            continue
        if hit.model is TransitionLog:
            logs.erase_steps(TransitionLog.objects.filter(pk__in=hit.ids), identity.anywhere)
            continue
        for row in hit.model._default_manager.filter(pk__in=hit.ids):
            changed = dict(_changed(row, identity.anywhere))
            if changed:
                hit.model._default_manager.filter(pk=row.pk).update(**changed)


def _changed(row: models.Model, replace: Callable[[str], str]) -> Iterator[tuple[str, Any]]:
    for column in text_fields(type(row)):
        before = getattr(row, column.name)
        after = _mapped(before, replace)
        if after != before:
            longest = getattr(column, "max_length", None)
            yield column.name, after[:longest] if isinstance(after, str) and longest else after


def _mapped(value: Any, replace: Callable[[str], str]) -> Any:
    """The value with every text in it replaced."""
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_mapped(part, replace) for part in value]
    if isinstance(value, dict):
        return {key: _mapped(part, replace) for key, part in value.items()}
    return value
