"""Rapporter: status reports, and the runs that make them."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registers its links in the header and in an association's side navigation."""

    name = "reporting"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from core.registry import AssociationPage, NavigationEntry, association_pages, due_rules, navigation
        from reporting.domain import personal_data
        from reporting.domain.due import RULE

        due_rules.register(RULE)
        personal_data.register()
        navigation.register(
            NavigationEntry(
                "reports",
                "Rapporter",
                "reporting:run-list",
                order=30,
                visible=lambda user: has_permission(user, Permission.VIEW_REPORT_RUNS),
            )
        )
        association_pages.register(
            AssociationPage(
                "reports",
                "Rapporter",
                "reporting:association-reports",
                order=60,
                visible=lambda user, association: has_permission(user, Permission.VIEW_REPORT, association),
            )
        )
