"""Mine oplysninger: the user's own name and telephone, and the wish for another e-mail address."""

from typing import Any

from django import forms

from accounts.models import User
from core.forms import Form
from workflow.editing import EditForm


class OwnDetailsForm(EditForm):
    """What a user says about themselves."""

    submit_label = "Gem oplysninger"

    class Meta:
        model = User
        fields = ("name", "phone")
        error_messages = {"name": {"required": "Skriv dit navn."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["phone"].label = "Navn", "Telefon"
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}


class EmailChangeForm(Form):
    """The new address, and the password: an open page on a shared computer is not enough to take over a sign-in."""

    submit_label = "Send link til den nye adresse"

    new_email = forms.EmailField(label="Ny e-mailadresse", max_length=254)
    password = forms.CharField(
        label="Din adgangskode", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_email"].widget.attrs["autocomplete"] = "email"
        self.fields["new_email"].error_messages["required"] = "Skriv den nye e-mailadresse."
        self.fields["password"].error_messages["required"] = "Skriv din adgangskode."

    def clean_password(self) -> str:
        """The user's present password."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("Det er ikke din adgangskode. Skriv den igen.")
        return password
