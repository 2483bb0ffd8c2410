from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.db import models

from core.fields import AmountField, DateField, DecimalField, HoursField, PersonsField, WholeNumberField
from core.forms import Form, ModelForm, formfield
from core.models import ScheduledJobRun
from core.views_gallery import GalleryForm

VALID = {
    "name": "Boldklubben Hekla",
    "district": "Valby",
    "visit": "24-03-2026",
    "members": "412",
    "amount": "12.345,50",
    "kind": "i",
    "groups": ["0", "7"],
    "consent": "on",
}


def errors(**changes: Any) -> dict[str, list[str]]:
    form = GalleryForm({**VALID, **changes})
    return {name: list(messages) for name, messages in form.errors.items()}


def test_gallery_form_valid():
    assert errors() == {}


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("name", "Skriv foreningens navn."),
        ("district", "Vælg bydel."),
        ("visit", "Skriv dato for besøg som dag-måned-år, fx 24-03-2026."),
        ("members", "Skriv et antal personer i »Medlemmer under 25 år«."),
        ("amount", "Skriv et beløb i »Ansøgt beløb«."),
        ("groups", "Vælg mindst en mulighed under »Målgrupper«."),
        ("consent", "Sæt kryds ved »Foreningen ved, at kontaktoplysningerne gemmes«."),
    ],
)
def test_empty_field_says_what_to_do(field, message):
    assert errors(**{field: ""}) == {field: [message]}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "mette", "Skriv en e-mailadresse som navn@eksempel.dk."),
        ("district", "Atlantis", "Vælg en af mulighederne på listen."),
        ("groups", ["99"], "Vælg kun blandt mulighederne på listen."),
        ("cvr", "123456789", "Skriv højst 8 tegn. Nu er der 9."),
    ],
)
def test_wrong_value_says_what_to_do(field, value, message):
    assert errors(**{field: value}) == {field: [message]}


def test_five_megabytes_in_a_name_are_refused():
    assert errors(name="x" * 5_000_000) == {"name": ["Skriv højst 120 tegn. Nu er der 5000000."]}


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x9f"])
def test_invisible_characters_are_refused_politely(character):
    messages = errors(note=f"Fin{character}dag")["note"]
    assert any("usynligt tegn" in message for message in messages)


@pytest.mark.parametrize("text", ["Æblet ☀️ 👩‍👩‍👧", "مرحبا", "<b>fed</b>", "to\nlinjer\tmed tabulator"])
def test_emoji_right_to_left_text_and_markup_are_kept(text):
    form = GalleryForm({**VALID, "note": text})
    assert form.is_valid()
    assert form.cleaned_data["note"] == text


def test_every_text_has_a_longest_length_and_no_browser_cuts_it():
    class AnyForm(Form):
        line = forms.CharField()
        story = forms.CharField(widget=forms.Textarea)
        short = forms.CharField(max_length=8)

    form = AnyForm()
    assert [form.fields[name].max_length for name in ("line", "story", "short")] == [255, 10_000, 8]
    assert "maxlength" not in render_crispy_form(form)


def test_own_messages_win():
    class OwnForm(Form):
        name = forms.CharField(label="Navn", error_messages={"required": "Hvad hedder I?"})

    assert OwnForm({}).errors["name"] == ["Hvad hedder I?"]


def test_form_without_errors_has_no_summary_and_marks_optional_fields():
    html = render_crispy_form(GalleryForm())
    assert "error-summary" not in html
    assert "novalidate" in html
    assert html.count("(frivilligt)") == 5
    assert ">Gem forening</button>" in html


def test_error_summary_links_each_line_to_its_field():
    html = render_crispy_form(GalleryForm({}))
    assert 'data-module="error-summary" tabindex="-1"' in html
    assert '<a href="#id_name">Skriv foreningens navn.</a>' in html
    assert '<a href="#id_kind_0">Vælg foreningstype.</a>' in html
    assert 'aria-describedby="id_visit_helptext id_visit_error"' in html
    assert 'id="id_visit_error"' in html


def test_error_summary_names_the_field_when_the_message_does_not():
    html = render_crispy_form(GalleryForm({**VALID, "note": "a\x07b"}))
    assert ">Note: Teksten indeholder et usynligt tegn" in html


def test_error_summary_names_what_concerns_the_whole_form():
    class StrictForm(Form):
        name = forms.CharField(label="Navn")

        def clean(self):
            raise forms.ValidationError("Foreningen findes allerede.")

    assert "<li>Foreningen findes allerede.</li>" in render_crispy_form(StrictForm({"name": "Hekla"}))


def test_bound_form_shows_everything_typed_in_danish():
    html = render_crispy_form(GalleryForm({**VALID, "visit": "2026-03-24", "email": "nej", "note": "Husk <nøgler>"}))
    assert 'value="24-03-2026"' in html
    assert 'value="2026-03-24"' not in html.replace("data-default-value", "")
    assert 'value="12.345,50"' in html
    assert "Husk &lt;nøgler&gt;" in html


def test_formset_renders_its_rows_and_errors():
    class RowForm(Form):
        name = forms.CharField(label="Navn")
        hours = HoursField(label="Timer")

    formset = forms.formset_factory(RowForm, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Ada", "form-0-hours": "x"}
    )
    assert not formset.is_valid()
    html = render_crispy_form(formset, RowForm().helper)
    assert "Nr. 1, Skriv et antal timer, fx 20 eller 12,5." in html
    assert '<a href="#id_form-0-hours">' in html


@pytest.mark.parametrize(
    ("kind", "addon"),
    [(DateField, ""), (AmountField, "kr."), (HoursField, "timer"), (PersonsField, ""), (WholeNumberField, "")],
)
def test_units_stand_after_the_input(kind, addon):
    assert getattr(kind(), "addon", "") == addon


@pytest.mark.parametrize(
    ("db_field", "kind"),
    [
        (models.DateField("dato"), DateField),
        (models.DecimalField("timer", max_digits=5, decimal_places=2), DecimalField),
        (models.PositiveIntegerField("antal"), WholeNumberField),
        (models.DateTimeField("tidspunkt"), forms.DateTimeField),
        (models.CharField("navn", max_length=10), forms.CharField),
    ],
)
def test_model_fields_get_our_form_fields(db_field, kind):
    assert type(formfield(db_field)) is kind


def test_model_form_uses_our_fields_and_messages():
    class ScheduledJobRunEditForm(ModelForm):
        class Meta:
            model = ScheduledJobRun
            fields = ["name"]
            error_messages = {"name": {"required": "Skriv jobbets navn."}}

    form = ScheduledJobRunEditForm({})
    assert form.errors["name"] == ["Skriv jobbets navn."]
    assert form.helper.attrs == {"novalidate": True}


def test_a_field_that_holds_no_text_is_left_as_it_is():
    class KeyForm(Form):
        key = forms.UUIDField()

    form = KeyForm({"key": "6f0f8b6e-0c8a-4d5e-9d53-6f2b8f3c1a11"})

    assert form.is_valid()
    assert str(form.cleaned_data["key"]).startswith("6f0f8b6e")
