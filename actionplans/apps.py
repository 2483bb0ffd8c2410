"""How Django knows this app."""

from django.apps import AppConfig


class ActionplansConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "actionplans"
    verbose_name = "Handleplaner"
