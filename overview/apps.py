"""The pages that join apps."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Registers its navigation."""

    name = "overview"
    verbose_name = "Overblik"

    def ready(self) -> None:
        from overview.navigation import register

        register()
