"""The ledger of reminders, the weekly digests, what is to come, people's choices, and the engine's own memory."""

from reminders.models.choices import ReminderChoice
from reminders.models.engine import ReminderEngine, UpcomingReminder
from reminders.models.ledger import Reminder, ReminderDigest

__all__ = ["Reminder", "ReminderChoice", "ReminderDigest", "ReminderEngine", "UpcomingReminder"]
