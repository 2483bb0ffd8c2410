"""Building blocks for database constraints, named `<app>_<model>_<rule>` and worded for the user."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import CheckConstraint, DateField, F, Func, Q, Value


class Int8Range(Func):
    """`int8range(x, x, '[]')`: an id as a range, because `btree_gist` is not everywhere (ADR 2)."""

    function = "int8range"


class InclusiveDateRange(Func):
    """`daterange(start, end, '[]')`: both days inclusive, an open end where `end` is null."""

    function = "daterange"
    output_field = DateField()


def never_overlapping(*, name: str, owner: str, message: str, condition: Q | None = None) -> ExclusionConstraint:
    """Periods (`start`..`end`, inclusive) of rows with the same `owner` never share a day.

    `owner` is the foreign key's own name ("association"), not its column's: validation before saving looks values up
    by field name, and would compare with every owner's rows.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            (Int8Range(F(owner), F(owner), Value("[]")), RangeOperators.OVERLAPS),
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
