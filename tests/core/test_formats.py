from datetime import date
from decimal import Decimal

import pytest

from core import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 3, 24), "24. marts 2026"),
        (date(2023, 12, 1), "1. december 2023"),
        (None, "ikke oplyst"),
    ],
)
def test_date_text(value, text):
    assert formats.date_text(value) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2018, 1, 1), date(2021, 12, 31), "1. januar 2018 – 31. december 2021"),
        (date(2018, 1, 1), None, "fra 1. januar 2018"),
        (None, date(2021, 12, 31), "til 31. december 2021"),
        (None, None, "ikke oplyst"),
    ],
)
def test_period_text(start, end, text):
    assert formats.period_text(start, end) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (200_000, "200.000 kr."),
        (Decimal("12345.5"), "12.345,50 kr."),
        (Decimal("0.005"), "0,01 kr."),
        (0, "0 kr."),
        (-1000, "-1.000 kr."),
        (None, "ikke oplyst"),
    ],
)
def test_kroner(amount, text):
    assert formats.kroner(amount) == text


@pytest.mark.parametrize(("value", "text"), [(18_340, "18.340"), (999, "999"), (0, "0"), (None, "ikke oplyst")])
def test_number(value, text):
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("12.50"), "12,5"), (20, "20"), (Decimal(100), "100"), (1234.567, "1.234,57"), (None, "ikke oplyst")],
)
def test_decimal_text(value, text):
    assert formats.decimal_text(value) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 foreninger"), (1, "1 forening"), (1200, "1.200 foreninger"), (None, "ikke oplyst")],
)
def test_plural(count, text):
    assert formats.plural(count, "forening", "foreninger") == text
