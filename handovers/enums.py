"""Choices of handovers, with their Danish labels."""

from django.db import models


class HandoverState(models.TextChoices):
    """Where a handover stands. Overdue is no state of its own: it is open after the employment's last day."""

    OPEN = "open", "Åben"
    CLOSED = "closed", "Afsluttet"
    CANCELLED = "cancelled", "Aflyst"
