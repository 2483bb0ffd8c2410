"""From a cell to a value. A parser takes what the file holds and raises `CellError` with a Danish text that says what
to write instead. Empty cells never reach a parser.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import TextChoices
from openpyxl.utils.datetime import from_excel

from associations.cvr import validate_cvr
from core import cpr
from core.fields import parse_date, parse_decimal
from core.formats import decimal_text

Parser = Callable[[Any], Any]
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# Excel's numbers for the days from 1 January 1990 to 31 December 2100: other numbers are no dates, but slips.
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415
SHOWN_LENGTH = 40
# Invisible characters that people paste without knowing; they mean nothing and are dropped.
DROPPED = dict.fromkeys(map(ord, "\u200b\ufeff\u00ad"))
# Marks that turn the reading direction, so that a text shows another name than it holds. Arabic letters need none.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WHOLE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+|-?[0-9]+")
EIGHT_DIGITS = re.compile(r"[0-9]{8}")
PHONE = re.compile(r"\+?[0-9 ()/-]{3,29}")
YES_NO = {"ja": True, "j": True, "x": True, "1": True, "sand": True, "true": True, "yes": True}
YES_NO |= {"nej": False, "n": False, "0": False, "falsk": False, "false": False, "no": False}


class CellError(ValueError):
    """What is wrong with a cell and what to write, in Danish."""


def shown(raw: Any) -> str:
    """The cell's text, short enough for a message, without a CPR number that stands in the wrong column."""
    text = cpr.masked(as_text(raw))
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"


def as_text(raw: Any) -> str:
    """Any cell as one line of text; whole numbers without the `.0` that Excel stores."""
    if isinstance(raw, bool):
        return "ja" if raw else "nej"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime | date):
        return f"{raw.day}-{raw.month}-{raw.year}"
    return " ".join(unicodedata.normalize("NFC", str(raw)).translate(DROPPED).split())


def key_of(text: str) -> str:
    """Equal for texts that differ in case and spaces only: how headings, sheets and names are compared."""
    return as_text(text).casefold()


def text(longest: int) -> Parser:
    """A line of at most `longest` characters: no control characters, marks that turn the direction, CPR numbers."""

    def parse(raw: Any) -> str:
        value = as_text(raw)
        if len(value) > longest:
            raise CellError(f"Teksten har {len(value)} tegn. Skriv højst {longest}.")
        # `split` has made line breaks and tabs to spaces; what is left is NUL and its like.
        if any(unicodedata.category(mark) in {"Cc", "Cs"} or mark in DIRECTION_MARKS for mark in value):
            raise CellError("Teksten indeholder et usynligt tegn, som ikke kan gemmes. Skriv den i hånden.")
        if cpr.has_cpr_number(value):
            raise CellError(cpr.message())
        return value

    return parse


def names(longest: int) -> Parser:
    """Several names between commas or semicolons, as a list without repetitions."""
    one = text(longest)

    def parse(raw: Any) -> list[str]:
        parts = [one(part) for part in re.split(r"[,;\n]", str(raw)) if part.strip()]
        return list({key_of(part): part for part in parts}.values())

    return parse


def whole_number(*, least: int = 0, most: int, what: str = "et helt tal") -> Parser:
    """A whole number; `12.345` is twelve thousand, as Danes write it."""

    def parse(raw: Any) -> int:
        message = f"»{shown(raw)}« kan ikke bruges. Skriv {what} fra {decimal_text(least)} til {decimal_text(most)}."
        compact = as_text(raw).replace(" ", "").removesuffix("kr.").removesuffix("kr")
        if isinstance(raw, bool | date) or len(compact) > 15 or not WHOLE.fullmatch(compact):
            raise CellError(message)
        # A number from Excel has no thousands separator: there `1.234` is a fraction, and was refused above.
        if isinstance(raw, float) and not raw.is_integer():
            raise CellError(message)
        value = int(compact.replace(".", ""))
        if not least <= value <= most:
            raise CellError(message)
        return value

    return parse


def year(raw: Any) -> int:
    """A year without thousands separator."""
    value = as_text(raw)
    if not (value.isascii() and value.isdigit() and 1990 <= int(value[:9]) <= 2100):
        raise CellError(f"»{shown(raw)}« er ikke et årstal. Skriv et år fra 1990 til 2100.")
    return int(value)


def hours(raw: Any) -> Decimal:
    """Hours a week with at most one decimal, 0–60."""
    message = f"»{shown(raw)}« kan ikke bruges. Skriv timer om ugen fra 0 til 60 med højst én decimal, fx 18,5."
    try:
        if isinstance(raw, bool | date):
            raise CellError(message)
        value = Decimal(str(raw)) if isinstance(raw, int | float) else parse_decimal(as_text(raw))
        if not (0 <= value <= 60 and value == round(value, 1)):
            raise CellError(message)
    except (ValueError, ArithmeticError) as error:
        raise CellError(message) from error
    return round(value, 1)


def day(raw: Any) -> date:
    """A date from Excel, Excel's number of a day, or a text as Danes write it."""
    try:
        value = _day(raw)
    except (ValueError, OverflowError) as error:
        raise CellError(
            f"»{shown(raw)}« er ikke en dato, der findes. Skriv den som dag-måned-år, fx 24-03-2023."
        ) from error
    if not FIRST_DAY <= value <= LAST_DAY:
        raise CellError(f"Datoen {shown(raw)} er for langt væk. Skriv en dato fra 1900 til 2100.")
    return value


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        converted = from_excel(raw) if FIRST_SERIAL <= raw <= LAST_SERIAL else None
        if not isinstance(converted, datetime):
            raise ValueError(raw)  # noqa: TRY004 — the type is right, the number is no day
        return converted.date()
    return parse_date(as_text(raw))


def yes_no(raw: Any) -> bool:
    """Ja or nej, or what else people write for it."""
    value = YES_NO.get(key_of(raw))
    if value is None:
        raise CellError(f"»{shown(raw)}« kan ikke bruges. Skriv ja eller nej.")
    return value


def choice(choices: type[TextChoices], aliases: Mapping[str, str] | None = None) -> Parser:
    """One of the choices by its Danish label, or by another word for it in `aliases`."""
    known = {key_of(str(label)): value for value, label in choices.choices} | dict(aliases or {})
    labels = ", ".join(f"»{label}«" for label in choices.labels)

    def parse(raw: Any) -> str:
        value = known.get(key_of(raw))
        if value is None:
            raise CellError(f"»{shown(raw)}« kendes ikke. Skriv en af disse: {labels}.")
        return str(value)

    return parse


def cvr(raw: Any) -> str:
    """8 digits with a right check digit; spaces between them are dropped."""
    value = as_text(raw).replace(" ", "").removeprefix("DK")
    try:
        validate_cvr(value)
    except ValidationError as error:
        raise CellError(error.messages[0]) from error
    return value


def email(raw: Any) -> str:
    """An address in lower case: that is how people are recognised and sign in."""
    value: str = text(254)(raw).lower()
    try:
        validate_email(value)
    except ValidationError as error:
        raise CellError(f"»{shown(raw)}« er ikke en e-mailadresse. Skriv den som navn@eksempel.dk.") from error
    return value


def website(raw: Any) -> str:
    """A web address; `https://` is added where it is missing."""
    value: str = text(200)(raw)
    value = value if "://" in value else f"https://{value}"
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError as error:
        raise CellError(f"»{shown(raw)}« er ikke en webadresse. Skriv den som https://www.eksempel.dk.") from error
    return value


def phone(raw: Any) -> str:
    """Digits and spaces; eight digits always in pairs, so that another spacing is no change."""
    value: str = text(30)(raw)
    if not PHONE.fullmatch(value):
        raise CellError(f"»{shown(raw)}« er ikke et telefonnummer. Skriv kun cifre og mellemrum, fx 33 66 33 66.")
    digits = value.replace(" ", "").removeprefix("+45")
    return " ".join(digits[place : place + 2] for place in (0, 2, 4, 6)) if EIGHT_DIGITS.fullmatch(digits) else value


def postal_code(raw: Any) -> str:
    """Four digits."""
    value = as_text(raw)
    if not re.fullmatch(r"[0-9]{4}", value):
        raise CellError(f"»{shown(raw)}« er ikke et postnummer. Et postnummer har 4 cifre.")
    return value
