"""How Django knows this app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "meetings"
    verbose_name = "Møder"
