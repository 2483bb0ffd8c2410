"""How Django knows this app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "imports"
    verbose_name = "Indlæsning"
