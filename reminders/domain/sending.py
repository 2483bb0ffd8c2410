"""The mails: each row of the ledger is sent once, tried again ever more rarely, and given up after a day.

A mail tells what the rule says at that moment. What has been done meanwhile is not told, nor to anybody who has left.
"""

import logging
from collections.abc import Collection
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.adapter import MAIL_ERRORS
from accounts.enums import Permission
from accounts.links import absolute
from accounts.models import User
from accounts.permissions import association_roles, has_permission
from associations.models import Association
from core import clock
from core.formats import date_text, plural
from core.mail import plain_mail
from core.registry import DueItem, due_rules
from core.sharing import sharing_reads
from reminders.domain.unsubscribing import unsubscribe_path
from reminders.enums import Outcome, Stage
from reminders.models import Reminder, ReminderDigest

logger = logging.getLogger(__name__)
FIRST_WAIT = timedelta(minutes=10)
MOST_ATTEMPTS = 8  # ten minutes, twenty, forty …: about 21 hours
LONGEST_ERROR = 300
Row = Reminder | ReminderDigest
Rows = type[Reminder] | type[ReminderDigest]
GAVE_UP = "Den blev ikke sendt, og ingen fejl er noteret."


def waiting(model: Rows, *, most: int = 500) -> list[int]:
    """Rows to try now. One that has been tried as often as it may is given up."""
    rows: QuerySet[Reminder] | QuerySet[ReminderDigest] = model._default_manager.filter(
        outcome=Outcome.WAITING, next_try_at__lte=timezone.now()
    )
    tired = rows.filter(attempts__gte=MOST_ATTEMPTS)
    tired.filter(error="").update(error=GAVE_UP)
    tired.update(outcome=Outcome.FAILED)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def send_reminder(reminder_id: int) -> bool:
    """Sends the reminder unless it has gone, waits for its next try, or somebody else is at it."""
    return _tried(Reminder, reminder_id)


def send_digest(digest_id: int) -> bool:
    """The same for a digest."""
    return _tried(ReminderDigest, digest_id)


def _tried(model: Rows, pk: int) -> bool:
    """One attempt, counted before it is made, so that neither a crash nor a second worker makes it endless."""
    if not _claim(model, pk):
        return False
    try:
        return _send(model, pk)
    except MAIL_ERRORS as error:
        logger.exception("%s %s could not be sent", model.__name__, pk)
        rows = model._default_manager.filter(pk=pk, outcome=Outcome.WAITING)
        rows.update(error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\0", ""))
        rows.filter(attempts__gte=MOST_ATTEMPTS).update(outcome=Outcome.FAILED)
        return False


def _claim(model: Rows, pk: int) -> bool:
    now = timezone.now()
    rows = model._default_manager.filter(pk=pk, outcome=Outcome.WAITING, next_try_at__lte=now)
    attempts = rows.values_list("attempts", flat=True).first()
    if attempts is None or attempts >= MOST_ATTEMPTS:
        return False
    taken = rows.filter(attempts=attempts)
    return bool(taken.update(attempts=attempts + 1, next_try_at=now + FIRST_WAIT * 2**attempts))


@transaction.atomic
def _send(model: Rows, pk: int) -> bool:
    """The row stays locked while its mail goes: it counts as sent only when the mail server has it."""
    rows = model._default_manager.filter(pk=pk, outcome=Outcome.WAITING).select_related("user")
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        return False
    message = _digest_message(row) if isinstance(row, ReminderDigest) else _reminder_message(row)
    if message is None:
        row.outcome = Outcome.DROPPED.value
        row.save(update_fields=["outcome"])
        return False
    row.outcome, row.sent_at, row.error = Outcome.SENT.value, timezone.now(), ""
    row.save(update_fields=["outcome", "sent_at", "error"])
    message.send()
    return True


def standing(rows: Collection[Reminder], day: date) -> dict[int, DueItem]:
    """The items of the rows as they are on the day, by the rows' keys; those that are done are left out."""
    ids, kinds = {row.association_id for row in rows}, {row.kind for row in rows}
    with sharing_reads():
        items = {item.identity: item for rule in due_rules if rule.key in kinds for item in rule.find(ids, day)}
    return {row.pk: items[row.item] for row in rows if row.item in items}


def may_know(user: User, row: Reminder) -> bool:
    """Whether the person may still see the association, and what is internal about it (R19)."""
    if not user.is_active:
        return False
    if row.is_internal and row.association_id in association_roles(user):
        return False
    needed = Permission.VIEW_JOURNAL if row.is_internal else Permission.VIEW_ASSOCIATION
    return has_permission(user, needed, row)


def _reminder_message(row: Reminder) -> EmailMessage | None:
    item = standing([row], clock.today()).get(row.pk)
    if item is None or not may_know(row.user, row):
        return None
    name = Association.objects.values_list("name", flat=True).get(pk=row.association_id)
    stage = Stage(row.stage)
    message = plain_mail(
        to=row.user.email,
        name=row.user.name,
        subject=f"{SUBJECTS[stage]}: {label_of(row.kind)}, {name}",
        paragraphs=[
            WHY[stage].format(name=name),
            f"{item.what}\nFrist: {due_text(item, clock.today())}.",
            f"{item.link}:\n{absolute(item.url)}",
            *_way_out(row.user, [stage]),
        ],
        message_id=f"reminder-{row.pk}-{row.created_at:%Y%m%d%H%M%S%f}",
    )
    return _with_way_out(message, row.user, [stage])


def _digest_message(digest: ReminderDigest) -> EmailMessage | None:
    day = clock.today()
    pending = list(digest.reminders.filter(outcome=Outcome.IN_DIGEST).select_related("association").order_by("pk"))
    items = standing(pending, day)
    told = [row for row in pending if row.pk in items and may_know(digest.user, row)]
    Reminder.objects.filter(pk__in=[row.pk for row in pending if row not in told]).update(outcome=Outcome.DROPPED)
    if not told:
        return None
    digest.reminders.filter(pk__in=[row.pk for row in told]).update(outcome=Outcome.SENT, sent_at=timezone.now())
    stages = [Stage(row.stage) for row in told]
    message = plain_mail(
        to=digest.user.email,
        name=digest.user.name,
        subject=f"Nyt om frister: {plural(len(told), 'ting', 'ting')}",
        paragraphs=[
            "Her er det, der er kommet til siden sidste uges mail. Det, du har hørt om før, står her ikke igen.",
            *_by_association(told, items, day),
            *_way_out(digest.user, stages),
        ],
        message_id=f"reminder-digest-{digest.pk}-{digest.created_at:%Y%m%d%H%M%S%f}",
    )
    return _with_way_out(message, digest.user, stages)


def _by_association(rows: list[Reminder], items: dict[int, DueItem], day: date) -> list[str]:
    """A paragraph for each association in Danish order, the most urgent line first."""
    clubs: dict[int, list[Reminder]] = {}
    for row in sorted(rows, key=lambda row: (row.association.sort_key, row.association_id, items[row.pk].due_on)):
        clubs.setdefault(row.association_id, []).append(row)
    return [
        "\n".join([many[0].association.name, *(_line(row, items[row.pk], day) for row in many)])
        for many in clubs.values()
    ]


def _line(row: Reminder, item: DueItem, day: date) -> str:
    return f"– {row.get_stage_display()}: {item.what} Frist: {due_text(item, day)}.\n  {absolute(item.url)}"


def due_text(item: DueItem, day: date) -> str:
    """`31. januar 2023, 59 dage over tiden`, or the day alone."""
    late = (day - item.due_on).days
    return f"{date_text(item.due_on)}, {plural(late, 'dag', 'dage')} over tiden" if late > 0 else date_text(item.due_on)


def label_of(kind: str) -> str:
    """The kind in words; its key when its rule is gone."""
    return next((rule.label for rule in due_rules if rule.key == kind), kind)


SUBJECTS = {
    Stage.COMING: "Kommer",
    Stage.DUE: "Skal gøres nu",
    Stage.OVERDUE: "Over tiden",
    Stage.ESCALATED: "Venter stadig",
}
WHY = {
    Stage.COMING: "Der er noget på vej for {name}, som det er din tur til.",
    Stage.DUE: "Nu er det din tur til at gøre noget for {name}.",
    Stage.OVERDUE: "Fristen er gået for noget, som det er din tur til for {name}.",
    Stage.ESCALATED: "Noget for {name} er ikke blevet gjort til tiden. Du får besked, fordi det er trukket ud, og det "
    "måske kræver hjælp. Det er stadig den samme, der har turen.",
}
STAFF_HEARS = "Det, der er givet videre til forvaltningen, sendes altid."


def _way_out(user: User, stages: list[Stage]) -> list[str]:
    if _must_hear(user, stages):
        return [STAFF_HEARS]
    return [
        f"Vil du have færre mails? Stop dem her uden at logge ind, eller vælg selv:\n{absolute(unsubscribe_path(user))}"
    ]


def _with_way_out(message: EmailMessage, user: User, stages: list[Stage]) -> EmailMessage:
    """With the headers of RFC 8058, by which a mail program stops the mails with one click; not where it could not."""
    if not _must_hear(user, stages):
        message.extra_headers |= {
            "List-Unsubscribe": f"<{absolute(unsubscribe_path(user))}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return message


def _must_hear(user: User, stages: list[Stage]) -> bool:
    return bool(user.staff_role) and set(stages) == {Stage.ESCALATED}
