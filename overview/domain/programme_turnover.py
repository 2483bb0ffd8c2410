"""The programme's turnover year by year (R6), counted as in the programme's report. Pure reads."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from associations.domain.turnover import average_employed, ended_in, turnover_percent
from associations.models import Employment
from core.periods import overlap, whole_year
from partnerships.models import Participation

YEARS_SHOWN = 10


@dataclass(frozen=True)
class ProgrammeTurnover:
    """A year that is over: the associations with a partnership in it, ended employments, and the average employed."""

    year: int
    associations: int
    ended: int
    average: float
    percent: int | None


@dataclass(frozen=True)
class _Post:
    person_id: int
    start: date
    end: date | None


def programme_turnover(day: date) -> list[ProgrammeTurnover]:
    """The last years that are over and had a partnership, the newest first. Two queries."""
    posts: defaultdict[int, list[_Post]] = defaultdict(list)
    rows = Employment.objects.order_by("start", "pk").values_list("association_id", "person_id", "start", "end")
    for association_id, person_id, start, end in rows:
        posts[association_id].append(_Post(person_id, start, end))
    agreed: defaultdict[int, set[int]] = defaultdict(set)
    last = day.year - 1
    for association_id, first, until in Participation.objects.order_by().values_list("association_id", "start", "end"):
        for year in range(max(last - YEARS_SHOWN + 1, first.year), last + 1):
            if overlap(first, until, whole_year(year)):
                agreed[year].add(association_id)
    return [_of_year(year, [posts[pk] for pk in agreed[year]]) for year in sorted(agreed, reverse=True)]


def _of_year(year: int, associations: Sequence[Sequence[_Post]]) -> ProgrammeTurnover:
    span = whole_year(year)
    ended = sum(len(ended_in(posts, span)) for posts in associations)
    average = sum(average_employed(posts, year) for posts in associations)
    return ProgrammeTurnover(year, len(associations), ended, average, turnover_percent(ended, average))
