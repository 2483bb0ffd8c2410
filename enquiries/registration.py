"""What the app registers: its pages, what is due, what is in the way of closing, data on people, retention, demo."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.registry import (
    AssociationPage,
    ClosingBlocker,
    DemoPart,
    DueRule,
    NavigationEntry,
    PersonalData,
    Retention,
    association_pages,
    closing_blockers,
    demo_parts,
    due_rules,
    navigation,
    personal_data,
    retentions,
)
from enquiries import demo
from enquiries.domain import due, keeping
from enquiries.domain.closing import open_enquiries


def register() -> None:
    """Called once, when the apps are ready."""
    navigation.register(
        NavigationEntry(
            "enquiries",
            "Henvendelser",
            "enquiries:enquiry-overview",
            order=28,
            visible=lambda user: has_permission(user, Permission.VIEW_ENQUIRIES),
        )
    )
    association_pages.register(
        AssociationPage(
            "enquiries",
            "Henvendelser",
            "enquiries:association-enquiries",
            order=45,
            visible=lambda user, association: has_permission(user, Permission.VIEW_ENQUIRIES, association),
        )
    )
    due_rules.register(DueRule(due.KEY, due.LABEL, order=78, find=due.enquiries_waiting))
    closing_blockers.register(ClosingBlocker("enquiries", 30, open_enquiries))
    personal_data.register(PersonalData("enquiries", "Henvendelser", 65, held=keeping.held, erase=keeping.erase))
    retentions.register(
        Retention(
            "enquiries",
            "Henvendelser",
            order=65,
            setting="ENQUIRY_RETENTION_YEARS",
            find=keeping.expired,
            carry_out=keeping.carry_out,
        )
    )
    demo_parts.register(DemoPart("enquiries", order=86, seed=demo.seed))
