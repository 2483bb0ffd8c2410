"""The engine: each stage of each item is told once to each whom it concerns, however often it is run (ADR 16).

`run(day)` writes the ledger; the mails are sent from its rows. Days on which nobody ran it are walked through: of what
began meanwhile only the newest stage is told, the ones passed over are noted. The first run tells nobody of what is
there already. One row is locked while it runs, so that a second run waits and then finds that the day is done.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.domain import mail_queue
from core.periods import DAY
from reminders.domain.notices import Ladder, Notice, every_item, ladder_of, notices, read_ladders
from reminders.domain.people import People, read_people
from reminders.enums import STAGE_ORDER, Delivery, Outcome, Stage
from reminders.models import Reminder, ReminderChoice, ReminderDigest, ReminderEngine, UpcomingReminder

SEND_REMINDER = "reminders.tasks.send_reminder"
SEND_DIGEST = "reminders.tasks.send_digest"
MOST_DAYS_BACK = timedelta(days=31)
AHEAD = timedelta(days=30)
BATCH = 1000


class Choice(NamedTuple):
    """How somebody is reminded; who has chosen nothing is mailed about everything."""

    delivery: str = Delivery.MAIL.value
    muted: frozenset[str] = frozenset()


@dataclass
class Told:
    """What the ledger holds of some items: the stages by item and person, and what anybody was told."""

    by_person: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    by_anybody: set[tuple[str, str, int | None]] = field(default_factory=set)

    def add(self, identity: str, user: int, stage: str, rung: int) -> None:
        """One row of the ledger."""
        self.by_person[identity, user].add(stage)
        self.by_anybody.add((identity, stage, rung if stage == Stage.ESCALATED else None))

    def is_news(self, notice: Notice) -> bool:
        """Whether the person has been told neither this stage nor a later one."""
        rank = STAGE_ORDER.index(notice.stage)
        return all(STAGE_ORDER.index(stage) < rank for stage in self.by_person.get(notice.key, ()))


@dataclass(frozen=True)
class Setting:
    """What a run reads once: people, ladders and choices."""

    people: People
    ladders: Mapping[int, Ladder]
    choices: Mapping[int, Choice]

    def notices_on(self, day: date) -> list[Notice]:
        """What everybody stands to be told on the day."""
        return list(notices(every_item(day), self.people, ladder_of(self.ladders, day), day))

    def outcome(self, notice: Notice, *, is_taken_over: bool) -> Outcome:
        """How the person hears of it. What was passed on to staff is never silent.

        Somebody who takes over finds many things begun: they are told together in the week's digest.
        """
        choice = self.choices.get(notice.user, Choice())
        must_hear = notice.stage == Stage.ESCALATED and notice.user in self.people.staff
        is_silent = choice.delivery == Delivery.PAGE or notice.item.key in choice.muted
        if is_silent and not must_hear:
            return Outcome.PAGE_ONLY
        if is_taken_over or (choice.delivery == Delivery.DIGEST and not must_hear):
            return Outcome.IN_DIGEST
        return Outcome.WAITING


def read_setting(first: date, last: date) -> Setting:
    """Six queries, whatever the number of days."""
    rows = ReminderChoice.objects.values_list("user", "delivery", "muted")
    choices = {user: Choice(delivery, frozenset(muted)) for user, delivery, muted in rows}
    return Setting(read_people(first, last), read_ladders(), choices)


@transaction.atomic
def run(day: date, *, foresees: bool = True) -> bool:
    """Does the day's work: writes the ledger, makes the week's digests, and (`foresees`) the next 30 days.

    The mails are sent once it is committed. False when the day, or a later one, has been done already.
    """
    engine = _locked()
    if engine.last_run_on is not None and engine.last_run_on >= day:
        return False
    if engine.began_on is None or engine.last_run_on is None:
        setting = read_setting(day, day + AHEAD)
        rows = [_row(notice, day, Outcome.KNOWN) for notice in setting.notices_on(day)]
        engine.began_on = engine.last_digest_on = day
    else:
        first = max(engine.last_run_on + DAY, day - MOST_DAYS_BACK)
        setting = read_setting(first, day + AHEAD)
        rows = _news(setting, first, day)
    Reminder.objects.bulk_create(rows, batch_size=BATCH)
    if engine.last_digest_on is None or engine.last_digest_on < monday_of(day):
        _make_digests(day)
        engine.last_digest_on = day
    if foresees:
        _foresee(setting, day)
        engine.upcoming_at = timezone.now()
    engine.last_run_on = day
    engine.save()
    for row in rows:
        if row.outcome == Outcome.WAITING:
            transaction.on_commit(partial(mail_queue.send_task, SEND_REMINDER, reminder_id=row.pk), robust=True)
    return True


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _locked() -> ReminderEngine:
    ReminderEngine.objects.get_or_create(pk=1)
    return ReminderEngine.objects.select_for_update().get(pk=1)


def _row(notice: Notice, day: date, outcome: Outcome, stage: str = "") -> Reminder:
    item = notice.item
    return Reminder(
        item=notice.identity,
        kind=item.key,
        association_id=item.association_id,
        stage=stage or notice.stage,
        rung=notice.rung,
        due_on=item.due_on,
        is_internal=item.is_internal,
        user_id=notice.user,
        on=day,
        outcome=outcome,
    )


def _told(identities: Collection[str]) -> Told:
    """The ledger's rows about the items; one query."""
    told = Told()
    rows = Reminder.objects.filter(item__in=identities).order_by("pk").values_list("item", "user", "stage", "rung")
    for row in rows:
        told.add(*row)
    return told


def _news(setting: Setting, first: date, day: date) -> list[Reminder]:
    """The rows of what has begun since the last run: today's newest stages, and those passed over meanwhile."""
    passed: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    current = setting.notices_on(day)
    wanted = {notice.key for notice in current}
    missed = first
    while missed < day:
        for notice in setting.notices_on(missed):
            if notice.key in wanted:
                passed[notice.key].add(notice.stage)
        missed += DAY
    told = _told({notice.identity for notice in current})
    rows: list[Reminder] = []
    for notice in current:
        if not told.is_news(notice):
            continue
        is_taken_over = notice.part in told.by_anybody
        known = told.by_person.get(notice.key, set())
        rank = STAGE_ORDER.index(notice.stage)
        skipped = [stage for stage in STAGE_ORDER[:rank] if stage in passed[notice.key] - known]
        rows.extend(_row(notice, day, Outcome.SKIPPED, stage) for stage in skipped)
        rows.append(_row(notice, day, setting.outcome(notice, is_taken_over=is_taken_over)))
    return rows


def _make_digests(day: date) -> None:
    """A digest for everybody with something that no digest has told."""
    pending = Reminder.objects.filter(outcome=Outcome.IN_DIGEST, digest=None)
    users = sorted(set(pending.values_list("user", flat=True)))
    made = ReminderDigest.objects.bulk_create([ReminderDigest(user_id=user, week=monday_of(day)) for user in users])
    for digest in made:
        pending.filter(user=digest.user_id).update(digest=digest)
        transaction.on_commit(partial(mail_queue.send_task, SEND_DIGEST, digest_id=digest.pk), robust=True)


# --- What the next days will bring ---------------------------------------------------------------------------------


def _foresee(setting: Setting, day: date) -> None:
    """Writes down anew what the engine will tell in the next 30 days, run daily, if nothing is done until then."""
    UpcomingReminder.objects.all().delete()
    UpcomingReminder.objects.bulk_create(list(_upcoming(setting, day)), batch_size=BATCH)


def _upcoming(setting: Setting, day: date) -> Iterator[UpcomingReminder]:
    days = [day + timedelta(days=number) for number in range(1, AHEAD.days + 1)]
    foreseen = [(ahead, setting.notices_on(ahead)) for ahead in days]
    told = _told(_identities(found for _, found in foreseen))
    for ahead, found in foreseen:
        before = frozenset(told.by_anybody)  # what others were told on an earlier day, not on this one
        for notice in found:
            if not told.is_news(notice):
                continue
            is_taken_over = notice.part in before
            told.add(notice.identity, notice.user, notice.stage, notice.rung)
            item = notice.item
            yield UpcomingReminder(
                item=notice.identity,
                kind=item.key,
                association_id=item.association_id,
                stage=notice.stage,
                rung=notice.rung,
                due_on=item.due_on,
                is_internal=item.is_internal,
                user_id=notice.user,
                on=ahead,
                outcome=setting.outcome(notice, is_taken_over=is_taken_over),
            )


def _identities(found: Iterable[Iterable[Notice]]) -> set[str]:
    return {notice.identity for many in found for notice in many}
