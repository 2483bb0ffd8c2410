"""Choices of the reminders, with their Danish labels."""

from django.db import models


class Stage(models.TextChoices):
    """How far a due item has come. Escalated: it lies over time, and the next one on the ladder is told, too."""

    COMING = "coming", "Kommer"
    DUE = "due", "Skal gøres nu"
    OVERDUE = "overdue", "Over tiden"
    ESCALATED = "escalated", "Givet videre"


STAGE_ORDER = tuple(Stage.values)


class Rung(models.IntegerChoices):
    """The ladder, from below: as whom somebody is told."""

    RESOURCE_PERSON = 0, "Ressourceperson"
    CHAIR = 1, "Formand eller bestyrelse"
    CONSULTANT = 2, "Kontaktperson"
    MANAGER = 3, "Leder"


class Outcome(models.TextChoices):
    """What became of one stage of one item for one person. Every one is written down; not every one is a mail."""

    WAITING = "waiting", "På vej"
    IN_DIGEST = "in_digest", "Til ugens samling"
    SENT = "sent", "Sendt"
    FAILED = "failed", "Kunne ikke sendes"
    PAGE_ONLY = "page_only", "Kun på siden"
    SKIPPED = "skipped", "Sprunget over"
    KNOWN = "known", "Kendt fra starten"
    DROPPED = "dropped", "Ikke aktuel længere"


class Delivery(models.TextChoices):
    """How somebody wants to be reminded."""

    MAIL = "mail", "En mail, når noget nærmer sig eller er over tiden"
    DIGEST = "digest", "En samlet mail om ugen, mandag morgen, med det nye"
    PAGE = "page", "Ingen mails: jeg ser det på siden"
