"""What this app registers about signing in: purposes of invitations, data on people, retention, and demo data."""

from accounts.domain.invitations import register_purpose
from associations import demo_closed, demo_invitations
from associations.domain import access_invitations, sign_in_keeping
from core.registry import DemoPart, PersonalData, Retention, demo_parts, personal_data, retentions

YEARS = "INVITATION_RETENTION_YEARS"


def register_sign_ins() -> None:
    """Called once, when the apps are ready."""
    register_purpose(access_invitations.purpose)
    demo_parts.register(DemoPart("invitations", 90, demo_invitations.seed))
    personal_data.register(
        PersonalData(
            "sign_ins",
            "Invitationer og skift af e-mailadresse",
            order=20,
            held=sign_in_keeping.held,
            erase=sign_in_keeping.erase,
            identifiers=sign_in_keeping.identifiers,
        )
    )
    retentions.register(
        Retention(
            "invitations",
            "Gamle invitationer",
            order=80,
            setting=YEARS,
            find=sign_in_keeping.expired_invitations,
            carry_out=sign_in_keeping.forget_invitations,
        )
    )
    retentions.register(
        Retention(
            "email_changes",
            "Gamle skift af e-mailadresse",
            order=81,
            setting=YEARS,
            find=sign_in_keeping.expired_changes,
            carry_out=sign_in_keeping.forget_changes,
        )
    )


def register_own_pages() -> None:
    """The satellite sections, where declarations name a person, and closed associations in the demo."""
    from associations.personal_data import declarations_held, erase_declarer
    from core.registry import AssociationPage, association_pages

    demo_parts.register(DemoPart("closed", 95, demo_closed.seed))
    association_pages.register(AssociationPage("sections", "Afdelinger", "associations:section-list", 45))
    personal_data.register(
        PersonalData("declarations", "Børneattesterklæringer", 40, declarations_held, erase_declarer)
    )
