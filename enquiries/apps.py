"""How Django knows this app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "enquiries"
    verbose_name = "Henvendelser"
