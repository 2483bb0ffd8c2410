"""How Django knows this app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "partnerships"
    verbose_name = "Partnerskaber"
