"""Choices of the journal, with their Danish labels."""

from django.db import models


class EntryKind(models.TextChoices):
    """How the consultant and the association met; a note is about no meeting at all."""

    PHONE = "phone", "Telefon"
    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Møde"
    VISIT = "visit", "Besøg"
    OTHER = "other", "Anden kontakt"
    NOTE = "note", "Notat"


CONTACTS = tuple(kind for kind in EntryKind if kind != EntryKind.NOTE)
