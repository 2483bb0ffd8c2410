"""How Django knows this app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "partnerships"
    verbose_name = "Partnerskaber"

    def ready(self) -> None:
        """Registers what pages below and above show of the agreements."""
        from accounts.enums import Permission
        from accounts.permissions import has_permission
        from associations.association_page import register_contact
        from core.registry import (
            AssociationPage,
            ChainParticipation,
            ClosingBlocker,
            DemoPart,
            DueRule,
            LifelineLane,
            NavigationEntry,
            ReportSection,
            Requirement,
            association_pages,
            chain_participations,
            closing_blockers,
            demo_parts,
            due_rules,
            lifeline_lanes,
            navigation,
            report_sections,
            requirements,
        )
        from partnerships import demo_money
        from partnerships.domain import accounts_due, declarations, ending, personal_data, posts
        from partnerships.domain.chain import in_partnership_in
        from partnerships.domain.closing import contact_on, reasons_not_to_close
        from partnerships.domain.lifeline import agreements_lane, report_lifelines
        from partnerships.domain.requirements import GRANT, MINIMUM
        from partnerships.registration import register as register_contacts

        register_contact(contact_on)
        association_pages.register(
            AssociationPage("declarations", "Børneattester", "partnerships:declaration-list", 47)
        )
        due_rules.register(DueRule(posts.VACANCY, "Ledig stilling", 10, posts.vacancies))
        due_rules.register(DueRule(posts.UNDER_HOURS, "For få timer", 20, posts.under_hours))
        due_rules.register(DueRule(posts.END_PLANNED, "Ressourceperson stopper", 35, posts.ends_planned))
        requirements.register(Requirement(posts.HOURS, "Ressourceperson", 10, posts.hours_signals))
        due_rules.register(DueRule(declarations.DUE_KEY, declarations.LABEL, 60, declarations.missing_declarations))
        requirements.register(
            Requirement(declarations.DUE_KEY, declarations.LABEL, 60, declarations.declaration_signals)
        )
        chain_participations.register(ChainParticipation("partnerships", 10, in_partnership_in))
        closing_blockers.register(ClosingBlocker("partnership", 10, reasons_not_to_close))
        lifeline_lanes.register(LifelineLane("agreements", "Aftaler", 10, agreements_lane))
        report_sections.register(
            ReportSection("lifeline", "Livslinje", 10, "partnerships/_report_lifeline.html", report_lifelines)
        )
        personal_data.register()
        navigation.register(
            NavigationEntry(
                "partnerships",
                "Partnerskaber",
                "partnerships:partnership-list",
                order=25,
                visible=lambda user: has_permission(user, Permission.VIEW_REGISTER),
            )
        )
        demo_parts.register(DemoPart("money", 50, demo_money.seed))
        for rule in (ending.RULE, *accounts_due.RULES):
            due_rules.register(rule)
        requirements.register(accounts_due.REQUIREMENT)
        requirements.register(GRANT)
        requirements.register(MINIMUM)
        register_contacts()
