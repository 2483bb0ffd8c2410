from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.fields import AmountField, DateField, DatePicker, HoursField, PersonsField, WholeNumberField
from core.formats import decimal_text, short_date_text


@pytest.mark.parametrize("text", ["24-03-2026", "24.03.2026", "24/03/2026", "2026-03-24", " 24-03-2026 ", "24-3-2026"])
def test_date_field_reads_danish_dates(text):
    assert DateField().clean(text) == date(2026, 3, 24)


@pytest.mark.parametrize("text", ["31-02-2026", "24-03-26", "i morgen", "03/24/2026", "24 03 2026"])
def test_date_field_says_how_to_write_a_date(text):
    with pytest.raises(ValidationError, match="Skriv en dato, der findes, som dag-måned-år, fx 24-03-2026"):
        DateField().clean(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("24-03-0202", "Skriv en dato, der tidligst er 01-01-1900."),
        ("24-03-9999", "Skriv en dato, der senest er 31-12-2100."),
    ],
)
def test_date_field_refuses_absurd_years(text, message):
    with pytest.raises(ValidationError, match=message):
        DateField().clean(text)


def test_date_field_limits_are_inclusive():
    field = DateField(min_value=date(2022, 1, 1), max_value=date(2022, 12, 31))
    assert [field.clean("01-01-2022"), field.clean("31-12-2022")] == [date(2022, 1, 1), date(2022, 12, 31)]
    with pytest.raises(ValidationError, match="der senest er 31-12-2022"):
        field.clean("01-01-2023")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_date_field_reads_what_we_write(day):
    assert DateField().clean(short_date_text(day)) == day


@pytest.mark.parametrize("value", ["2026-03-24", "24.03.2026", date(2026, 3, 24)])
def test_date_picker_shows_danish_and_keeps_iso_for_the_calendar(value):
    html = DatePicker().render("day", value, {"id": "id_day"})
    assert 'value="24-03-2026"' in html
    assert 'data-default-value="2026-03-24"' in html


def test_date_picker_shows_what_was_typed_when_it_is_no_date():
    html = DatePicker().render("day", "31-02-2026", {"id": "id_day"})
    assert 'value="31-02-2026"' in html
    assert "data-default-value" not in html


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.345,50", "12345.50"),
        ("12345,5", "12345.5"),
        ("12.345", "12345"),
        ("12345.5", "12345.5"),
        ("200.000 kr.", "200000"),
        ("200 000", "200000"),
        ("0", "0"),
    ],
)
def test_amount_field_reads_danish_amounts(text, amount):
    assert AmountField().clean(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["mange", "12,345.50", "1.2.3", "1e5", "NaN", "Infinity", "12.34.567", "--5"])
def test_amount_field_says_how_to_write_an_amount(text):
    with pytest.raises(ValidationError, match="Skriv et beløb i kroner"):
        AmountField().clean(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-1", "Skriv et beløb på mindst 0."),
        ("1,234", "Skriv tallet med højst 2 decimaler."),
        ("9" * 30, "Tallet er for stort."),
    ],
)
def test_amount_field_explains_its_limits(text, message):
    with pytest.raises(ValidationError, match=message):
        AmountField().clean(text)


def test_amount_field_shows_the_amount_in_danish():
    assert AmountField().prepare_value(Decimal("12345.5")) == "12.345,50"


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_amount_field_reads_what_we_write(amount):
    assert AmountField().clean(decimal_text(amount)) == amount


def test_hours_field_takes_a_part_of_a_working_week():
    assert HoursField().clean("12,5") == Decimal("12.5")
    with pytest.raises(ValidationError, match="Skriv et antal timer på højst 168"):
        HoursField().clean("169")


@pytest.mark.parametrize(("text", "number"), [("20", 20), ("1.234", 1234), ("1 234", 1234), ("0", 0)])
def test_persons_field_reads_whole_numbers(text, number):
    assert PersonsField().clean(text) == number


@pytest.mark.parametrize("text", ["tyve", "12,5", "1.23", "٣x", "1e3", "9" * 5000])
def test_persons_field_says_what_to_write(text):
    with pytest.raises(ValidationError, match="Skriv et helt antal personer, fx 20"):
        PersonsField().clean(text)


@pytest.mark.parametrize(("text", "message"), [("-1", "på mindst 0"), ("100001", "på højst 100.000")])
def test_persons_field_refuses_absurd_numbers(text, message):
    with pytest.raises(ValidationError, match=f"Skriv et antal personer {message}."):
        PersonsField().clean(text)


def test_whole_number_field_stays_within_the_databases_integer():
    with pytest.raises(ValidationError, match=r"på højst 2\.147\.483\.647"):
        WholeNumberField().clean("2147483648")
