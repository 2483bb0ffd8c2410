"""How Django knows this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "accounts"
    verbose_name = "Brugere"
