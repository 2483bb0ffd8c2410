"""What the app registers: its page in an association, what is due, its data on people, its retention, its demo data."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from core.registry import (
    AssociationPage,
    DemoPart,
    DueRule,
    PersonalData,
    Retention,
    association_pages,
    demo_parts,
    due_rules,
    personal_data,
    retentions,
)
from journal import demo
from journal.domain import due, keeping


def register() -> None:
    """Called once, when the apps are ready."""
    association_pages.register(
        AssociationPage(
            "journal",
            "Journal",
            "journal:entry-list",
            order=80,
            visible=lambda user, association: has_permission(user, Permission.VIEW_JOURNAL, association),
        )
    )
    due_rules.register(DueRule(due.KEY, due.LABEL, order=80, find=due.follow_ups))
    personal_data.register(PersonalData("journal", "Journal", order=70, held=keeping.held, erase=keeping.erase))
    retentions.register(
        Retention(
            "journal",
            "Journalnotater",
            order=70,
            setting="JOURNAL_RETENTION_YEARS",
            find=keeping.expired,
            carry_out=keeping.carry_out,
        )
    )
    demo_parts.register(DemoPart("journal", order=50, seed=demo.seed))
