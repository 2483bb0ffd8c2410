"""The base of every form: `Form` and `ModelForm` with Danish messages that say what to do, drawn by the `fds` pack.

    class AssociationEditForm(ModelForm):
        submit_label = "Gem forening"

        class Meta:
            model = Association
            fields = ["name", "cvr", "email"]
            error_messages = {"name": {"required": "Skriv foreningens navn."}}

`{% load crispy_forms_tags %}{% crispy form %}` draws the whole form with its button. See docs/ui.md.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms.models import ModelFormMetaclass

from core.cpr import refuse_cpr_numbers
from core.crispy import Helper
from core.fields import AmountField, DateField, DecimalField, HoursField, PersonsField, WholeNumberField

__all__ = [
    "AmountField",
    "DateField",
    "DecimalField",
    "Form",
    "HoursField",
    "ModelForm",
    "PersonsField",
    "WholeNumberField",
]

if TYPE_CHECKING:
    DjangoModelForm = forms.ModelForm[models.Model]
else:  # generic for the type checker only
    DjangoModelForm = forms.ModelForm

LONGEST_LINE = 255
LONGEST_TEXT = 10_000
# The generic texts of Django that say what is wrong; ours say what to do. A message of the form's own wins.
MESSAGES: dict[type[forms.Field], dict[str, str]] = {
    forms.EmailField: {"invalid": "Skriv en e-mailadresse som navn@eksempel.dk."},
    forms.URLField: {"invalid": "Skriv en hel webadresse, fx https://www.eksempel.dk."},
    forms.MultipleChoiceField: {"invalid_choice": "Vælg kun blandt mulighederne på listen."},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": "Vælg kun blandt mulighederne på listen.",
        "invalid_pk_value": "Vælg kun blandt mulighederne på listen.",
    },
    forms.ChoiceField: {"invalid_choice": "Vælg en af mulighederne på listen."},
    forms.ModelChoiceField: {"invalid_choice": "Vælg en af mulighederne på listen."},
    forms.FileField: {
        "invalid": "Filen kom ikke med. Vælg den igen.",
        "missing": "Filen kom ikke med. Vælg den igen.",
        "empty": "Filen er tom. Vælg en fil med indhold.",
        "contradiction": "Vælg enten en ny fil, eller sæt kryds ved at fjerne den gamle.",
    },
}


def refuse_invisible_characters(value: str) -> None:
    """Control characters (NUL among them) cannot be stored or printed; line breaks and tabs can."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\r\t" for character in value):
        raise ValidationError(
            "Teksten indeholder et usynligt tegn, som ikke kan gemmes. Skriv den i stedet for at indsætte den."
        )


def in_sentence(label: str) -> str:
    """The label as it stands inside a sentence: `Foreningens navn` → `foreningens navn`, `CVR-nummer` as it is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == "-" else label


def required_message(field: forms.Field) -> str:
    """What to do about an empty field, by its kind: `Skriv …`, `Vælg …`, `Sæt kryds ved …`."""
    label = in_sentence(str(field.label))
    if isinstance(field, forms.BooleanField):
        return f"Sæt kryds ved »{field.label}«."
    if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        return f"Vælg mindst en mulighed under »{field.label}«."
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return f"Vælg {label}."
    if isinstance(field, forms.FileField):
        return f"Vælg en fil til {label}."
    if isinstance(field, (DecimalField, WholeNumberField)):
        return f"Skriv {field.what} i »{field.label}«."
    if isinstance(field, forms.DateField):
        return f"Skriv {label} som dag-måned-år, fx 24-03-2026."
    return f"Skriv {label}."


def default_messages(field: forms.Field) -> dict[str, Any]:
    """The messages the field's classes bring, the most specific class last, as Django merges them."""
    merged: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        merged.update(getattr(kind, "default_error_messages", {}))
    return merged


def prepare_messages(field: forms.Field) -> None:
    """Replace Django's generic messages, except where the form's author wrote another one."""
    defaults = default_messages(field)
    prepared = {"required": required_message(field)}
    for kind, messages in MESSAGES.items():
        if isinstance(field, kind):
            prepared.update(messages)
            break
    for code, text in prepared.items():
        if field.error_messages.get(code) is defaults.get(code):
            field.error_messages[code] = text


# Django makes these from its text field, but what they hold is no text.
NOT_TEXT = (forms.UUIDField, forms.JSONField)


def prepare_text(field: forms.CharField) -> None:
    """Bound the length, refuse invisible characters and CPR numbers, and let no browser cut off what is pasted."""
    if field.max_length is None:
        field.max_length = LONGEST_TEXT if isinstance(field.widget, forms.Textarea) else LONGEST_LINE
        field.validators.append(MaxLengthValidator(field.max_length))
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = "Skriv højst %(limit_value)d tegn. Nu er der %(show_value)d."
    field.validators.append(refuse_invisible_characters)
    if not isinstance(field.widget, forms.PasswordInput):  # never kept as it is written
        field.validators.append(refuse_cpr_numbers)
    field.widget.attrs.pop("maxlength", None)


def refuse_cpr_number_in_name(file: Any) -> None:
    """The name of an uploaded file is kept and shown."""
    refuse_cpr_numbers(str(getattr(file, "name", "")))


def is_free(field: forms.Field) -> bool:
    """Whether anything may be written in it, or attached: the form then says what does not belong there (R20)."""
    return isinstance(field, forms.FileField) or isinstance(field.widget, forms.Textarea)


class Prepared:
    """Mixin for both kinds of form. Unbound it only draws; bound it validates with messages that say what to do.

    `submit_label` names the action on the button; `mark_optional` writes "(frivilligt)" at fields that may be empty.
    Pass `cancel_url=` for a link beside the button. Change `self.helper.layout` in `__init__` for rows and sections.
    """

    submit_label = "Gem"
    mark_optional = True

    if TYPE_CHECKING:
        fields: dict[str, forms.Field]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            prepare_messages(field)
            if isinstance(field, forms.CharField) and not isinstance(field, NOT_TEXT):
                prepare_text(field)
            elif isinstance(field, forms.FileField):
                field.validators.append(refuse_cpr_number_in_name)
        self.helper = Helper(self, submit_label=self.submit_label, cancel_url=cancel_url)
        self.helper.says_no_children = any(is_free(field) for field in self.fields.values())


class Form(Prepared, forms.Form):
    """A plain form: see `Prepared`."""


def formfield(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: ours for dates and numbers, Django's for everything else."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs.setdefault("form_class", DateField)
    elif isinstance(db_field, models.DecimalField):
        kwargs.setdefault("form_class", DecimalField)
    elif isinstance(db_field, models.IntegerField) and not db_field.choices:
        kwargs.setdefault("form_class", WholeNumberField)
    elif isinstance(db_field, models.URLField):
        kwargs.setdefault("assume_scheme", "https")
    return db_field.formfield(**kwargs)


class OurFields(ModelFormMetaclass):
    """Gives every model form `formfield`, so that no form can forget it."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(formfield)
        return super().__new__(cls, name, bases, attrs)


class ModelForm(Prepared, DjangoModelForm, metaclass=OurFields):
    """A form of a model: see `Prepared`. Constraints with `violation_error_message` report here by themselves."""
