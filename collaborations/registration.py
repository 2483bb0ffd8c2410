"""What the app registers: its pages, its part of reports and dossiers, its texts on people, and its demo data."""

from accounts.enums import Permission
from accounts.permissions import has_permission
from collaborations import demo
from collaborations.access import may_see_directory
from collaborations.domain import personal_data as on_people
from collaborations.domain import report
from core.registry import (
    AssociationPage,
    DemoPart,
    DossierPart,
    NavigationEntry,
    PersonalData,
    ReportSection,
    association_pages,
    demo_parts,
    dossier_parts,
    navigation,
    personal_data,
    report_sections,
)


def register() -> None:
    """Called once, when the apps are ready."""
    for key, label, url_name, order in (
        ("chain", "Fødekæden", "collaborations:chain", 40),
        ("directory", "Vejviser", "collaborations:directory", 42),
    ):
        navigation.register(NavigationEntry(key, label, url_name, order, visible=may_see_directory))
    association_pages.register(
        AssociationPage(
            "collaborations",
            "Samarbejder",
            "collaborations:association-collaborations",
            order=42,
            visible=lambda user, association: has_permission(user, Permission.VIEW_COLLABORATIONS, association),
        )
    )
    report_sections.register(
        ReportSection(
            "collaborations",
            "Samarbejder og fødekæde",
            30,
            "collaborations/_report_collaborations.html",
            report.sections,
        )
    )
    dossier_parts.register(DossierPart("collaborations", "Lokale samarbejder", 30, report.dossier_sentences))
    personal_data.register(PersonalData("collaborations", "Lokale samarbejder", 65, on_people.held, on_people.erase))
    demo_parts.register(DemoPart("collaborations", order=82, seed=demo.seed))
