"""Days in post and how long that is in words (R6). Both days of a period are inclusive."""

from collections.abc import Iterable
from datetime import date

from associations.models import Employment
from core.formats import plural
from core.periods import DAY, Period

MONTHS = 12


def time_in_post(employment: Employment, day: date) -> Period | None:
    """The days of the employment until and with `day`; None before it begins."""
    if employment.start > day:
        return None
    return Period(employment.start, day if employment.end is None else min(employment.end, day))


def duration_text(period: Period) -> str:
    """`4 år og 3 måneder`, `1 år`, `2 måneder`; shorter than a month in days: `12 dage`. Begun months do not count."""
    years, months = divmod(whole_months(period), MONTHS)
    parts = [plural(years, "år", "år")] if years else []
    if months:
        parts.append(plural(months, "måned", "måneder"))
    return " og ".join(parts) or plural(period.days, "dag", "dage")


def tenure_start(employments: Iterable[Employment], employment: Employment) -> date:
    """The first day of the person's unbroken time in post: earlier employments that touch this one count along."""
    start = employment.start
    own = [row for row in employments if row.person_id == employment.person_id]
    for row in sorted(own, key=lambda row: row.start, reverse=True):
        if row.start < start and (row.end is None or row.end + DAY >= start):
            start = row.start
    return start


def whole_months(period: Period) -> int:
    """How many whole months the period holds: 1 January to 31 January is one, to 30 January none."""
    after = period.end + DAY
    months = (after.year - period.start.year) * MONTHS + after.month - period.start.month
    return months if after.day >= period.start.day else months - 1
