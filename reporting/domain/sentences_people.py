"""Sentences about the resource persons: who, how long, how many hours, and when nobody (R4, R6).

Why somebody left is not told: the reason can be illness, and the report is read by many.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from associations.models import Employment
from core.formats import date_text, decimal_text
from core.periods import Period, merged
from reporting.domain import figures
from reporting.domain.facts import InPost, YearFacts
from reporting.domain.sentences import PEOPLE, rules
from reporting.domain.wording import capital, count_word, counted, day, duration, joined, stretch

MOST_NAMED = 4


def hours_text(hours: Decimal) -> str:
    """`én time`, `20 timer`, `7,5 timer`."""
    return "én time" if hours == 1 else f"{decimal_text(hours)} timer"


def year_text(f: YearFacts) -> str:
    """`hele 2022`, or the part of it that lies inside the partnership."""
    return f"hele {f.year}" if f.whole_year else f"i den del af {f.year}, hvor partnerskabet varede"


def by_person(posts: Sequence[InPost]) -> list[tuple[str, list[Period]]]:
    """Each person once with the stretches in post, in order of time."""
    found: dict[int, tuple[str, list[Period]]] = {}
    for post in posts:
        found.setdefault(post.employment.person_id, (post.name, []))[1].append(post.period)
    rows = [(name, merged(periods)) for name, periods in found.values()]
    return sorted(rows, key=lambda row: row[1][0].start)


def when(f: YearFacts, periods: Sequence[Period]) -> str:
    """`hele året`, `til 31. maj`, `fra 1. august`, `fra 1. marts til 31. maj`, within the year's partnership."""
    first, last = periods[0].start, periods[-1].end
    if len(periods) > 1:
        return joined([stretch(period) for period in periods])
    if first == f.in_force[0].start and last == f.last_day:
        return "hele året" if f.whole_year else "hele perioden"
    if first == f.in_force[0].start:
        return f"til {day(last)}"
    return f"fra {day(first)}" if last == f.last_day else stretch(periods[0])


@rules.rule(PEOPLE, 10)
def employed_in_year(f: YearFacts) -> str:
    """Who was employed, when: one all year or a part, several with their periods, or nobody."""
    people = by_person(f.posts)
    if not people:
        when_none = f"i {f.year}" if f.whole_year else year_text(f)
        return f"{f.name} har ikke haft nogen ressourceperson ansat {when_none}."
    if len(people) == 1:
        name, periods = people[0]
        if f.vacancy_days == 0:
            return f"{name} har været ressourceperson i {f.name} {year_text(f)}."
        return f"{name} var ressourceperson i {f.name} {when(f, periods)}."
    listed = joined([f"{name} ({when(f, periods)})" for name, periods in people[-MOST_NAMED:]])
    lead = f"{f.name} har i {f.year} haft {count_word(len(people))} ressourcepersoner"
    return f"{lead}: {listed}." if len(people) <= MOST_NAMED else f"{lead}, senest {listed}."


@rules.rule(PEOPLE, 20)
def vacancy_in_year(f: YearFacts) -> str:
    """Days without anybody: one day, a stretch, several, open at the end, all year; "none" is said after a change."""
    if not f.posts:
        return f"Stillingen stod tom i alle {counted(f.vacancy_days, 'dag', 'dage')}, aftalen gjaldt i årets løb."
    if not f.vacancies:
        return "Skiftet skete, uden at stillingen stod tom." if f.ended and f.at_end else ""
    days = counted(f.vacancy_days, "dag", "dage")
    last = f.vacancies[-1]
    if len(f.vacancies) > 1:
        text = f"Stillingen stod tom i {days} fordelt på {count_word(len(f.vacancies))} perioder"
        return f"{text}, og den var ledig ved årets udgang." if last.end == f.last_day else f"{text}."
    if last.end == f.last_day:
        return f"Siden {day(last.start)} har stillingen stået tom, i alt {days} ved {_end_of(f)}."
    return f"Stillingen stod tom i {days}, {stretch(last)}."


def _end_of(f: YearFacts) -> str:
    return "årets udgang" if f.last_day.month == 12 and f.last_day.day == 31 else "partnerskabets udgang"


@rules.rule(PEOPLE, 30)
def hours_against_requirement(f: YearFacts) -> str:
    """Weekly hours at the end, a change in the year, and the distance to the requirement, if there is one."""
    levels = [part.hours for part in f.hours if part.hours > 0]
    if not levels:
        return ""
    last = levels[-1]
    verb = "er" if f.hours_at_end > 0 else "var"
    if f.required_hours is None:
        return f"Arbejdstiden {verb} {hours_text(last)} om ugen; der er ikke fastsat et timekrav for {f.year}."
    return f"Arbejdstiden {verb} {_changed(levels)}{hours_text(last)} om ugen, {_against(last, f.required_hours)}."


def _changed(levels: Sequence[Decimal]) -> str:
    earlier = [hours for hours, following in pairwise(levels) if hours != following]
    if not earlier:
        return ""
    return f"i årets løb {'sat op' if levels[-1] > earlier[-1] else 'sat ned'} fra {hours_text(earlier[-1])} til "


def _against(hours: Decimal, required: Decimal) -> str:
    difference = hours - required
    if difference == 0:
        return "præcis som krævet"
    way = "mere end kravet på" if difference > 0 else "mindre end kravet på"
    return f"{hours_text(abs(difference))} {way} {decimal_text(required)}"


@rules.rule(PEOPLE, 40)
def days_under_requirement(f: YearFacts) -> str:
    """How many days the hours were too few; nothing when none were, or without a requirement."""
    days = figures.days_of(part.period for part in f.under_hours)
    if not days:
        return ""
    if days == figures.days_of(f.in_force):
        return "Timekravet har ikke været opfyldt på noget tidspunkt i året."
    return f"I {counted(days, 'dag', 'dage')} af året var arbejdstiden under kravet."


@rules.rule(PEOPLE, 50)
def several_in_post(f: YearFacts) -> str:
    """Those who share the work at the end of the year, and who of them is the primary contact."""
    posts = f.at_end
    if len(posts) < 2:
        return ""
    listed = joined([f"{post.name} med {hours_text(post.employment.weekly_hours)}" for post in posts])
    primary = next((post.name for post in posts if post.employment.is_primary_contact), None)
    contact = f", og {primary} er primær kontakt til kommunen" if primary else ""
    return f"Ved årets udgang deler {count_word(len(posts))} personer arbejdet: {listed}{contact}."


@rules.rule(PEOPLE, 60)
def tenure(f: YearFacts) -> str:
    """How long the first of those in post has been there without a break; nothing in a vacancy."""
    if not f.at_end:
        return ""
    post = f.at_end[0]
    if post.since == f.last_day:
        return f"{post.name} begyndte på årets sidste dag."
    return f"{post.name} har været i stillingen i {duration(post.since, f.last_day)}, siden {date_text(post.since)}."


@rules.rule(PEOPLE, 70)
def which_in_a_row(f: YearFacts) -> str:
    """How many people have had the work since the partnership began; not told in its first year."""
    start = f.history.first_start
    if start is None or not f.at_end or start.year == f.year:
        return ""
    so_far = _so_far(f.history.employments, f)
    if so_far < 2:
        return f"Foreningen har haft den samme ressourceperson, siden partnerskabet begyndte i {start.year}."
    return f"{capital(count_word(so_far))} personer har i alt haft opgaven siden {start.year}."


def _so_far(employments: Sequence[Employment], f: YearFacts) -> int:
    start = f.history.first_start
    people = {
        row.person_id
        for row in employments
        if row.start <= f.last_day and (row.end is None or start is None or row.end >= start)
    }
    return len(people)


@rules.rule(PEOPLE, 80)
def turnover(f: YearFacts) -> str:
    """Employments that ended in the year, without reasons; a change of hours is no end."""
    if not f.ended:
        return ""
    listed = joined([f"{row.person.name} {day(row.end)}" for row in f.ended if row.end])
    if len(f.ended) == 1:
        return f"Ét ansættelsesforhold sluttede i årets løb: {listed}."
    return f"{capital(count_word(len(f.ended)))} ansættelsesforhold sluttede i årets løb: {listed}."
