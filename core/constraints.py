"""Building blocks for database constraints, named `<app>_<model>_<rule>` and worded for the user."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import CheckConstraint, DateField, F, Func, Model, Q, Value


class Int8Range(Func):
    """`int8range(x, x, '[]')`: an id as a range, because `btree_gist` is not everywhere (ADR 2)."""

    function = "int8range"


class InclusiveDateRange(Func):
    """`daterange(start, end, '[]')`: both days inclusive, an open end where `end` is null."""

    function = "daterange"
    output_field = DateField()


class PeriodsApart(ExclusionConstraint):
    """An exclusion constraint that leaves a period whose end lies before its start to `period_in_order`.

    PostgreSQL refuses to make a range of such a period: validating it would fail with an error instead of a message.
    """

    def validate(self, model: type[Model], instance: Model, exclude: Any = None, using: str = "default") -> None:
        start, end = getattr(instance, "start", None), getattr(instance, "end", None)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            return
        super().validate(model, instance, exclude=exclude, using=using)

    def deconstruct(self) -> Any:
        """For migrations it is Django's own: the database sees no difference."""
        _, args, kwargs = super().deconstruct()
        return f"{ExclusionConstraint.__module__}.{ExclusionConstraint.__qualname__}", args, kwargs


def never_overlapping(
    *, name: str, owner: str, message: str, together: str = "", condition: Q | None = None
) -> ExclusionConstraint:
    """Periods (`start`..`end`, inclusive) of rows with the same `owner` (and the same `together`) never share a day.

    `owner` is the foreign key's own name ("association"), not its column's: validation before saving looks values up
    by field name, and would compare with every owner's rows.
    """
    return PeriodsApart(
        name=name,
        expressions=[
            *((Int8Range(F(key), F(key), Value("[]")), RangeOperators.OVERLAPS) for key in (owner, together) if key),
            (InclusiveDateRange(F("start"), F("end"), Value("[]")), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def period_in_order(*, name: str, start: str = "start", end: str = "end") -> CheckConstraint:
    """The end is the start or later, or open."""
    return CheckConstraint(
        name=name,
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        violation_error_message="Slutdatoen skal være samme dag som startdatoen eller senere.",
    )


def not_blank(*, name: str, field: str, message: str) -> CheckConstraint:
    """The text holds more than spaces."""
    return CheckConstraint(name=name, condition=Q(**{f"{field}__regex": r"\S"}), violation_error_message=message)


def one_of(*, name: str, field: str, values: list[str]) -> CheckConstraint:
    """The text is one of the listed choices."""
    return CheckConstraint(
        name=name, condition=Q(**{f"{field}__in": values}), violation_error_message="Vælg en af mulighederne."
    )
