"""Forms of the staff accounts."""

from typing import Any

from django import forms

from accounts.enums import StaffRole
from accounts.models import User
from core.forms import Form
from workflow.editing import EditForm

ROLE_HINT = (
    "Konsulenter arbejder med foreningerne, ledere læser med og laver rapporter, og administratorer styrer "
    "medarbejdere, programår og bevillinger."
)


class StaffCreateForm(Form):
    """A new member of the staff; the question about an account that is there already shows only when it comes up."""

    submit_label = "Opret og inviter"

    name = forms.CharField(label="Navn", max_length=120)
    email = forms.EmailField(label="E-mail", max_length=254, help_text="Invitationen sendes hertil.")
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    staff_role = forms.ChoiceField(
        label="Rolle", choices=StaffRole.choices, widget=forms.RadioSelect, help_text=ROLE_HINT
    )
    use_existing = forms.BooleanField(
        label="Det er den samme person: giv den bruger, der er, rollen", required=False, widget=forms.HiddenInput
    )

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        email: str = self.cleaned_data["email"].lower()
        return email

    def clean_name(self) -> str:
        """Without doubled spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def ask_about_existing(self) -> None:
        """Shows the question."""
        self.fields["use_existing"].widget = forms.CheckboxInput()

    @property
    def draft(self) -> User:
        """The account as it was written, unsaved."""
        values = {name: self.cleaned_data[name] for name in ("name", "email", "phone", "staff_role")}
        return User(**values)


class StaffEditForm(EditForm):
    """A staff account as it shall be."""

    submit_label = "Gem medarbejder"

    class Meta:
        model = User
        fields = ("name", "email", "phone", "staff_role")
        error_messages = {
            "name": {"required": "Skriv navnet."},
            "email": {"required": "Skriv e-mailadressen.", "unique": "En anden bruger har den e-mailadresse."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {"name": "Navn", "email": "E-mail", "phone": "Telefon"}.items():
            self.fields[name].label = label
        self.fields["email"].help_text = "Den hidtidige adresse får besked, når den ændres."
        self.fields["staff_role"] = forms.ChoiceField(
            label="Rolle", choices=StaffRole.choices, widget=forms.RadioSelect, help_text=ROLE_HINT
        )

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        email: str = self.cleaned_data["email"].lower()
        return email
