"""Choices of this app's records."""

from django.db import models


class FundingKind(models.TextChoices):
    """Whether a funding line has a last day."""

    TEMPORARY = "temporary", "Midlertidig"
    PERMANENT = "permanent", "Varig"


class TransferReason(models.TextChoices):
    """Why a consultant's associations go to a colleague."""

    LEAVE = "leave", "Orlov"
    ILLNESS = "illness", "Sygdom"
    RESIGNATION = "resignation", "Fratrædelse"
    WORKLOAD = "workload", "Fordeling af opgaver"
    OTHER = "other", "Andet"
