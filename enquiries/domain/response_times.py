"""How fast enquiries are answered and closed: one definition (docs/figures.md), by owner and in all. Pure reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.db.models.functions import ExtractYear

from accounts.permissions import AnyUser
from core.ordering import danish_key
from core.workdays import workdays_between
from enquiries.domain.due import WORKDAYS_TO_ANSWER, answer_by
from enquiries.models import Enquiry

WITHOUT_OWNER = "Uden ejer"


@dataclass(frozen=True)
class Asked:
    """One enquiry's days, and the name of its present owner."""

    owner: str
    asked_on: date
    first_answered_on: date | None
    closed_on: date | None

    def counts_on(self, day: date) -> bool:
        """Whether its answer is in time or late by now: one that may still be in time is neither."""
        if self.first_answered_on:
            return True
        return self.closed_on is None and answer_by(self.asked_on) < day


@dataclass(frozen=True)
class ResponseTimes:
    """The figures of one consultant, or of all. A median or share of nothing is None, never 0."""

    name: str
    asked: int
    answered: int
    days_to_answer: Decimal | None
    in_time: int
    judged: int
    closed: int
    days_to_close: Decimal | None

    @property
    def share_in_time(self) -> int | None:
        """Whole per cent of the judged ones."""
        return round(100 * self.in_time / self.judged) if self.judged else None


def response_times(user: AnyUser, year: int, day: date) -> tuple[ResponseTimes, list[ResponseTimes]]:
    """The year's figures in all and by owner, in Danish order of names; one query."""
    rows = [
        Asked(owner or WITHOUT_OWNER, asked, answered, closed)
        for owner, asked, answered, closed in Enquiry.objects.visible_to(user)
        .filter(asked_on__year=year)
        .order_by("pk")
        .values_list("owner__name", "asked_on", "first_answered_on", "closed_on")
    ]
    by_owner: dict[str, list[Asked]] = {}
    for row in rows:
        by_owner.setdefault(row.owner, []).append(row)
    each = [_times(name, by_owner[name], day) for name in sorted(by_owner, key=danish_key)]
    return _times("Alle", rows, day), each


def years_with_enquiries(user: AnyUser) -> list[int]:
    """The years in which somebody asked, the latest first."""
    years = Enquiry.objects.visible_to(user).annotate(year=ExtractYear("asked_on")).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def _times(name: str, rows: list[Asked], day: date) -> ResponseTimes:
    judged = [row for row in rows if row.counts_on(day)]
    waits = [workdays_between(row.asked_on, row.first_answered_on) for row in rows if row.first_answered_on]
    return ResponseTimes(
        name=name,
        asked=len(rows),
        answered=len(waits),
        days_to_answer=_median(waits),
        in_time=sum(wait <= WORKDAYS_TO_ANSWER for wait in waits),
        judged=len(judged),
        closed=_count(rows, lambda row: row.closed_on is not None),
        days_to_close=_median(workdays_between(row.asked_on, row.closed_on) for row in rows if row.closed_on),
    )


def _count(rows: Iterable[Asked], holds: Callable[[Asked], bool]) -> int:
    return sum(holds(row) for row in rows)


def _median(values: Iterable[int]) -> Decimal | None:
    found = list(values)
    return Decimal(str(median(found))) if found else None
