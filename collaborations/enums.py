"""Choices of collaborations, with their Danish labels."""

from django.db import models


class PartnerKind(models.TextChoices):
    """With whom an association works together."""

    SCHOOL = "school", "Skole"
    INSTITUTION = "institution", "Institution"
    HOUSING = "housing", "Boligsocial indsats"
    RENEWAL = "renewal", "Områdefornyelse"
    ASSOCIATION = "association", "Anden forening"
    ADMINISTRATION = "administration", "Forvaltning"
    PRIVATE = "private", "Privat virksomhed"
    OTHER = "other", "Andet"


class CollaborationState(models.TextChoices):
    """Where a collaboration stands. One that has ended bears its last day; all but an idea have begun."""

    IDEA = "idea", "Idé"
    RUNNING = "running", "I gang"
    PAUSED = "paused", "På pause"
    ENDED = "ended", "Afsluttet"


class Precision(models.TextChoices):
    """How exactly a first day is known: the day itself, its month (stored as the 1st) or its year (1 January)."""

    DAY = "day", "Dag"
    MONTH = "month", "Måned"
    YEAR = "year", "År"


class ChainLink(models.IntegerChoices):
    """The four links of the feeder chain (R17)."""

    INTRODUCTION = 1, "Introduktion"
    BRIDGING = 2, "Brobygning"
    ECONOMY = 3, "Økonomisk hjælp"
    RETENTION = 4, "Fastholdelse"
