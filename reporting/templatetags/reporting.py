"""Filters of the reports: numbers in dense tables, where a dash stands for what is not known."""

from django import template

from core import formats
from reporting.domain import programme_sentences

register = template.Library()

DASH = "–"


@register.filter
def count(value: int | None) -> str:
    """`1.250`, or a dash where nobody has reported."""
    return DASH if value is None else formats.number(value)


@register.filter
def signed(value: int | None) -> str:
    """`+23`, `−4`, `0`, or a dash where it is not known."""
    return DASH if value is None else programme_sentences.signed(value)


@register.filter
def year(value: int) -> str:
    """A year has no full stop between its thousands."""
    return str(value)
