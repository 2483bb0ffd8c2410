"""How Django knows this app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "privacy"
    verbose_name = "Persondata"

    def ready(self) -> None:
        """Registers the logs as personal data, and what is past its time."""
        from privacy.registration import register

        register()
