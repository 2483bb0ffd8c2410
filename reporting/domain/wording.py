"""Small words of Danish that the sentences are made of: numbers in letters, genitives, lists, durations."""

from collections.abc import Sequence
from datetime import date, timedelta

from core.formats import MONTHS, number
from core.periods import Period

NUMBER_WORDS = ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
ORDINALS = (
    "nulte",
    "første",
    "anden",
    "tredje",
    "fjerde",
    "femte",
    "sjette",
    "syvende",
    "ottende",
    "niende",
    "tiende",
    "ellevte",
    "tolvte",
)
DAYS_A_MONTH = 30.44  # only to say a duration in words


def count_word(count: int, *, neuter: bool = False) -> str:
    """`én` or `ét`, `to` … `tolv`, then digits: `13`, `1.250`."""
    if count == 1 and neuter:
        return "ét"
    return NUMBER_WORDS[count] if 0 <= count < len(NUMBER_WORDS) else number(count)


def counted(count: int, one: str, many: str, *, neuter: bool = False) -> str:
    """`én dag`, `ét medlem`, `to dage`, `61 dage`: a number in letters up to twelve, with its noun."""
    return f"{count_word(count, neuter=neuter)} {one if count == 1 else many}"


def ordinal(place: int) -> str:
    """`tredje`; from thirteen on `13.`."""
    return ORDINALS[place] if 0 <= place < len(ORDINALS) else f"{place}."


def genitive(name: str) -> str:
    """`Nørrebro Uniteds`, `Global Kidz’`, `Amager SK’s`, `B1908’s`: the name's owner form by the rules of spelling."""
    last = name.rstrip(" .)»«\"'").split(" ")[-1] if name.strip() else ""
    if last[-1:].lower() in {"s", "x", "z"}:
        return f"{name}’"
    if last[-1:].isdigit() or (len(last) > 1 and last.isupper()):
        return f"{name}’s"
    return f"{name}s"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a og b`, `a, b og c`."""
    return " og ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def day(value: date) -> str:
    """`1. marts`, where the year is told already."""
    return f"{value.day}. {MONTHS[value.month - 1]}"


def stretch(period: Period) -> str:
    """`1. marts` or `fra 1. marts til 31. maj`, inside one year; both days included."""
    return f"den {day(period.start)}" if period.days == 1 else f"fra {day(period.start)} til {day(period.end)}"


def whole_months(days: int) -> int:
    """Days as months, rounded to the nearest."""
    return round(days / DAYS_A_MONTH)


def duration(start: date, end: date) -> str:
    """`tre år og fire måneder`, `ét år`, `under en måned`: whole calendar months, both days included."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month - (after.day < start.day)
    years, rest = divmod(max(months, 0), 12)
    parts = []
    if years:
        parts.append(counted(years, "år", "år", neuter=True))
    if rest:
        parts.append(counted(rest, "måned", "måneder"))
    return joined(parts) if parts else "under en måned"


def percent(part: int, whole: int) -> int | None:
    """`part` of `whole` in whole percent, rounded half up; None when there is no whole."""
    return (200 * part + whole) // (2 * whole) if whole > 0 else None
