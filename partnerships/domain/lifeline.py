"""The livslinje of partnerships (ui.md): the agreements as they are, or as a day knew them. Dates inclusive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from core.lifeline import Lifeline, lifelines
from core.periods import DAY
from core.registry import LifelineEntry, LifelineSpan, LifelineSubject
from partnerships.models import Extension, Participation

Row = Any  # a Participation with the annotations of `with_extensions`, which its class does not know
CAPTION = "Partnerskabets livslinje"


def with_extensions(rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """The participations with their partnerships, the oldest first, all in one query.

    Adds `extension_ends` and `extension_days`: the extensions' new last days, and when each was decided.
    """
    own = Extension.objects.filter(partnership=OuterRef("partnership")).order_by("new_end", "pk")
    return (
        rows.select_related("partnership")
        .annotate(extension_ends=ArraySubquery(own.values("new_end")))
        .annotate(extension_days=ArraySubquery(own.values("decided_on")))
        .order_by("start", "pk")
    )


def association_lifeline(association_id: int, participations: Iterable[Row], *, today: date) -> Lifeline | None:
    """The livslinje of one association from its participations (`with_extensions`), with all that is recorded."""
    subject = subject_of(association_id, participations)
    return lifelines([subject], today=today, caption=CAPTION).get(subject)


def report_lifelines(association_ids: Collection[int], years: Collection[int]) -> Mapping[tuple[int, int], Lifeline]:
    """For the status reports: each association's livslinje as it was known at the end of each year."""
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    for row in with_extensions(Participation.objects.filter(association__any_of=association_ids)):
        rows[row.association_id].append(row)
    asked = {
        (association_id, year): subject_of(association_id, rows[association_id], known_on=date(year, 12, 31))
        for association_id in association_ids
        for year in years
    }
    found = lifelines(list(asked.values()), today=date.max, caption=CAPTION)
    return {key: found[subject] for key, subject in asked.items() if subject in found}


def subject_of(association_id: int, participations: Iterable[Row], *, known_on: date | None = None) -> LifelineSubject:
    """The association with its agreements, as they were known on the day (None: as they are)."""
    known = [row for row in participations if known_on is None or row.start <= known_on]
    return LifelineSubject(
        association_id, tuple(span for row in known for span in agreement_spans(row, known_on)), known_on
    )


def agreement_spans(participation: Row, known_on: date | None = None) -> list[LifelineSpan]:
    """The first agreement and its extensions inside the association's own period, each until the next begins.

    The one in which the partnership ended early says so.
    """
    partnership = participation.partnership
    is_ended = partnership.ended_early_on is not None and (known_on is None or partnership.ended_early_on <= known_on)
    decided = [
        new_end
        for new_end, decided_on in zip(participation.extension_ends, participation.extension_days, strict=True)
        if known_on is None or decided_on <= known_on
    ]
    ends = [partnership.first_end, *decided]
    last = _last_day(participation, ends, is_ended=is_ended)
    names = ["Første aftale", *_extension_names(len(decided))]
    spans: list[LifelineSpan] = []
    start = partnership.start
    for name, end in zip(names, ends, strict=True):
        first, final = max(start, participation.start), min(end, last)
        if first <= final:
            spans.append(LifelineSpan(first, final, name, "extension" if spans or name != names[0] else "agreement"))
        start = max(start, end + DAY)
    if spans and is_ended and last < max(ends):
        cut = spans[-1]
        spans[-1] = LifelineSpan(cut.start, cut.end, f"{cut.label}, ophørt før tid", cut.style)
    return spans


def _last_day(participation: Row, ends: Sequence[date], *, is_ended: bool) -> date:
    """The association's own last day where it left earlier or the partnership ended early, else the agreement's."""
    own: date = participation.end
    if is_ended or own < participation.partnership.end:
        return own
    return max(ends)


def _extension_names(count: int) -> list[str]:
    return ["Forlængelse"] if count == 1 else [f"{place}. forlængelse" for place in range(1, count + 1)]


def agreements_lane(subjects: Sequence[LifelineSubject]) -> Mapping[LifelineSubject, Iterable[LifelineEntry]]:
    """The lane of the agreements: what frames the picture anyway, so it costs no query."""
    return {subject: subject.agreements for subject in subjects}
