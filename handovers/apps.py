"""How Django knows this app."""

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    """Registers what happens when an employment ends, the association's page, the due items, and the demo data."""

    name = "handovers"
    verbose_name = "Overleveringer"

    def ready(self) -> None:
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from associations.domain.employments import on_end_moved, on_end_recorded, on_end_taken_back
        from core.registry import (
            AssociationPage,
            DemoPart,
            association_pages,
            demo_parts,
            due_rules,
            personal_data,
            retentions,
        )
        from handovers.demo import seed
        from handovers.domain import handovers
        from handovers.domain.due import RULE
        from handovers.domain.personal_data import PERSONAL_DATA, RETENTION

        association_pages.register(
            AssociationPage(
                "handovers",
                "Overlevering",
                "handovers:association-handovers",
                order=25,
                visible=lambda user, association: has_permission(user, Permission.VIEW_ASSOCIATION, association),
            )
        )
        on_end_recorded.register(handovers.open_for)
        on_end_taken_back.register(handovers.end_taken_back)
        on_end_moved.register(handovers.end_moved)
        due_rules.register(RULE)
        personal_data.register(PERSONAL_DATA)
        retentions.register(RETENTION)
        demo_parts.register(DemoPart("handovers", order=40, seed=seed))
