"""What the staff's pages show of the ledger and of the days to come. Pure reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.permissions import AnyUser
from core import clock
from core.registry import due_rules
from reminders.enums import Outcome
from reminders.models import Reminder, ReminderDigest, ReminderEngine, UpcomingReminder

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """How the engine stands; `last_run_on` is None until its first run."""

    began_on: date | None
    last_run_on: date | None
    upcoming_at: datetime | None
    sent: int
    failed: int
    waiting: int
    upcoming: int


def kinds() -> list[tuple[str, str]]:
    """The kinds of due items by key, in the registry's order."""
    return [(rule.key, rule.label) for rule in due_rules]


def reminders(user: AnyUser) -> QuerySet[Reminder]:
    """What was told, or not, and the user may see, the newest first."""
    return Reminder.objects.visible_to(user).select_related("association", "user", "digest").order_by("-on", "-pk")


def upcoming(user: AnyUser) -> QuerySet[UpcomingReminder]:
    """What the next 30 days will bring, the nearest first."""
    return UpcomingReminder.objects.visible_to(user).select_related("association", "user").order_by("on", "pk")


def failed_digests() -> list[ReminderDigest]:
    """Those that could not be sent and can be tried again."""
    return list(ReminderDigest.objects.filter(outcome=Outcome.FAILED).select_related("user").order_by("-week", "pk"))


def standing(user: AnyUser) -> Standing:
    """The engine's state, and the figures above the list; three queries."""
    engine = ReminderEngine.objects.filter(pk=1).first()
    since = clock.today() - WEEK  # the domain's day, as the rows' own (ADR 4)
    rows = Reminder.objects.visible_to(user)
    found = rows.aggregate(
        sent=Count("pk", filter=Q(outcome=Outcome.SENT, on__gt=since)),
        failed=Count("pk", filter=Q(outcome=Outcome.FAILED)),
        waiting=Count("pk", filter=Q(outcome__in=[Outcome.WAITING, Outcome.IN_DIGEST])),
    )
    return Standing(
        began_on=engine.began_on if engine else None,
        last_run_on=engine.last_run_on if engine else None,
        upcoming_at=engine.upcoming_at if engine else None,
        upcoming=UpcomingReminder.objects.visible_to(user).exclude(outcome=Outcome.PAGE_ONLY).count(),
        **found,
    )


def own_ledger(user_id: int, *, most: int = 20) -> list[Reminder]:
    """The newest mails to the person."""
    rows = Reminder.objects.filter(user=user_id, outcome__in=[Outcome.SENT, Outcome.WAITING, Outcome.IN_DIGEST])
    return list(rows.select_related("association").order_by("-on", "-pk")[:most])


def own_upcoming(user_id: int, *, most: int = 10) -> list[UpcomingReminder]:
    """What is on its way to the person."""
    rows = UpcomingReminder.objects.filter(user=user_id).exclude(outcome=Outcome.PAGE_ONLY)
    return list(rows.select_related("association").order_by("on", "pk")[:most])
