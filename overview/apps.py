from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"
    verbose_name = "Overblik"

    def ready(self) -> None:
        from overview.navigation import register

        register()
