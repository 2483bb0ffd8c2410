"""How Django knows this app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        """Registers what pages below and above show of the meetings."""
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from core.registry import AssociationPage, NavigationEntry, association_pages, navigation

        navigation.register(
            NavigationEntry(
                "meetings",
                "Møder",
                "meetings:meeting-list",
                order=27,
                visible=lambda user: has_permission(user, Permission.VIEW_REGISTER),
            )
        )
        association_pages.register(
            AssociationPage(
                "meetings",
                "Møder",
                "meetings:association-meetings",
                order=37,
                visible=lambda user, association: has_permission(user, Permission.VIEW_MEETINGS, association),
            )
        )
