"""Choices of runs and reports, with their Danish labels."""

from django.db import models


class Scope(models.TextChoices):
    """What a run makes reports of."""

    ALL = "all", "Alle foreninger og programmet"
    CONSULTANT = "consultant", "En konsulents foreninger"
    ASSOCIATION = "association", "Én forening"


class Outcome(models.TextChoices):
    """What a finished job came to: a new version, or the delivered one still holds."""

    NONE = "", "–"
    RENDERED = "rendered", "ny version"
    UNCHANGED = "unchanged", "uændret"
