"""How Django knows this app."""

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "handovers"
    verbose_name = "Overleveringer"
