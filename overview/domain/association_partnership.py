"""What an association's page Partnerskab shows: agreements, extensions, grants and contact persons. Pure reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from associations.models import Association
from overview.domain.list_conditions import Cohort
from partnerships.domain.accounts import with_accounts
from partnerships.domain.shares import MONTHS
from partnerships.models import ContactPerson, Decision, Extension, Grant, Participation, Partnership


@dataclass(frozen=True)
class PartnershipCard:
    """One partnership that the association takes or took part in.

    `own` is the association's period; `others` are the participations of the associations it shares with. Grants are
    the partnership's, whole kroner, the oldest first; `granted` is their sum.
    """

    own: Participation
    partnership: Partnership
    others: list[Participation]
    extensions: list[Extension]
    decisions: list[Decision]
    grants: list[Grant]
    granted: int
    in_force: bool

    @property
    def has_part_years(self) -> bool:
        """Whether some grant is for a part of its year."""
        return any(grant.months != MONTHS for grant in self.grants)

    @property
    def has_overrides(self) -> bool:
        """Whether some grant's amount does not follow from its months."""
        return any(grant.override_reason for grant in self.grants)


@dataclass(frozen=True)
class AssociationPartnerships:
    """The partnerships, newest first, and the contact persons, newest first."""

    cards: list[PartnershipCard]
    contacts: list[ContactPerson]
    cohort: Cohort | None

    def contact_on(self, day: date) -> ContactPerson | None:
        """The contact person on the day."""
        return next((row for row in self.contacts if row.start <= day and (row.end is None or day <= row.end)), None)


def association_partnerships(association: Association, day: date) -> AssociationPartnerships:
    """Reads the page in six queries; grants with `paid`, `account_state` and `difference`."""
    rows = (
        association.participations.select_related("partnership")
        .prefetch_related(
            "partnership__extensions",
            "partnership__decisions",
            Prefetch("partnership__participations", Participation.objects.select_related("association")),
            Prefetch(
                "partnership__grants",
                with_accounts(Grant.objects.select_related("programme_year", "funding_line"), day),
            ),
        )
        .order_by("-start", "pk")
    )
    cards = [partnership_card(own, day) for own in rows]
    contacts = association.contact_persons.select_related("consultant").order_by("-start", "pk")
    first = min((card.own.start for card in cards), default=None)
    return AssociationPartnerships(cards, list(contacts), Cohort.of(first) if first else None)


def partnership_card(own: Participation, day: date) -> PartnershipCard:
    """Sorts what belongs to one partnership, which has been prefetched."""
    partnership = own.partnership
    grants = sorted(partnership.grants.all(), key=lambda grant: grant.programme_year.year)
    others = [other for other in partnership.participations.all() if other.association_id != own.association_id]
    return PartnershipCard(
        own=own,
        partnership=partnership,
        others=sorted(others, key=lambda other: (other.association.sort_key, other.start, other.pk)),
        extensions=sorted(partnership.extensions.all(), key=lambda extension: extension.new_end),
        decisions=sorted(partnership.decisions.all(), key=lambda decision: (decision.decided_on, decision.pk)),
        grants=grants,
        granted=sum(grant.amount for grant in grants),
        in_force=own.start <= day <= own.end,
    )
