"""How Django knows this app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "documents"
    verbose_name = "Dokumenter"

    def ready(self) -> None:
        """Registers its page, its data on people, its retention and its demo data."""
        from documents.registration import register

        register()
