"""Posts that nobody fills, or fills for too few hours, or soon nobody fills (R4): what is due, and the requirement.

Pure reads, one query each. The conditions are those of `associations.domain.warnings`, inside a partnership that is in
force; a test compares both. Definitions: docs/figures.md. All dates are inclusive.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import JSONObject

from associations.domain.post_notices import leaves_soon
from associations.domain.tenure import duration_text
from associations.domain.warnings import UnderHours, under_hours_on
from associations.enums import EndReason
from associations.models import Employment
from core.addresses import address
from core.formats import date_text, decimal_text, plural
from core.periods import DAY, Period
from core.registry import DueItem, DueState, Light, Signal, Turn
from core.sharing import shared_read
from partnerships.models import Participation, ProgrammeYear

VACANCY, UNDER_HOURS, END_PLANNED, HOURS = "vacancy", "under_hours", "end_planned", "hours"
TIME_TO_ACT = timedelta(days=30)
LONGEST_NOTICE = timedelta(days=95)  # more than three months, which `leaves_soon` counts exactly
DAYS_IN_WORDS = 92  # a longer time is told in years and months
OWN = OuterRef("association")
Rows = QuerySet[Any, Any]  # rows with annotations, which their class does not know


def in_force(day: date, association_ids: Collection[int] | None) -> Rows:
    """The participations in force on the day, in a total order; of these associations, or (None) of all."""
    rows = Participation.objects.filter(start__lte=day, end__gte=day).order_by("association", "pk")
    return rows if association_ids is None else rows.filter(association__any_of=association_ids)


def employed(day: date) -> QuerySet[Employment]:
    """The outer participation's association's employments that hold on the day."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    return Employment.objects.filter(holds, association=OWN).order_by()


def last_employed(day: date) -> Subquery:
    """The last day before `day` on which an employment of the outer association ended."""
    ended = Employment.objects.filter(association=OWN, end__lt=day).order_by().values("association")
    return Subquery(ended.annotate(last=Max("end")).values("last"))


def hours(day: date) -> Subquery:
    """The sum of weekly hours of those employed on the day; null in a vacancy."""
    return Subquery(employed(day).values("association").annotate(sum=Sum("weekly_hours")).values("sum"))


def required(day: date) -> Subquery:
    """The hours that the day's programme year requires; null when it has not been opened."""
    return Subquery(ProgrammeYear.objects.filter(year=day.year).order_by().values("required_weekly_hours"))


def every_employment() -> ArraySubquery:
    """All employments of the outer association, as `read_employments` takes them."""
    rows = Employment.objects.filter(association=OWN).order_by("start", "pk")
    return ArraySubquery(rows.values(told=JSONObject(start="start", end="end", hours="weekly_hours")))


def read_employments(told: list[dict[str, Any]]) -> list[Employment]:
    """Employments of `every_employment`, with days and hours alone."""
    return [
        Employment(
            start=date.fromisoformat(row["start"]),
            end=date.fromisoformat(row["end"]) if row["end"] else None,
            weekly_hours=Decimal(str(row["hours"])),
        )
        for row in told
    ]


def vacant_since(start: date, last: date | None) -> date:
    """The first day of a vacancy: after the last employment, but not before the participation's `start`."""
    return start if last is None else max(start, last + DAY)


@shared_read
def short_posts(association_ids: Collection[int] | None, day: date) -> list[Any]:
    """The participations in force whose hours are fewer than required, or none: both rules read them, once.

    Association, start, last day employed, hours (None in a vacancy), hours required, and the employments.
    """
    rows = in_force(day, association_ids).annotate(
        sum=hours(day), required=required(day), last=last_employed(day), posts=every_employment()
    )
    short = rows.filter(Q(sum=None) | Q(sum__lt=F("required")))
    return list(short.values_list("association", "start", "last", "sum", "required", "posts"))


def vacancies(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """A vacancy is due within 30 days of its first day, then overdue."""
    for pk, start, last, weekly, _, _ in short_posts(association_ids, day):
        if weekly is not None:
            continue
        since = vacant_since(start, last)
        what = f"Der er ingen ressourceperson. Stillingen har været ledig {length(since, day)}."
        yield _item(VACANCY, pk, what, since, day, link="Se foreningens personer")


def under_hours(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """Too few hours are due within 30 days of the first day below the requirement, then overdue."""
    for pk, _, _, weekly, needed, posts in short_posts(association_ids, day):
        if weekly is None:
            continue
        found = under_hours_on(employments=read_employments(posts), required=needed, day=day)
        if found:
            what = f"{hours_text(found)}. Sådan har det været {length(found.since, day)}."
            yield _item(UNDER_HOURS, pk, what, found.since, day, link="Se foreningens personer")


def ends_planned(association_ids: Collection[int] | None, day: date) -> Iterator[DueItem]:
    """Somebody leaves within three months and nobody is employed the day after, in a partnership still in force then.

    Coming; due in the last 30 days. The day after the last one it is a vacancy.
    """
    after = ExpressionWrapper(F("end") + DAY, output_field=DateField())
    soon = Employment.objects.filter(start__lte=day, end__gte=day, end__lte=day + LONGEST_NOTICE)
    leaving: Rows = soon.exclude(end_reason=EndReason.CONTINUED).annotate(after=after)
    others = Employment.objects.filter(association=OWN, start__lte=OuterRef("after")).filter(
        Q(end=None) | Q(end__gte=OuterRef("after"))
    )
    agreed = Participation.objects.filter(association=OWN, start__lte=OuterRef("after"), end__gte=OuterRef("after"))
    rows = leaving.filter(~Exists(others.order_by()), Exists(agreed.order_by())).order_by("association", "end", "pk")
    if association_ids is not None:
        rows = rows.filter(association__any_of=association_ids)
    for pk, employment, name, end in rows.values_list("association", "pk", "person__name", "end"):
        if leaves_soon(end, day):
            near = end - day <= TIME_TO_ACT
            yield DueItem(
                key=END_PLANNED,
                association_id=pk,
                what=f"{name} stopper {date_text(end)}, og der er ikke tilføjet en ny ressourceperson.",
                due_on=end,
                state=DueState.DUE if near else DueState.COMING,
                turn=Turn.BOARD,
                url=address("overview:association-people", pk),
                link="Se foreningens personer",
                ref=f"{employment}:{end.isoformat()}",
            )


def hours_signals(association_ids: Collection[int], year: int, day: date) -> Mapping[int, Signal]:
    """Green with the hours required, yellow with fewer, red without anybody: on the day, or on the last day of a year
    that is over. Grey outside a partnership, before the year, and while the year's requirement is unknown.
    """
    on = min(day, date(year, 12, 31))
    if on.year < year:
        return {}
    rows = in_force(on, association_ids).annotate(sum=hours(on), required=required(on))
    rows = rows.annotate(  # read only where they are told
        last=Case(When(sum=None, then=last_employed(on))),
        posts=Case(When(sum__lt=F("required"), then=every_employment())),
    )
    return {
        pk: _signal(
            address("overview:association-people", pk),
            on,
            start=start,
            last=last,
            weekly=weekly,
            needed=needed,
            posts=posts,
        )
        for pk, start, last, weekly, needed, posts in rows.values_list(
            "association", "start", "last", "sum", "required", "posts"
        )
    }


def _signal(
    url: str,
    day: date,
    *,
    start: date,
    last: date | None,
    weekly: Decimal | None,
    needed: Decimal | None,
    posts: list[dict[str, Any]] | None,
) -> Signal:
    if weekly is None:
        since = vacant_since(start, last)
        return Signal(Light.RED, "Ledig", f"Ingen ansat i {length(since, day)}, siden {date_text(since)}.", url)
    if needed is None:
        return Signal(Light.GREY, "Kravet mangler", f"Programåret {day.year} er ikke åbnet.", url)
    if weekly >= needed:
        text = f"{decimal_text(weekly)} timer"
        return Signal(Light.GREEN, text, f"Kravet er {decimal_text(needed)} timer om ugen.", url)
    found = under_hours_on(employments=read_employments(posts or []), required=needed, day=day)
    since_text = f" i {length(found.since, day)}, siden {date_text(found.since)}" if found else ""
    text = f"{decimal_text(weekly)} af {decimal_text(needed)}"
    return Signal(Light.YELLOW, text, f"Færre timer end de {decimal_text(needed)}, der kræves{since_text}.", url)


def hours_text(found: UnderHours) -> str:
    """`15 af 20 timer om ugen`."""
    return f"{decimal_text(found.hours)} af {decimal_text(found.required)} timer om ugen"


def length(first: date, day: date) -> str:
    """How long it has lasted: `59 dage`, and for longer times `1 år og 2 måneder`."""
    period = Period(first, day)
    return plural(period.days, "dag", "dage") if period.days < DAYS_IN_WORDS else duration_text(period)


def _item(key: str, pk: int, what: str, since: date, day: date, *, link: str) -> DueItem:
    """Something that lasts since `since` and should be over 30 days later; the board's turn."""
    due_on = since + TIME_TO_ACT
    return DueItem(
        key=key,
        association_id=pk,
        what=what,
        due_on=due_on,
        state=DueState.OVERDUE if day > due_on else DueState.DUE,
        turn=Turn.BOARD,
        url=address("overview:association-people", pk),
        link=link,
        since=since,
    )
