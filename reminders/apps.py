"""How Django knows this app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "reminders"
    verbose_name = "Påmindelser"
