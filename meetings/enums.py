"""Choices of the meetings, with their Danish labels."""

from django.db import models


class MeetingKind(models.TextChoices):
    """What is held. A status meeting is about one association (R12), the others are for many (R13)."""

    STATUS_A = "status_a", "Statusmøde med ressourcepersonen"
    STATUS_B = "status_b", "Statusmøde med bestyrelsen"
    NETWORK = "network", "Netværksmøde"
    THEME = "theme", "Temamøde"
    COURSE = "course", "Uddannelsesforløb"
    STUDY_TRIP = "study_trip", "Studietur"


STATUS_KINDS = frozenset({MeetingKind.STATUS_A.value, MeetingKind.STATUS_B.value})


class MeetingState(models.TextChoices):
    """The life of a meeting; `meetings.domain.workflow.TRANSITIONS` says how it moves."""

    PLANNED = "planned", "Planlagt"
    INVITED = "invited", "Indkaldt"
    HELD = "held", "Afholdt"
    MINUTES_DRAFT = "minutes_draft", "Referat i kladde"
    MINUTES_SENT = "minutes_sent", "Referat til godkendelse"
    MINUTES_APPROVED = "minutes_approved", "Referat godkendt"
    CANCELLED = "cancelled", "Aflyst"


AHEAD = frozenset({MeetingState.PLANNED.value, MeetingState.INVITED.value})
WAS_HELD = frozenset(
    {
        MeetingState.HELD.value,
        MeetingState.MINUTES_DRAFT.value,
        MeetingState.MINUTES_SENT.value,
        MeetingState.MINUTES_APPROVED.value,
    }
)


class Reply(models.TextChoices):
    """What an invited person has answered."""

    NONE = "none", "Intet svar"
    YES = "yes", "Kommer"
    NO = "no", "Kommer ikke"
