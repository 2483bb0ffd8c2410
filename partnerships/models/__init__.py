"""Programme years and their money, partnerships with their associations and extensions, grants, contact persons."""

from partnerships.models.accounts import GrantAccount
from partnerships.models.contacts import ContactPerson, ContactTransfer, TransferredContact
from partnerships.models.decisions import Decision
from partnerships.models.grants import Grant
from partnerships.models.instalments import Instalment
from partnerships.models.partnerships import Extension, Participation, Partnership, PartnershipQuerySet
from partnerships.models.programme import (
    FIRST_YEAR,
    LAST_YEAR,
    FundingAmount,
    FundingLine,
    ProgrammeYear,
    ReservedPost,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "ContactPerson",
    "ContactTransfer",
    "Decision",
    "Extension",
    "FundingAmount",
    "FundingLine",
    "Grant",
    "GrantAccount",
    "Instalment",
    "Participation",
    "Partnership",
    "PartnershipQuerySet",
    "ProgrammeYear",
    "ReservedPost",
    "TransferredContact",
]
