"""Choices of this app's records."""

from django.db import models


class FundingKind(models.TextChoices):
    """Whether a funding line has a last day."""

    TEMPORARY = "temporary", "Midlertidig"
    PERMANENT = "permanent", "Varig"
