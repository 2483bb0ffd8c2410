"""How Django knows this app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "reminders"
    verbose_name = "Påmindelser"

    def ready(self) -> None:
        """Registers the year wheel with its parts, and what is held on people."""
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from core.registry import (
            AssociationPage,
            DemoPart,
            NavigationEntry,
            PersonalData,
            Retention,
            association_pages,
            demo_parts,
            navigation,
            personal_data,
            retentions,
            year_wheel_parts,
        )
        from reminders import demo
        from reminders.domain import keeping, wheel_dates

        for part in wheel_dates.PARTS:
            year_wheel_parts.register(part)
        association_pages.register(AssociationPage("year-wheel", "Årshjul", "reminders:association-wheel", order=55))
        navigation.register(
            NavigationEntry(
                "year-wheel",
                "Årshjul",
                "reminders:programme-wheel",
                order=23,
                visible=lambda user: has_permission(user, Permission.VIEW_REGISTER),
            )
        )
        personal_data.register(PersonalData("reminders", "Påmindelser", 95, keeping.held, keeping.erase))
        retentions.register(
            Retention("reminders", "Påmindelser", 95, "REMINDER_RETENTION_YEARS", keeping.expired, keeping.carry_out)
        )
        demo_parts.register(DemoPart("reminders", order=120, seed=demo.seed, needs_sign_ins=True))
