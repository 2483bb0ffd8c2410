"""The engine over a moving clock: each stage of each item is told once to each whom it concerns, and never twice."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from actionplans.enums import PlanState
from actionplans.models import PlanRevision
from associations.enums import EndReason
from associations.models import ChildProtectionDeclaration, MemberCount
from partnerships.models import Participation, Partnership
from reminders.domain import engine
from reminders.enums import Outcome
from reminders.models import Reminder
from reporting.models import ReportCheck
from tests.factories import (
    ActionPlanFactory,
    GrantAccountFactory,
    GrantFactory,
    HandoverFactory,
    JournalEntryFactory,
    PlanRevisionFactory,
    StatusReportFactory,
)
from tests.reminders.conftest import days

pytestmark = pytest.mark.django_db
FIRST = date(2022, 11, 30)


def told(hekla) -> list[tuple[str, str, str, str]]:
    """Day, kind, stage and who, of everything in the ledger, in order of days."""
    rows = Reminder.objects.order_by("on", "kind", "stage", "user")
    return [(f"{row.on:%d.%m.%y}", row.kind, row.stage, hekla.initial(row.user_id)) for row in rows]


def in_time(row: tuple[str, ...]) -> tuple[str, ...]:
    day, month, year = row[0].split(".")
    return year, month, day, *row[1:]


def run_through(first: date, last: date, events=None) -> None:
    for day in days(first, last):
        for act in (events or {}).get(day, ()):
            act()
        engine.run(day)


# --- A year with every kind of due item, written by hand ---------------------------------------------------------
YEAR = """
01.12.22 count_missing      coming    R
31.12.22 partnership_ending coming    K
01.01.23 account_missing    coming    C
01.01.23 child_protection   coming    C
01.01.23 count_missing      due       R
01.02.23 count_missing      overdue   R
14.02.23 count_missing      escalated C
28.02.23 count_missing      escalated K
01.03.23 account_missing    due       C
01.03.23 child_protection   due       C
28.03.23 count_missing      escalated M
01.04.23 child_protection   overdue   C
02.04.23 account_missing    overdue   K
28.04.23 child_protection   escalated K
01.05.23 plan_waiting       due       K
16.05.23 follow_up          coming    K
23.05.23 plan_waiting       overdue   K
26.05.23 child_protection   escalated M
27.05.23 account_missing    escalated M
31.05.23 handover_open      coming    C
01.06.23 end_planned        coming    C
08.06.23 follow_up          due       K
10.06.23 plan_waiting       due       R
16.06.23 follow_up          overdue   K
20.06.23 report_changed     due       K
30.06.23 partnership_ending due       K
11.07.23 plan_waiting       overdue   R
17.07.23 account_open       due       K
21.07.23 report_changed     overdue   K
24.07.23 plan_waiting       escalated C
01.08.23 end_planned        due       C
01.08.23 handover_open      due       C
07.08.23 plan_waiting       escalated K
10.08.23 follow_up          escalated M
01.09.23 handover_open      overdue   C
01.09.23 vacancy            due       C
04.09.23 plan_waiting       escalated M
14.09.23 report_changed     escalated M
16.09.23 account_open       overdue   K
28.09.23 handover_open      escalated K
01.10.23 partnership_ending overdue   K
02.10.23 vacancy            overdue   C
26.10.23 handover_open      escalated M
29.10.23 vacancy            escalated K
10.11.23 account_open       escalated M
25.11.23 partnership_ending escalated M
26.11.23 vacancy            escalated M
01.12.23 count_missing      coming    C
"""


def prepare(hekla) -> dict:
    """A year in which nobody does anything in time. Gives what happens on which day."""
    club = hekla.club
    MemberCount.objects.filter(association=club, year=2022).delete()
    ChildProtectionDeclaration.objects.filter(association=club, year=2023).delete()
    partnership = Partnership.objects.get()
    Partnership.objects.update(first_end=date(2023, 12, 31), end=date(2023, 12, 31))
    Participation.objects.update(end=date(2023, 12, 31))
    partnership.refresh_from_db()
    partnership.extensions.all().delete()
    grant = GrantFactory(partnership=partnership, programme_year__year=2022)
    older = GrantFactory(partnership=partnership, programme_year__year=2021)
    GrantAccountFactory(grant=older)
    plan = ActionPlanFactory(partnership=partnership)
    revision = PlanRevisionFactory(plan=plan)

    def becomes(state: PlanState, day: date) -> None:
        since = timezone.make_aware(datetime.combine(day, time(10)))
        stamps = {"submitted_at": since, "submitted_by": hekla.resource, "returned_at": since}
        PlanRevision.objects.filter(pk=revision.pk).update(state=state, state_since=since, **stamps)

    def leaves() -> None:
        post = club.employments.get()
        post.end, post.end_reason = date(2023, 8, 31), EndReason.NEW_JOB
        post.save()
        HandoverFactory(employment=post, opened_on=date(2023, 5, 20))

    def notes() -> None:
        JournalEntryFactory(
            association=club, author=hekla.consultant, held_on=date(2023, 5, 10), follow_up_on=date(2023, 6, 15)
        )

    def report() -> None:
        found = StatusReportFactory(association=club, year=2022)
        ReportCheck.objects.create(report=found, seen_event_id=0, changed_on=date(2023, 6, 20))

    return {
        date(2023, 5, 1): [lambda: becomes(PlanState.SUBMITTED, date(2023, 5, 1))],
        date(2023, 5, 10): [notes],
        date(2023, 5, 20): [leaves],
        date(2023, 6, 10): [lambda: becomes(PlanState.RETURNED, date(2023, 6, 10))],
        date(2023, 6, 20): [report],
        date(2023, 7, 17): [
            lambda: GrantAccountFactory(grant=grant, flagged=True, received_on=date(2023, 7, 17)),
        ],
    }


def test_a_year_with_every_kind_of_item_is_told_as_written_by_hand(hekla, no_foresight, mails_go):
    expected = [tuple(line.split()) for line in YEAR.strip().splitlines()]

    run_through(FIRST, date(2023, 12, 31), prepare(hekla))

    assert told(hekla) == sorted(expected, key=in_time)
    # The chair takes over on 1 December what the resource person has left: nothing of it is new on that day.
    assert set(Reminder.objects.values_list("outcome", flat=True)) == {Outcome.WAITING}
    assert len(mails_go) == 0  # sent on commit, and nothing is committed in a test
