"""The CVR number: 8 digits whose weighted sum is divisible by 11."""

from functools import reduce
from operator import add

from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Mod, Substr
from django.db.models.lookups import Exact

WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def is_valid_cvr(text: str) -> bool:
    """Whether `text` is 8 ASCII digits with a right check digit."""
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=True)) % 11 == 0


def validate_cvr(text: str) -> None:
    """Raises `ValidationError` that says what to check."""
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        raise ValidationError("Et CVR-nummer har 8 cifre uden mellemrum, fx 12345674.", code="cvr_digits")
    if not is_valid_cvr(text):
        raise ValidationError(
            "CVR-nummeret kan ikke passe: kontrolcifferet er forkert. Se efter, om to cifre er byttet om.",
            code="cvr_check_digit",
        )


def valid_cvr_condition(field: str) -> Q:
    """The same rule as a database condition: null, or 8 digits whose weighted sum is 0 modulo 11."""
    digits = [Cast(Substr(field, place, 1), IntegerField()) for place in range(1, 9)]
    weighted = [digit * Value(weight) for digit, weight in zip(digits, WEIGHTS, strict=True)]
    # CASE keeps PostgreSQL from casting letters to numbers before it has seen that these are digits.
    remainder = Case(
        When(**{f"{field}__regex": r"^[0-9]{8}$"}, then=Mod(reduce(add, weighted), Value(11))),
        default=Value(1),
        output_field=IntegerField(),
    )
    return Q(**{f"{field}__isnull": True}) | Q(Exact(remainder, 0))
