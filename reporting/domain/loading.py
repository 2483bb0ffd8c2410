"""Reads everything reports need, for any number of associations, in a constant number of queries.

The reports themselves are then pure computing, so a test needs no database and 26 contents cost well under a second.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import DateField, Exists, Func, OuterRef, Prefetch, QuerySet, Sum

from associations.enums import BoardRole, CountingRule, CountSource
from associations.models import Association, BoardMember, Employment, MemberCount, MemberCountCell
from core.periods import Period, overlap, whole_year
from core.registry import report_sections
from partnerships.models import ContactPerson, Extension, Grant, Participation, ProgrammeYear

YEARS_OF_BANDS = 6  # how many years the age bands are shown for

Ages = tuple[int, int | None]  # lower and upper, both inclusive; None: "and older"
Cells = dict[tuple[Ages, str], int]  # by ages and Gender value


@dataclass(frozen=True)
class Count:
    """Members on 31 December of a year. `cells` is empty for years outside the years of bands."""

    year: int
    under_25: int | None
    total: int | None
    rule: CountingRule
    source: CountSource
    note: str
    cells: Cells


@dataclass(frozen=True)
class History:
    """One association with everything the register knows, each list in order of time."""

    association: Association
    employments: Sequence[Employment]
    participations: Sequence[Participation]
    contact_persons: Sequence[ContactPerson]
    chairs: Sequence[BoardMember]
    counts: dict[int, Count]

    def agreements_in(self, year: int) -> list[tuple[Participation, Period]]:
        """The association's participations with their days in the year."""
        parts = ((row, overlap(row.start, row.end, whole_year(year))) for row in self.participations)
        return [(row, part) for row, part in parts if part]

    @cached_property
    def first_start(self) -> date | None:
        """The first day of its first partnership."""
        return self.participations[0].start if self.participations else None


@dataclass(frozen=True)
class Register:
    """Histories in Danish order of names, the programme years by year, and what other capabilities tell.

    `sections`: by the section's key, its content for an association and a year.
    """

    histories: Sequence[History]
    programme_years: dict[int, ProgrammeYear]
    sections: Mapping[str, Mapping[tuple[int, int], Any]] = field(default_factory=dict)

    def history(self, association_id: int) -> History:
        """Raises `Association.DoesNotExist` for one that was not loaded."""
        for history in self.histories:
            if history.association.pk == association_id:
                return history
        raise Association.DoesNotExist(association_id)


def load_register(associations: QuerySet[Association], *, years: Collection[int]) -> Register:
    """Everything about the associations that reports of these years show, however many associations: 12 queries and
    those of the registered sections.

    Without years the age bands and the sections are left out, which is what the programme's report needs of many
    associations.
    """
    rows = list(associations.select_related("district").prefetch_related(*_prefetches()).order_by("sort_key", "pk"))
    ids = [row.pk for row in rows]
    cells = _cells(ids, years) if years else {}
    sections = {entry.key: entry.build(ids, years) for entry in report_sections} if years else {}
    return Register([_history(row, cells) for row in rows], _programme_years(), sections)


def in_partnership(year: int) -> QuerySet[Association]:
    """The associations that had a partnership on at least one day of the year."""
    return in_partnership_any([year])


def in_partnership_any(years: Iterable[int]) -> QuerySet[Association]:
    """The associations that had a partnership in at least one of the years."""
    spans = [whole_year(year) for year in years]
    rows = Participation.objects.none().values("association")
    for span in spans:
        rows = rows | Participation.objects.filter(start__lte=span.end, end__gte=span.start).values("association")
    return Association.objects.filter(pk__in=rows)


def band_totals(years: Collection[int]) -> dict[int, dict[Ages, int]]:
    """Members by year and age band over the associations with a partnership on 31 December of that year: one query.

    Only counts with a complete number under 25 take part, so that bands and totals cover the same associations.
    """
    last_day = Func(OuterRef("member_count__year"), 12, 31, function="make_date", output_field=DateField())
    in_force = Participation.objects.filter(
        association=OuterRef("member_count__association"), start__lte=last_day, end__gte=last_day
    )
    rows = (
        MemberCountCell.objects.filter(Exists(in_force), member_count__year__in=years)
        .exclude(member_count__under_25=None)
        .values_list("member_count__year", "age_band__lower", "age_band__upper")
        .annotate(members=Sum("members"))
        .order_by("member_count__year", "age_band__lower")
    )
    found: dict[int, dict[Ages, int]] = {}
    for year, lower, upper, total in rows:
        found.setdefault(year, {})[lower, upper] = total
    return found


def _prefetches() -> "list[Prefetch[Any]]":
    participations = Participation.objects.select_related("partnership").order_by("start", "pk")
    return [
        Prefetch("activities", to_attr="report_activities"),
        Prefetch("areas", to_attr="report_areas"),
        Prefetch(
            "employments",
            Employment.objects.select_related("person").order_by("start", "person__sort_key", "pk"),
            to_attr="report_employments",
        ),
        Prefetch("participations", participations, to_attr="report_participations"),
        Prefetch(
            "report_participations__partnership__extensions",
            Extension.objects.order_by("decided_on", "new_end"),
            to_attr="report_extensions",
        ),
        Prefetch(
            "report_participations__partnership__grants",
            Grant.objects.select_related("programme_year").order_by("programme_year__year"),
            to_attr="report_grants",
        ),
        Prefetch(
            "contact_persons",
            ContactPerson.objects.select_related("consultant").order_by("start", "pk"),
            to_attr="report_contact_persons",
        ),
        Prefetch(
            "board_members",
            BoardMember.objects.filter(role=BoardRole.CHAIR).select_related("person").order_by("start", "pk"),
            to_attr="report_chairs",
        ),
        Prefetch("member_counts", MemberCount.objects.order_by("year"), to_attr="report_counts"),
    ]


def _cells(associations: Collection[int], years: Collection[int]) -> dict[int, Cells]:
    """The numbers of the counts that are shown by age, by the count's id. Plain values: they are many."""
    shown = MemberCountCell.objects.filter(
        member_count__association__in=associations,
        member_count__year__gt=min(years) - YEARS_OF_BANDS,
        member_count__year__lte=max(years),
    ).order_by("age_band__lower", "gender")
    found: dict[int, Cells] = {}
    for count, lower, upper, gender, members in shown.values_list(
        "member_count", "age_band__lower", "age_band__upper", "gender", "members"
    ):
        found.setdefault(count, {})[(lower, upper), gender] = members
    return found


def _history(row: Any, cells: dict[int, Cells]) -> History:
    return History(
        association=row,
        employments=row.report_employments,
        participations=row.report_participations,
        contact_persons=row.report_contact_persons,
        chairs=row.report_chairs,
        counts={count.year: _count(count, cells.get(count.pk, {})) for count in row.report_counts},
    )


def _count(row: MemberCount, cells: Cells) -> Count:
    return Count(
        year=row.year,
        under_25=row.under_25,
        total=row.total,
        rule=CountingRule(row.counting_rule),
        source=CountSource(row.source),
        note=row.note,
        cells=cells,
    )


def _programme_years() -> dict[int, ProgrammeYear]:
    return {row.year: row for row in ProgrammeYear.objects.order_by("year")}
