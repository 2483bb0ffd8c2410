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


class DecisionKind(models.TextChoices):
    """What a decision about a partnership was, apart from creating, extending and ending it."""

    JOINED = "joined", "Forening kom med"
    LEFT = "left", "Forening gik ud"
    CORRECTED = "corrected", "Datoer rettet"


class AccountDecision(models.TextChoices):
    """What happens to money that did not go to wages (R3)."""

    REPAY = "repay", "Betales tilbage"
    CARRY_OVER = "carry_over", "Overføres til næste år"
    NONE = "none", "Godkendt som det er"


class InstalmentPlan(models.IntegerChoices):
    """Into how many equal instalments a whole year's grant is proposed to be split."""

    WHOLE = 1, "Én rate, 1. januar"
    HALVES = 2, "To rater, 1. januar og 1. juli"
    QUARTERS = 4, "Fire rater, den første dag i hvert kvartal"
