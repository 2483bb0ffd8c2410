"""The life of a meeting: one table, from which buttons, refusals, the log and the diagram follow."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.enums import Permission
from accounts.models import User
from core import clock
from core.formats import date_text
from meetings.enums import AHEAD, MeetingState
from meetings.models import Invitee, Meeting
from workflow.transitions import Transition

LONGEST_REASON = 300


def invited_to(meeting: Meeting) -> QuerySet[Invitee]:
    """Everybody who is invited, with what names them."""
    return meeting.invitees.select_related("person", "user", "association")


def has_begun(meeting: Meeting) -> bool:
    """Whether its day has come; the time of day is not asked for, because the demo's day has none."""
    return meeting.on <= clock.today()


def _nobody_to_invite(meeting: Meeting, _user: User) -> Sequence[str]:
    reasons = []
    if not meeting.invitees.exists():
        reasons.append("Vælg først, hvem der skal inviteres.")
    if meeting.on < clock.today():
        reasons.append("Mødets dag er gået. Flyt mødet, eller skriv, at det er afholdt.")
    return reasons


def _before_its_day(meeting: Meeting, _user: User) -> Sequence[str]:
    if has_begun(meeting):
        return ()
    return [f"Mødet er først {date_text(meeting.on)}. Det kan skrives som afholdt fra den dag."]


def _is_status(meeting: Meeting, _user: User) -> bool:
    return meeting.is_status


def _keep_reason(meeting: Meeting, _by: User | None, comment: str) -> None:
    """Before a meeting is cancelled: why, and one version more of its calendar entry."""
    if len(comment) > LONGEST_REASON:
        raise ValidationError(f"Skriv grunden med højst {LONGEST_REASON} tegn. Nu er der {len(comment)}.")
    meeting.cancel_reason = comment
    meeting.sequence += 1


INVITE: Transition[Meeting] = Transition(
    name="invite",
    label="Send indkaldelsen",
    told="indkaldt",
    sources=frozenset({MeetingState.PLANNED.value}),
    target=MeetingState.INVITED,
    permission=Permission.EDIT_MEETINGS,
    blockers=_nobody_to_invite,
)
HOLD: Transition[Meeting] = Transition(
    name="hold",
    label="Mødet er afholdt",
    told="afholdt",
    sources=AHEAD,
    target=MeetingState.HELD,
    permission=Permission.EDIT_MEETINGS,
    blockers=_before_its_day,
)
CANCEL: Transition[Meeting] = Transition(
    name="cancel",
    label="Aflys mødet",
    told="aflyst",
    sources=AHEAD,
    target=MeetingState.CANCELLED,
    permission=Permission.EDIT_MEETINGS,
    needs_comment=True,
    prepare=_keep_reason,
)
WRITE_MINUTES: Transition[Meeting] = Transition(
    name="write_minutes",
    label="Skriv referat",
    told="referat begyndt",
    sources=frozenset({MeetingState.HELD.value}),
    target=MeetingState.MINUTES_DRAFT,
    permission=Permission.WRITE_MINUTES,
)
SEND_MINUTES: Transition[Meeting] = Transition(
    name="send_minutes",
    label="Send referatet til godkendelse",
    told="referat sendt til godkendelse",
    sources=frozenset({MeetingState.MINUTES_DRAFT.value}),
    target=MeetingState.MINUTES_SENT,
    permission=Permission.WRITE_MINUTES,
    applies=_is_status,
)
APPROVE_MINUTES: Transition[Meeting] = Transition(
    name="approve_minutes",
    label="Godkend referatet",
    told="referat godkendt",
    sources=frozenset({MeetingState.MINUTES_SENT.value}),
    target=MeetingState.MINUTES_APPROVED,
    permission=Permission.APPROVE_MINUTES,
)
RETURN_MINUTES: Transition[Meeting] = Transition(
    name="return_minutes",
    label="Send tilbage med en kommentar",
    told="referat sendt tilbage med en kommentar",
    sources=frozenset({MeetingState.MINUTES_SENT.value}),
    target=MeetingState.MINUTES_DRAFT,
    permission=Permission.APPROVE_MINUTES,
    needs_comment=True,
)
TRANSITIONS = (INVITE, HOLD, CANCEL, WRITE_MINUTES, SEND_MINUTES, APPROVE_MINUTES, RETURN_MINUTES)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
