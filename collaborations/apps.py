"""How Django knows this app."""

from django.apps import AppConfig


class CollaborationsConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "collaborations"
    verbose_name = "Lokale samarbejder"

    def ready(self) -> None:
        """Registers its pages, its part of reports and dossiers, its texts on people, and its demo data."""
        from collaborations.registration import register

        register()
