"""Indlæsning: the register comes in as a workbook or CSV files."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Registers its link in the header."""

    name = "imports"
    verbose_name = "Indlæsning"

    def ready(self) -> None:
        from core.registry import NavigationEntry, navigation
        from imports.domain import personal_data
        from imports.domain.jobs import may_import

        navigation.register(
            NavigationEntry("imports", "Indlæsning", "imports:import-list", order=40, visible=may_import)
        )
        personal_data.register()
