"""How Django knows this app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        """Registers its page, what is due, its data on people, its retention and its demo data."""
        from journal.registration import register

        register()
