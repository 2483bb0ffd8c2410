"""How Django knows this app."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "accounts"
    verbose_name = "Brugere"

    def ready(self) -> None:
        """Listens for passwords chosen by "Glemt adgangskode", and registers what is held on an account."""
        from allauth.account.signals import password_reset

        from accounts.domain import personal_data

        password_reset.connect(_password_chosen, dispatch_uid="accounts_password_chosen")
        personal_data.register()


def _password_chosen(user: Any, **_kwargs: Any) -> None:
    """allauth tells that a link of "Glemt adgangskode" has been used."""
    from accounts.domain.invitations import accepted_by_other_way

    accepted_by_other_way(user)
