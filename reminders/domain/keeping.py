"""What the reminders hold on a person, and how long it is kept (R20)."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.formats import date_text
from core.periods import years_after
from core.registry import Expired, Held, Subject
from reminders.domain.ledger_queries import kinds
from reminders.domain.notices import every_item
from reminders.models import Reminder, ReminderChoice, ReminderDigest, UpcomingReminder
from workflow import audit


def held(subject: Subject) -> Iterator[Held]:
    """What the person was told and when, and how they want to be told."""
    if subject.user_id is None:
        return
    labels = dict(kinds())
    rows = Reminder.objects.filter(user=subject.user_id).select_related("association").order_by("on", "pk")
    lines = tuple(
        f"{date_text(row.on)}, {row.association.name}: {labels.get(row.kind, row.kind)}, "
        f"{row.get_stage_display().lower()} ({row.get_outcome_display().lower()})"
        for row in rows
    )
    if lines:
        yield Held("Påmindelser", lines)
    choice = ReminderChoice.objects.filter(user=subject.user_id).first()
    if choice:
        muted = ", ".join(labels.get(key, key) for key in choice.muted)
        told = f"{choice.get_delivery_display()}{f'. Ingen mails om: {muted}' if muted else ''}"
        yield Held("Valg af påmindelser", (told,))


def erase(subject: Subject, _by: Any) -> None:
    """All of it goes: what was told to whom is of no use once nobody is told."""
    if subject.user_id is not None:
        for model in (Reminder, ReminderDigest, ReminderChoice, UpcomingReminder):
            model._default_manager.filter(user=subject.user_id).delete()


def expired(years: int, day: date) -> list[Expired]:
    """Rows past the period; those about something that is still due stay, or it would be told again."""
    rows = Reminder.objects.filter(on__lt=years_after(day, -years)).order_by("on", "pk")
    old = list(rows.select_related("association", "user"))
    still_due = {item.identity for item in every_item(day)} if old else set()
    labels = dict(kinds())
    return [
        Expired(
            row.pk,
            f"{labels.get(row.kind, row.kind)}, {row.association.name}, til {row.user}",
            years_after(row.on, years),
        )
        for row in old
        if row.item not in still_due
    ]


@transaction.atomic
def carry_out(ids: Collection[int], by: User | None) -> None:
    """Deletes them, and the digests that nothing is left of; the trace says so, but no longer what they held."""
    rows = list(Reminder.objects.select_for_update(of=("self",)).filter(pk__in=ids, on__lt=clock.today()))
    digests = {row.digest_id for row in rows if row.digest_id}
    audit.forget_many(rows, by=by)
    ReminderDigest.objects.filter(pk__in=digests, reminders=None).delete()
