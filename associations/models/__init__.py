"""The register's tables, one module per part of it."""

from associations.models.association import Association, EndsWithItsAssociation
from associations.models.counts import AgeBand, MemberCount, MemberCountCell
from associations.models.declarations import ChildProtectionDeclaration
from associations.models.people import BoardMember, Employment, EmploymentFunding, Person
from associations.models.places import ActivityKind, DisadvantagedArea, District
from associations.models.sections import SatelliteSection

__all__ = [
    "ActivityKind",
    "AgeBand",
    "Association",
    "BoardMember",
    "ChildProtectionDeclaration",
    "DisadvantagedArea",
    "District",
    "Employment",
    "EmploymentFunding",
    "EndsWithItsAssociation",
    "MemberCount",
    "MemberCountCell",
    "Person",
    "SatelliteSection",
]
