"""How Django knows this app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "enquiries"
    verbose_name = "Henvendelser"

    def ready(self) -> None:
        """Registers its pages, what is due, its data on people, its retention and its demo data."""
        from enquiries.registration import register

        register()
