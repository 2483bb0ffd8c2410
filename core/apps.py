"""How Django knows this app."""

from django.apps import AppConfig

from core import lookups


class CoreConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "core"
    verbose_name = "Fundament"

    def ready(self) -> None:
        """Called once by Django."""
        lookups.register()
