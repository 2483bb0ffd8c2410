"""How Django knows this app."""

from django.apps import AppConfig


class ActionplansConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "actionplans"
    verbose_name = "Handleplaner"

    def ready(self) -> None:
        """Registers its link in an association's side navigation."""
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from core.registry import AssociationPage, association_pages

        association_pages.register(
            AssociationPage(
                "plans",
                "Handleplan",
                "actionplans:association-plans",
                order=35,
                visible=lambda user, association: has_permission(user, Permission.VIEW_PLAN, association),
            )
        )
