"""Removing a row that should never have been there: only when nothing hangs on it, and traced (R20)."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Model

from accounts.models import User
from associations.models import BoardMember, Employment
from workflow import audit

NOTHING: Collection[str] = frozenset()


def bound_to(obj: Model, *, apart_from: Collection[str] = NOTHING) -> list[str]:
    """The Danish names of the kinds of records that point to `obj`, whichever app they belong to."""
    found = []
    for relation in obj._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or model._meta.label_lower in apart_from:
            continue
        if model._default_manager.filter(**{relation.field.name: obj.pk}).exists():
            found.append(str(model._meta.verbose_name))
    return found


def refuse_bound(obj: Model, *, apart_from: Collection[str] = NOTHING) -> None:
    """Raises `ValidationError` naming what hangs on `obj`."""
    found = bound_to(obj, apart_from=apart_from)
    if found:
        raise ValidationError(
            f"Rækken kan ikke slettes, fordi der hører noget til den: {', '.join(found)}. Ret den i stedet.",
            code="bound",
        )


def remove(row: Employment | BoardMember, *, by: User | None) -> None:
    """Deletes the row, and its person when nothing else is known of them."""
    person = row.person
    audit.delete(row, by=by)
    if person.user_id is None and not bound_to(person):
        audit.delete(person, by=by)
