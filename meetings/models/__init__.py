"""Meetings, who is invited, and what was moved."""

from meetings.models.invitees import Invitee
from meetings.models.meetings import Meeting, MeetingMove

__all__ = ["Invitee", "Meeting", "MeetingMove"]
