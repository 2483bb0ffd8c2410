"""When two partners' names are the same name: the key is computed in the database and, for tests and search, here.

Letters and digits count, nothing else: "Rådmandsgades  Skole", "RAADMANDSGADES SKOLE" and "Raadmandsgades-skole" have
one key. "&" is "og". Equal in both for Danish and English text; what twins are is the database's word.
"""

import unicodedata

from django.db.models import CharField, F, Func, GeneratedField, TextField, Value
from django.db.models.expressions import Combinable

from core.ordering import danish_key, danish_key_of

# Spaces that NFKC leaves, dashes, quotes and the like. No letter of any language is among them.
SEPARATORS = " \t\n\r\u200b\u200c\u200d\ufeff.,;:!?'\"`´’‘“”„»«()[]{}|/\\_+*#@=<>~^%$§°·•-‐‑‒–—−\u00ad"
_REMOVED = str.maketrans("", "", SEPARATORS)
LONGEST_KEY = 250  # some signs compose into many letters


def name_key(text: str) -> str:
    """The key of a name: empty when it has neither letter nor digit."""
    # Removed before too: composed, a lone accent becomes a space with a sign that sticks to its neighbour.
    composed = unicodedata.normalize("NFKC", text.translate(_REMOVED)).replace("&", "og")
    return danish_key(composed.translate(_REMOVED))


def name_key_of(text: Combinable) -> Func:
    """The database's `name_key` of an expression."""
    composed = Func(
        _removed(text), function="normalize", template="%(function)s(%(expressions)s, NFKC)", output_field=CharField()
    )
    with_og = Func(composed, Value("&"), Value("og"), function="replace", output_field=CharField())
    return danish_key_of(_removed(with_og))


def _removed(text: Combinable) -> Func:
    return Func(text, Value(SEPARATORS), Value(""), function="translate", output_field=CharField())


def name_key_field(source: str) -> GeneratedField:
    """A stored, generated column that holds the key of the text column `source`."""
    return GeneratedField(
        expression=name_key_of(F(source)),
        output_field=TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )
