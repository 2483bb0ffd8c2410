"""This app's links in the header and in an association's side navigation."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.registry import NavigationEntry, navigation


def register() -> None:
    """Called once, when the apps are ready."""
    navigation.register(
        NavigationEntry("front", "Forside", "overview:front-page", order=10, visible=lambda user: user.is_authenticated)
    )
    navigation.register(
        NavigationEntry(
            "associations",
            "Foreninger",
            "overview:association-list",
            order=20,
            visible=lambda user: has_permission(user, Permission.VIEW_REGISTER),
        )
    )
