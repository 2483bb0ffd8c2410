"""The sign-in forms: allauth's rules, our words and layout."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from accounts.models import User
from core.forms import Prepared

HINT = "Mindst 12 tegn. Brug gerne en sætning, som kun du kender."
EMAIL_MESSAGES = {
    "required": "Skriv din e-mailadresse.",
    "invalid": "Skriv e-mailadressen som navn@eksempel.dk.",
}


def word(field: forms.Field, label: str, *, required: str = "", hint: str = "") -> None:
    """Gives a field of allauth our label, hint and message, and no placeholder (it vanishes when one types)."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    if required:
        field.error_messages["required"] = required


class NewPassword(Prepared):
    """The two fields where a new password is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password1"], "Ny adgangskode", required="Skriv en ny adgangskode.", hint=HINT)
        word(self.fields["password2"], "Ny adgangskode igen", required="Skriv den nye adgangskode en gang til.")


class LogInForm(Prepared, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail and password."""

    submit_label = "Log ind"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], "E-mailadresse")
        self.fields["login"].error_messages.update(EMAIL_MESSAGES)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        word(self.fields["password"], "Adgangskode", required="Skriv din adgangskode.")


class PasswordForgottenForm(Prepared, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The address that gets the link."""

    submit_label = "Send link"
    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], "E-mailadresse")
        self.fields["email"].error_messages.update(EMAIL_MESSAGES)

    def clean_email(self) -> str:
        """Somebody who has never been invited gets no link: the answer is the same for everybody."""
        email: str = super().clean_email()
        found: list[User] = self.users
        self.users = list(User.objects.able_to_reset().filter(pk__in=[user.pk for user in found]))
        return email


class PasswordChooseForm(NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The page behind the link."""

    submit_label = "Gem adgangskode"


class InvitationForm(NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The page behind an invitation."""

    submit_label = "Gem adgangskode, og log ind"


class PasswordChangeForm(NewPassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """For somebody who is signed in."""

    submit_label = "Gem adgangskode"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["oldpassword"], "Nuværende adgangskode", required="Skriv din nuværende adgangskode.")
