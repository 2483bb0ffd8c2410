"""CPR numbers are refused wherever a text is written, and nothing else is mistaken for one (R20)."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from core.cpr import MASK, has_cpr_number, masked
from core.fields import AmountField
from core.formats import date_text, kroner, number, short_date_text
from core.forms import Form, PersonsField
from imports import parsers
from imports.parsers import CellError
from tests.factories import AssociationFactory, PersonFactory, cvr_number
from workflow import audit
from workflow.models import AuditEvent

DAYS = st.dates(date(1858, 1, 1), date(2057, 12, 31))
SEPARATORS = st.sampled_from(["", "-", " ", "–", " - ", "\u00a0"])
# What may stand before and after: anything but a digit, which would make the number another one.
TEXTS = st.text(st.characters(exclude_categories=("Nd", "Cs")), max_size=20)
MESSAGE = "ligner et CPR-nummer"


@given(day=DAYS, separator=SEPARATORS, serial=st.integers(0, 9999), before=TEXTS, after=TEXTS, replaced=st.booleans())
def test_every_number_is_found_also_inside_a_text(*, day, separator, serial, before, after, replaced):
    first = f"{day.day + 60 * replaced:02}{day:%m%y}"
    text = f"{before} {first}{separator}{serial:04} {after}"
    assert has_cpr_number(text)
    assert f"{serial:04}" not in masked(text).replace(MASK, "") or f"{serial:04}" in before + after + first


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "Cpr:0101901234.",
        "CPR010190-1234",
        "(310312 1234)",
        "01.01.90-1234",
        "290200-4321",
        "710190-1234",
    ],
)
def test_number_as_people_write_it_is_found(text):
    assert has_cpr_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "310290-1234",  # no such day
        "290201-1234",  # no leap year in any century
        "321290-1234",
        "011390-1234",
        "451290-1234",
        "0101901234567",  # longer than a CPR number
        "1.012.201.234",
        "010190-12345",
        "10 12 34 56 78",
        "2020-01-01",
        "01-01-2020 - 31-12-2023",
        "01.01.20-31.12.23",
        "+45 20 30 40 50",
        "+4520304050",
        "004520304050",
        "33 66 33 66, lokal 1234",
        "https://www.facebook.com/groups/100064512345678",
        "imports/0101901234aabbccddeeff0011223344.xlsx",
        "3f1c5b12-0101-4234-8912-010190123412",
    ],
)
def test_nothing_else_is_mistaken_for_one(text):
    assert not has_cpr_number(text)
    assert masked(text) == text or "/" in text or text.count("-") == 4


@given(n=st.integers(0, 99_999_999), spaced=st.booleans(), prefix=st.sampled_from(["", "+45 ", "+45", "0045"]))
def test_no_danish_phone_number_is_mistaken(n, spaced, prefix):
    digits = f"{n:08}"
    shown = " ".join(digits[i : i + 2] for i in (0, 2, 4, 6)) if spaced else digits
    assert not has_cpr_number(prefix + shown)


@given(n=st.integers(0, 3000))
def test_no_cvr_number_is_mistaken(n):
    assert not has_cpr_number(f"CVR {cvr_number(n)}")


@given(day=DAYS, other=DAYS)
def test_no_date_or_period_is_mistaken(day, other):
    for write in (date_text, short_date_text, date.isoformat):
        assert not has_cpr_number(f"{write(day)} - {write(other)}")


@given(amount=st.integers(0, 10**12))
def test_no_amount_is_mistaken(amount):
    assert not has_cpr_number(kroner(amount))
    assert not has_cpr_number(f"{number(amount)} medlemmer")


class AnyForm(Form):
    line = forms.CharField(required=False)
    story = forms.CharField(required=False, widget=forms.Textarea)
    phone = forms.CharField(required=False)
    amount = AmountField(required=False)
    persons = PersonsField(required=False, max_value=None)
    password = forms.CharField(required=False, widget=forms.PasswordInput)
    file = forms.FileField(required=False)


@pytest.mark.parametrize("field", ["line", "story", "phone"])
def test_form_refuses_a_number_in_every_text_and_says_what_to_do(field):
    [message] = AnyForm({field: "Ring til 010190-1234"}).errors[field]
    assert MESSAGE in message
    assert "slet det" in message


def test_form_refuses_a_number_in_the_name_of_a_file():
    file = SimpleUploadedFile("010190-1234.pdf", b"%PDF")
    assert MESSAGE in AnyForm({}, {"file": file}).errors["file"][0]
    assert AnyForm({}, {"file": SimpleUploadedFile("vedtægter 2023.pdf", b"%PDF")}).is_valid()


def test_form_takes_phone_numbers_amounts_and_passwords():
    form = AnyForm({"phone": "20 30 40 50", "amount": "1012901234", "persons": "1012901234", "password": "0101901234"})
    assert form.is_valid()


def test_only_forms_where_something_may_be_written_freely_say_what_does_not_belong_there():
    class SmallForm(Form):
        name = forms.CharField()

    assert AnyForm().helper.says_no_children
    assert not SmallForm().helper.says_no_children


@pytest.mark.parametrize("parse", [parsers.text(120), parsers.names(120), parsers.phone, parsers.website])
def test_import_refuses_a_number_in_every_text_column(parse):
    with pytest.raises(CellError, match=MESSAGE):
        parse("0101901234")


def test_import_refuses_a_number_that_excel_holds_as_a_number():
    with pytest.raises(CellError, match=MESSAGE):
        parsers.text(120)(1012901234.0)


def test_import_does_not_repeat_a_number_from_another_column():
    with pytest.raises(CellError) as refusal:
        parsers.year("010190-1234")
    assert "1234" not in str(refusal.value)
    assert MASK in str(refusal.value)


@pytest.mark.django_db
def test_what_comes_past_the_forms_is_refused_at_its_field():
    club = AssociationFactory(address="Skolevej 3")
    club.address = "Skolevej 3, 010190-1234"
    with pytest.raises(ValidationError) as refusal:
        audit.save(club, by=None)
    assert MESSAGE in refusal.value.message_dict["address"][0]
    club.refresh_from_db()
    assert club.address == "Skolevej 3"
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_many_at_once_are_refused_too():
    person = PersonFactory.build(name="Bo 0101901234", email=None)
    with pytest.raises(ValidationError, match=MESSAGE):
        audit.save_many([audit.Draft(person, None)], by=None)
    assert person.pk is None


@pytest.mark.django_db
def test_what_was_there_before_can_still_be_changed_elsewhere():
    club = AssociationFactory(address="010190-1234")
    club.city = "Valby"
    audit.save(club, by=None)
    assert AuditEvent.objects.get().changes == [{"field": "city", "from": "", "to": "Valby"}]
