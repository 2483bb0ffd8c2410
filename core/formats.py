"""How Medspil writes dates, amounts and numbers in Danish, for pages, PDFs, sentences and e-mails alike.

Every function takes None and then answers `MISSING`, so that a value nobody has reported is never shown as 0.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MISSING = "ikke oplyst"
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)


def date_text(value: date | None) -> str:
    """`24. marts 2026`. A datetime is written by its own date: convert it to local time first."""
    if value is None:
        return MISSING
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def short_date_text(value: date | None) -> str:
    """`24-03-2026`, for dense tables and for form fields."""
    return MISSING if value is None else f"{value.day:02}-{value.month:02}-{value.year:04}"


def period_text(start: date | None, end: date | None) -> str:
    """`1. januar 2018 – 31. december 2021`, both days included; an open end is written `fra …` or `til …`."""
    if start and end:
        return f"{date_text(start)} – {date_text(end)}"
    if start:
        return f"fra {date_text(start)}"
    return f"til {date_text(end)}" if end else MISSING


def number(value: int | Decimal | None) -> str:
    """`12.480`: a whole number with full stops between thousands."""
    if value is None:
        return MISSING
    return f"{int(value):,}".replace(",", ".")


def decimal_text(value: Decimal | float | None, places: int = 2) -> str:
    """`12,5`: at most `places` decimals, none that are only zeros, full stops between thousands."""
    if value is None:
        return MISSING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:,f}".partition(".")
    whole, decimals = whole.replace(",", "."), decimals.rstrip("0")
    return f"{whole},{decimals}" if decimals else whole


def kroner(amount: int | Decimal | None) -> str:
    """`200.000 kr.`; øre only when there are any: `200.000,50 kr.`."""
    if amount is None:
        return MISSING
    rounded = Decimal(amount).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{text.removesuffix(',00')} kr."


def plural(count: int | None, one: str, many: str) -> str:
    """`1 forening`, `25 foreninger`, `0 foreninger`; None gives `MISSING`."""
    if count is None:
        return MISSING
    return f"{number(count)} {one if count == 1 else many}"
