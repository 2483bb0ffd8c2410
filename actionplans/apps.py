"""How Django knows this app."""

from django.apps import AppConfig


class ActionplansConfig(AppConfig):
    """The app's name, and what it registers when Django is ready."""

    name = "actionplans"
    verbose_name = "Handleplaner"

    def ready(self) -> None:
        """Registers what pages below and above show of the plans."""
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from actionplans import demo
        from actionplans.domain import dossier, due, keeping, report
        from actionplans.domain import personal_data as on_people
        from core.registry import (
            AssociationPage,
            DemoPart,
            DossierPart,
            DueRule,
            LifelineLane,
            NavigationEntry,
            PersonalData,
            ReportSection,
            Requirement,
            Retention,
            association_pages,
            demo_parts,
            dossier_parts,
            due_rules,
            lifeline_lanes,
            navigation,
            personal_data,
            report_sections,
            requirements,
            retentions,
        )

        due_rules.register(DueRule(due.WAITING, "Handleplan venter", 40, due.plans_waiting))
        due_rules.register(DueRule(due.EXPIRING, "Handleplan udløber", 45, due.plans_expiring))
        requirements.register(Requirement(due.PLAN, "Handleplan", 20, due.plan_signals))
        lifeline_lanes.register(LifelineLane("plans", "Handleplaner", 30, report.plans_lane))
        report_sections.register(
            ReportSection("plan", "Handleplan", 20, "actionplans/_report_plan.html", report.plan_sections)
        )
        dossier_parts.register(DossierPart("plans", "Handleplan", 20, dossier.plan_sentences))
        navigation.register(
            NavigationEntry(
                "plans",
                "Handleplaner",
                "actionplans:plan-overview",
                order=26,
                visible=lambda user: has_permission(user, Permission.VIEW_REGISTER),
            )
        )
        association_pages.register(
            AssociationPage(
                "plans",
                "Handleplan",
                "actionplans:association-plans",
                order=35,
                visible=lambda user, association: has_permission(user, Permission.VIEW_PLAN, association),
            )
        )
        personal_data.register(PersonalData("plans", "Handleplaner", 60, on_people.held, on_people.erase))
        retentions.register(
            Retention("plans", "Handleplaner", 60, "PLAN_RETENTION_YEARS", keeping.expired, keeping.carry_out)
        )
        demo_parts.register(DemoPart("action-plans", order=70, seed=demo.seed))
