"""How Django knows this app."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "overview"
