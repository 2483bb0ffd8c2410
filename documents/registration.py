"""What the app registers: its page in an association, its data on people, its retention, its demo data."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.registry import AssociationPage, association_pages


def register() -> None:
    """Called once, when the apps are ready."""
    association_pages.register(
        AssociationPage(
            "documents",
            "Dokumenter",
            "documents:document-list",
            order=70,
            visible=lambda user, association: has_permission(user, Permission.VIEW_DOCUMENTS, association),
        )
    )
