"""Choices of the enquiries, with their Danish labels."""

from django.db import models


class EnquiryKind(models.TextChoices):
    """What an enquiry is about."""

    MONEY = "money", "Tilskud og økonomi"
    PREMISES = "premises", "Haller, baner og lokaler"
    PEOPLE = "people", "Ansættelse og bestyrelse"
    PLAN = "plan", "Handleplan og mål"
    COLLABORATION = "collaboration", "Samarbejde med andre"
    MUNICIPALITY = "municipality", "Kommunens tilbud og forvaltninger"
    SYSTEM = "system", "Hjælp til systemet"
    OTHER = "other", "Andet"


class EnquiryState(models.TextChoices):
    """The life of an enquiry; `enquiries.domain.workflow.TRANSITIONS` says how it moves."""

    NEW = "new", "Uden ejer"
    WITH_OWNER = "with_owner", "Venter på svar"
    ANSWERED = "answered", "Besvaret"
    CLOSED = "closed", "Lukket"


OURS = frozenset({EnquiryState.NEW.value, EnquiryState.WITH_OWNER.value})
"""The states in which it is the administration's turn."""
OPEN = frozenset({*OURS, EnquiryState.ANSWERED.value})


class CameBy(models.TextChoices):
    """How it reached the administration."""

    HERE = "here", "Skrevet her"
    PHONE = "phone", "Telefon"
    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Møde"


class Side(models.TextChoices):
    """For whom somebody wrote or acted."""

    ASSOCIATION = "association", "Foreningen"
    STAFF = "staff", "Forvaltningen"


class EntryKind(models.TextChoices):
    """What stands in the thread: words, or a step that was taken."""

    MESSAGE = "message", "Besked"
    STEP = "step", "Skridt"


class Letter(models.TextChoices):
    """What somebody is told by e-mail."""

    NEW = "new", "Ny henvendelse"
    UNOWNED = "unowned", "Ny henvendelse uden ejer"
    REGISTERED = "registered", "Henvendelse noteret for foreningen"
    ANSWERED = "answered", "Svar på henvendelse"
    WRITTEN_AGAIN = "written_again", "Foreningen har skrevet igen"
    PASSED_ON = "passed_on", "Henvendelse givet videre"
    REFERRED = "referred", "Henvendelse sendt videre i kommunen"
    CLOSED = "closed", "Henvendelse lukket"
