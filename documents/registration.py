"""What the app registers: its page in an association, its data on people, its retention, its demo data."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.registry import (
    AssociationPage,
    DemoPart,
    PersonalData,
    Retention,
    association_pages,
    demo_parts,
    personal_data,
    retentions,
)
from documents import demo
from documents.domain import keeping


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
    personal_data.register(PersonalData("documents", "Dokumenter", order=60, held=keeping.held, erase=keeping.erase))
    retentions.register(
        Retention(
            "documents",
            "Dokumenter",
            order=60,
            setting="DOCUMENT_RETENTION_YEARS",
            find=keeping.expired,
            carry_out=keeping.carry_out,
        )
    )
    demo_parts.register(DemoPart("documents", order=30, seed=demo.seed))
