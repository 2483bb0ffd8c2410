"""Choices of the register, with their Danish labels."""

from django.db import models


class BoardRole(models.TextChoices):
    """A seat on an association's board."""

    CHAIR = "chair", "Formand"
    TREASURER = "treasurer", "Kasserer"
    MEMBER = "member", "Bestyrelsesmedlem"


class EndReason(models.TextChoices):
    """Why an employment ended (R6)."""

    NEW_JOB = "new_job", "Nyt job"
    STUDY = "study", "Uddannelse"
    PARENTAL_LEAVE = "parental_leave", "Barsel"
    ILLNESS = "illness", "Sygdom"
    DISMISSED = "dismissed", "Opsagt af foreningen"
    FIXED_TERM = "fixed_term", "Tidsbegrænset ansættelse udløb"
    RETIREMENT = "retirement", "Pension"
    # The person goes on in a new row of the register: nobody has left.
    CONTINUED = "continued", "Fortsætter med nye timer eller ny rolle"
    OTHER = "other", "Andet"


class FundingSource(models.TextChoices):
    """Who pays hours that the grant does not (R5)."""

    GET2SPORT = "get2sport", "DIF get2sport"
    FUND = "fund", "Pulje eller fond"
    OWN = "own", "Egne midler"
    OTHER = "other", "Andet"


class Gender(models.TextChoices):
    """The register's groups; *other* came later, so a missing number there is unknown, never 0 (R14)."""

    FEMALE = "female", "Kvinder"
    MALE = "male", "Mænd"
    OTHER = "other", "Andet"


class CountingRule(models.TextChoices):
    """Whether a person in two activities counts once or twice in this association's number (R14)."""

    ONCE = "once", "Hver person tælles én gang"
    PER_ACTIVITY = "per_activity", "En person tælles i hver aktivitet"


class CountSource(models.TextChoices):
    """Where a member count comes from."""

    REGISTER = "register", "Foreningsregistret"
    ASSOCIATION = "association", "Foreningens egen optælling"
    CONSULTANT = "consultant", "Indtastet af en konsulent"
