"""What is worth knowing about a post before it becomes a problem (R6): somebody new, an end to come, many changes.

The definitions stand in docs/figures.md. All dates are inclusive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from associations.domain.employment import holds_on
from associations.domain.tenure import tenure_start, whole_months
from associations.domain.turnover import ended_in
from associations.domain.warnings import agreement_on
from associations.models import Employment
from core.periods import DAY, Period

NEW_MONTHS = 6
PLANNED_MONTHS = 3
CHANGES_MONTHS = 36
MANY_CHANGES = 3


@dataclass(frozen=True)
class EndPlanned:
    """Somebody leaves soon: `days` from the day asked to the last one, 0 when that is the day itself."""

    name: str
    on: date
    days: int


@dataclass(frozen=True)
class NewInPost:
    """Somebody has been in post for less than half a year, since `since`."""

    name: str
    since: date


@dataclass(frozen=True)
class FrequentChanges:
    """The post changes often: so many employments have ended in the last three years."""

    ended: int


PostNotice = EndPlanned | NewInPost | FrequentChanges


def post_notices_on(*, employments: Iterable[Employment], agreements: Iterable[Period], day: date) -> list[PostNotice]:
    """Everything worth knowing on the day, the nearest first; nothing outside a partnership.

    The employments have their persons.
    """
    rows = list(employments)
    if agreement_on(agreements, day) is None:
        return []
    return [*ends_planned(rows, day), *new_in_post(rows, day), *frequent_changes(rows, day)]


def ends_planned(rows: Sequence[Employment], day: date) -> list[EndPlanned]:
    """Those employed on the day who leave within three months of it, the soonest first."""
    leaving = [row for row in rows if row.end and holds_on(row, day) and leaves_soon(row.end, day)]
    really = [row for row in leaving if row.end and ended_in(rows, Period(row.end, row.end)).count(row)]
    return sorted(
        (EndPlanned(row.person.name, row.end, (row.end - day).days) for row in really if row.end),
        key=lambda notice: (notice.on, notice.name),
    )


def leaves_soon(end: date, day: date) -> bool:
    """Whether fewer than three whole months are left after the day: on 31 March until and with 29 June."""
    return end == day or whole_months(Period(day + DAY, end)) < PLANNED_MONTHS


def new_in_post(rows: Sequence[Employment], day: date) -> list[NewInPost]:
    """Those employed on the day whose unbroken time in post is less than six months, the newest first."""
    since = {row.person.name: tenure_start(rows, row) for row in rows if holds_on(row, day)}
    new = [NewInPost(name, start) for name, start in since.items() if whole_months(Period(start, day)) < NEW_MONTHS]
    return sorted(new, key=lambda notice: (notice.since, notice.name), reverse=True)


def frequent_changes(rows: Sequence[Employment], day: date) -> list[FrequentChanges]:
    """At least three employments have ended in the last three years, the day included."""
    first = min((row.start for row in rows), default=day)
    past = ended_in(rows, Period(min(first, day), day))
    recent = [row for row in past if row.end and whole_months(Period(row.end, day)) < CHANGES_MONTHS]
    return [FrequentChanges(len(recent))] if len(recent) >= MANY_CHANGES else []
