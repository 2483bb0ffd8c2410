"""Forms about persons: choosing or naming one, and correcting one."""

from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator

from accounts.permissions import AnyUser
from associations.domain.people import Named
from associations.models import Person
from core.crispy import Fieldset, Row
from core.forms import Form
from workflow.editing import EditForm

PHONE = RegexValidator(r"^\+?[0-9 ]{5,29}$", "Skriv telefonnummeret med cifre og mellemrum, fx 33 66 33 66.")


class WhoForm(Form):
    """Who it is about: a person that was chosen before, or a name with e-mail and telephone. Derive from it."""

    person = forms.ModelChoiceField(Person.objects.none(), required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Navn",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Skriv personens navn."},
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Personen logger ind i Medspil med den.",
    )
    phone = forms.CharField(
        label="Telefon",
        max_length=30,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, user: AnyUser, chosen: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        if chosen:
            self.fields["person"] = forms.ModelChoiceField(
                Person.objects.visible_to(user), widget=forms.HiddenInput, initial=chosen.pk
            )
            for name in ("name", "email", "phone"):
                del self.fields[name]
        else:
            del self.fields["person"]

    def who_layout(self) -> list[Any]:
        """The fields of the person, for the beginning of the layout."""
        return ["person"] if self.chosen else [Fieldset("Personen", "name", Row("email", "phone"))]

    @property
    def who(self) -> Person | Named:
        """The chosen person, or what was written."""
        given = self.cleaned_data
        return given["person"] if self.chosen else Named(given["name"], given["email"], given["phone"])


class PersonEditForm(EditForm):
    """Name, telephone and e-mail of a person."""

    submit_label = "Gem personen"

    class Meta:
        model = Person
        fields = ["name", "phone", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].validators.append(PHONE)
        if cast("Person", self.instance).user_id:
            self.fields["email"].help_text = "Personen logger ind med den. Ændres den, gælder den nye med det samme."
