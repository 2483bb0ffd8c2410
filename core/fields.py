"""Form fields that read what Danes type: dates, amounts and whole numbers. Used by every form through `core.forms`."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from core import clock
from core.formats import decimal_text, kroner, short_date_text

DATE_FORMATS = ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")
FIRST_YEAR, LAST_YEAR = 1900, 2100
# `12.345,50`, `12345,5`, and `12345.5`, where the full stop cannot stand between thousands.
AMOUNT_PATTERN = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
DECIMAL_POINT_PATTERN = re.compile(r"-?\d+\.\d{1,2}")
SPACES = re.compile(r"[\s\u00a0\u202f]")
LARGEST_INTEGER = 2_147_483_647
LONGEST_NUMBER = 20
WHOLE_NUMBER_PATTERN = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)", re.ASCII)


def parse_date(text: str) -> date:
    """`24-03-2026`, `24.03.2026`, `24/03/2026` or ISO. Raises `ValueError` for anything else."""
    for date_format in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), date_format).date()  # noqa: DTZ007 — a day has no time zone
        except ValueError:
            continue
    raise ValueError(text)


def parse_decimal(text: str) -> Decimal:
    """A number with decimal comma, perhaps with full stops or spaces between thousands. Raises `ValueError`."""
    compact = SPACES.sub("", text[:100]).removesuffix("kr.").removesuffix("kr").removesuffix(",-")
    if AMOUNT_PATTERN.fullmatch(compact):
        compact = compact.replace(".", "").replace(",", ".")
    elif not DECIMAL_POINT_PATTERN.fullmatch(compact):
        raise ValueError(text)
    try:
        return Decimal(compact)
    except InvalidOperation as error:
        raise ValueError(text) from error


class DatePicker(forms.DateInput):
    """The design system's date picker. Shows the Danish form of whatever was sent, and starts at the domain's today."""

    template_name = "core/widgets/date_picker.html"

    def format_value(self, value: Any) -> str | None:
        day = as_date(value)
        return short_date_text(day) if day else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        day = as_date(value)
        context["widget"]["iso_value"] = day.isoformat() if day else ""
        context["widget"]["calendar_start"] = clock.today().isoformat()
        return context


def as_date(value: Any) -> date | None:
    """The day that a widget's value means, or None when it is empty or no date."""
    if isinstance(value, date):
        return value
    try:
        return parse_date(value) if value else None
    except ValueError:
        return None


class DateField(forms.DateField):
    """A day. `min_value` and `max_value` are inclusive; the years 1900–2100 hold unless narrower ones are given."""

    widget = DatePicker
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Skriv en dato, der findes, som dag-måned-år, fx 24-03-2026.",
        "min_value": "Skriv en dato, der tidligst er %(limit_value)s.",
        "max_value": "Skriv en dato, der senest er %(limit_value)s.",
    }

    def __init__(self, *, min_value: date | None = None, max_value: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        super().__init__(**kwargs)
        self.min_value = min_value or date(FIRST_YEAR, 1, 1)
        self.max_value = max_value or date(LAST_YEAR, 12, 31)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value < self.min_value:
            self.refuse("min_value", self.min_value)
        if value and value > self.max_value:
            self.refuse("max_value", self.max_value)

    def refuse(self, code: str, limit: date) -> None:
        raise ValidationError(self.error_messages[code], code=code, params={"limit_value": short_date_text(limit)})


class DecimalField(forms.DecimalField):
    """A number that may have a decimal comma; 0 or more unless `min_value` says otherwise."""

    widget = forms.TextInput
    addon = ""
    what = "et tal"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Skriv et tal, fx 12,5.",
        "max_decimal_places": "Skriv tallet med højst %(max)s decimaler.",
        "max_digits": "Tallet er for stort. Skriv højst %(max)s cifre.",
        "max_whole_digits": "Tallet er for stort. Skriv højst %(max)s cifre før kommaet.",
    }

    def __init__(self, *, min_value: Decimal | int | None = 0, **kwargs: Any) -> None:
        kwargs = {"max_digits": 12, "decimal_places": 2, **kwargs}
        super().__init__(min_value=min_value, **kwargs)
        explain_limits(self, self.what)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        if value in self.empty_values:
            return None
        try:
            return parse_decimal(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return decimal_text(value) if isinstance(value, (Decimal, int, float)) else value


class AmountField(DecimalField):
    """An amount in kroner with at most two decimals."""

    addon = "kr."
    what = "et beløb"
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Skriv et beløb i kroner, fx 12.345,50."}

    def prepare_value(self, value: Any) -> Any:
        return kroner(Decimal(value)).removesuffix(" kr.") if isinstance(value, (Decimal, int, float)) else value


class HoursField(DecimalField):
    """Hours a week, 0–168, with at most two decimals."""

    addon = "timer"
    what = "et antal timer"
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Skriv et antal timer, fx 20 eller 12,5."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_value": 168, "max_digits": 5, **kwargs})


class WholeNumberField(forms.IntegerField):
    """A whole number from 0 to what the database's integer holds, unless limits are given."""

    widget = forms.TextInput
    what = "et tal"
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Skriv et helt tal, fx 20."}

    def __init__(self, *, min_value: int | None = 0, max_value: int | None = LARGEST_INTEGER, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        explain_limits(self, self.what)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        compact = SPACES.sub("", str(value))
        if len(compact) > LONGEST_NUMBER or not WHOLE_NUMBER_PATTERN.fullmatch(compact):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(compact.replace(".", ""))


class PersonsField(WholeNumberField):
    """A number of persons, 0–100,000: no association of the city is larger."""

    what = "et antal personer"
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Skriv et helt antal personer, fx 20."}

    def __init__(self, *, max_value: int | None = 100_000, **kwargs: Any) -> None:
        super().__init__(max_value=max_value, **kwargs)


def explain_limits(field: forms.Field, what: str) -> None:
    """Say in Danish, and with Danish digits, which values a number field takes."""
    for validator in field.validators:
        limit = getattr(validator, "limit_value", None)
        if isinstance(validator, MinValueValidator):
            validator.message = f"Skriv {what} på mindst {decimal_text(limit)}."
        elif isinstance(validator, MaxValueValidator):
            validator.message = f"Skriv {what} på højst {decimal_text(limit)}."
