"""Danish order on every server: æ, ø, å after z, and aa as å (ADR 2).

The same key is computed in the database (a generated column with `COLLATE "C"`) and in Python.
"""

from django.db.models import CharField, F, Func, GeneratedField, Value
from django.db.models.expressions import Combinable

# Upper-case letters are listed because `lower()` leaves them alone in the C locale.
_UPPER, _LOWER = "ÆØÅÄÖÉ", "æøåäöé"
_FROM, _TO = "æøåäöé", "{|}{|e"
_PYTHON_UPPER = str.maketrans(_UPPER, _LOWER)
_PYTHON_KEY = str.maketrans(_FROM, _TO)


def danish_key(text: str) -> str:
    """The sort key of a text, equal to the database's for Danish letters: `danish_key("Aa") == "}"`."""
    return text.translate(_PYTHON_UPPER).lower().replace("aa", "å").translate(_PYTHON_KEY)


def danish_key_of(text: Combinable) -> Func:
    """The database's `danish_key` of an expression: for search, where capitals must not matter and aa is å."""
    lowered = Func(
        Func(text, Value(_UPPER), Value(_LOWER), function="translate"), function="lower", output_field=CharField()
    )
    with_aa = Func(lowered, Value("aa"), Value("å"), function="replace")
    return Func(with_aa, Value(_FROM), Value(_TO), function="translate", output_field=CharField())


def sort_key_field(source: str) -> GeneratedField:
    """A stored, generated column that holds the sort key of the text column `source`."""
    return GeneratedField(
        expression=danish_key_of(F(source)),
        output_field=CharField(max_length=200, db_collation="C"),
        db_persist=True,
        editable=False,
    )
