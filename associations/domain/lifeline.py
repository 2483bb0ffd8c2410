"""The lane of the livslinje that associations know: employments by name, and the vacancies between them (R4)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from associations.domain.employment import vacancies
from associations.models import Employment
from core import clock
from core.lifeline import as_known
from core.periods import Period, merged
from core.registry import LifelineEntry, LifelineSpan, LifelineSubject

VACANT = "Ledig"


def employments_lane(subjects: Sequence[LifelineSubject]) -> Mapping[LifelineSubject, Iterable[LifelineEntry]]:
    """Employments, and the days of the agreements up to the subject's day on which nobody was employed; one query."""
    rows: defaultdict[int, list[Employment]] = defaultdict(list)
    employed = Employment.objects.filter(association__in={subject.association_id for subject in subjects})
    for row in employed.select_related("person").order_by("start", "-is_primary_contact", "person__sort_key", "pk"):
        rows[row.association_id].append(row)
    return {subject: _entries(subject, rows[subject.association_id]) for subject in subjects}


def _entries(subject: LifelineSubject, employments: Sequence[Employment]) -> list[LifelineSpan]:
    """Spans in order of time; a person's employments that follow each other stay apart, as their hours may differ."""
    day = subject.known_on or clock.today()
    posts = [
        LifelineSpan(row.start, row.end, row.person.name, "employment" if row.is_primary_contact else "helper")
        for row in employments
    ]
    spans = [*as_known(subject, posts), *_vacant(subject, employments, day)]
    return sorted(spans, key=lambda span: (span.start, span.style == "helper"))


def _vacant(subject: LifelineSubject, employments: Sequence[Employment], day: date) -> Iterable[LifelineSpan]:
    begun = [agreement for agreement in subject.agreements if agreement.start <= day]
    for agreed in merged(Period(agreement.start, min(agreement.end or day, day)) for agreement in begun):
        for gap in vacancies(employments, agreed):
            yield LifelineSpan(gap.start, None if gap.end == day else gap.end, VACANT, "vacancy")
