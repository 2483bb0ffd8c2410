"""Choices of the plans, with their Danish labels."""

from django.db import models


class PlanState(models.TextChoices):
    """The life of a revision; `actionplans.domain.workflow.TRANSITIONS` says how it moves."""

    DRAFT = "draft", "Kladde"
    AWAITING_CHAIR = "awaiting_chair", "Afventer formanden"
    SUBMITTED = "submitted", "Indsendt"
    RETURNED = "returned", "Sendt tilbage"
    APPROVED = "approved", "Godkendt"
    SUPERSEDED = "superseded", "Afløst"
    CLOSED = "closed", "Afsluttet"


WRITABLE = frozenset({PlanState.DRAFT.value, PlanState.RETURNED.value})
OPEN = frozenset({*WRITABLE, PlanState.AWAITING_CHAIR.value, PlanState.SUBMITTED.value})
FROZEN = frozenset({PlanState.APPROVED.value, PlanState.SUPERSEDED.value, PlanState.CLOSED.value})


class GoalStatus(models.TextChoices):
    """How far a goal has come."""

    NOT_STARTED = "not_started", "Ikke begyndt"
    UNDER_WAY = "under_way", "I gang"
    ACHIEVED = "achieved", "Nået"
    CHANGED = "changed", "Ændret"
    DROPPED = "dropped", "Opgivet"


FINISHED = frozenset({GoalStatus.ACHIEVED.value, GoalStatus.DROPPED.value})
