"""This app's links in the header and in an association's side navigation."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.registry import AssociationPage, NavigationEntry, association_pages, due_rules, navigation, requirements
from overview.domain import due_counts, requirement_counts

ASSOCIATION_PAGES = (
    ("overview", "Overblik", "overview:association-detail", 10),
    ("people", "Personer", "overview:association-people", 20),
    ("partnership", "Partnerskab", "overview:association-partnership", 30),
    ("counts", "Medlemstal", "overview:association-counts", 40),
    ("history", "Historik", "overview:association-history", 90),
)


def register() -> None:
    """Called once, when the apps are ready."""
    navigation.register(
        NavigationEntry("front", "Forside", "overview:front-page", order=10, visible=lambda user: user.is_authenticated)
    )
    navigation.register(
        NavigationEntry(
            "programme",
            "Programmet",
            "overview:programme",
            order=15,
            visible=lambda user: has_permission(user, Permission.VIEW_PROGRAMME),
        )
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
    navigation.register(
        NavigationEntry(
            "due",
            "Frister",
            "overview:due-list",
            order=22,
            visible=lambda user: has_permission(user, Permission.VIEW_REGISTER),
        )
    )
    navigation.register(
        NavigationEntry(
            "administration",
            "Administration",
            "overview:administration",
            order=50,
            visible=lambda user: has_permission(user, Permission.VIEW_ADMINISTRATION),
        )
    )
    for key, label, url_name, order in ASSOCIATION_PAGES:
        association_pages.register(AssociationPage(key, label, url_name, order))
    due_rules.register(due_counts.RULE)
    requirements.register(requirement_counts.REQUIREMENT)
