"""CPR numbers never belong in Medspil (R20): how a text that holds something like one is recognised.

A number is ddmmyy-xxxx with a day that may exist, with hyphen, space or nothing before the last four digits, also in
the middle of other text. Not mistaken for one: 8-digit phone and CVR numbers, `+45` and 8 digits, amounts, dates, and
the long hexadecimal names and checksums of files. A ten-digit number of another kind whose first six digits make a
date (some P numbers and account numbers) is refused too: the message says how it can be written.
"""

import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError

MESSAGE = (
    "Teksten indeholder noget, der ligner et CPR-nummer. CPR-numre må ikke stå i {site}: slet det. "
    "Er det et andet nummer, så skriv det med mellemrum, fx 10 12 34 56 78."
)
MASK = "xxxxxx-xxxx"
DASH = "[-\u2010-\u2015\u2212]"
SPACE = r"[^\S\r\n]{0,3}"
NUMBER = re.compile(
    rf"""(?<!\d)
    (?: (\d\d)(\d\d)(\d\d) {SPACE}{DASH}?{SPACE}      # 010190-1234, 010190 1234, 0101901234
    |   (\d\d)([ ./-])(\d\d)\5(\d\d) {SPACE}{DASH}{SPACE}  # 01.01.90-1234
    )
    \d{{4}} (?!\d)""",
    re.VERBOSE,
)
KEY = re.compile(r"[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Whoever has no number yet gets one with 60 added to the day.
REPLACEMENT_DAYS = 60
CENTURIES = (1800, 1900, 2000)


def _is_number(match: re.Match[str]) -> bool:
    day, month, year = (int(part) for part in (match[1] or match[4], match[2] or match[6], match[3] or match[7]))
    if day > REPLACEMENT_DAYS:
        day -= REPLACEMENT_DAYS
    return any(_exists(century + year, month, day) for century in CENTURIES)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def has_cpr_number(text: str) -> bool:
    """Whether the text holds something like a CPR number."""
    return any(_is_number(match) for match in NUMBER.finditer(KEY.sub(" ", text)))


def masked(text: str) -> str:
    """The text with `xxxxxx-xxxx` for what looks like a CPR number, for messages that repeat what was written."""
    return NUMBER.sub(lambda match: MASK if _is_number(match) else match[0], text)


def message() -> str:
    """What the user is told, and what to do."""
    return MESSAGE.format(site=settings.SITE_NAME)


def refuse_cpr_numbers(value: str) -> None:
    """A validator for text. Raises `ValidationError`."""
    if has_cpr_number(value):
        raise ValidationError(message(), code="cpr")
