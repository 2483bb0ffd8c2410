"""What the association list can be narrowed by, as conditions on `Association` that need no annotation.

The warnings' definitions stand in docs/figures.md; `associations.domain.warnings` has them in Python, and a test
compares both. All dates are inclusive.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Func, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value

from associations.models import Association, BoardMember, Employment, MemberCount, Person
from core.ordering import danish_key, danish_key_of
from partnerships.domain.cohorts import Cohort as Cohort  # noqa: PLC0414 — its home for this app's modules
from partnerships.models import ContactPerson, Participation, ProgrammeYear

OWN = OuterRef("pk")


def cohorts() -> list[Cohort]:
    """The cohorts of the register, the oldest first."""
    by_association = Participation.objects.order_by().values("association")
    firsts = by_association.annotate(first=Min("start")).values_list("first", flat=True)
    return sorted({Cohort.of(first) for first in set(firsts)})


@dataclass(frozen=True)
class Moment:
    """The day that a list tells about, and the year of its member counts."""

    day: date
    count_year: int

    @classmethod
    def today(cls, today: date) -> "Moment":
        """Now: the counts are those of the last ended year."""
        return cls(today, last_ended_year(today))

    @classmethod
    def of_year(cls, year: int, today: date) -> "Moment":
        """A programme year as it ended, as it stands today, or as it will begin, with the counts that belong to it."""
        day = min(date(year, 12, 31), today) if year <= today.year else date(year, 1, 1)
        return cls(day, min(year, last_ended_year(today)))


def last_ended_year(day: date) -> int:
    """The year whose member counts are due on the day: the one before it."""
    return day.year - 1


def in_force(model: type[Any], day: date) -> QuerySet[Any]:
    """The outer association's rows of a model with `start` and `end` that hold on the day."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    rows: QuerySet[Any] = model._default_manager.filter(holds, association=OWN).order_by()
    return rows


def required_hours(day: date) -> Subquery:
    """Hours a week that the day's programme year requires; null when the year has not been opened."""
    return Subquery(ProgrammeYear.objects.filter(year=day.year).order_by().values("required_weekly_hours"))


def is_open() -> Q:
    """It has not been closed."""
    return Q(closed_on=None)


def is_open_at(moment: Moment) -> Q:
    """It had not been closed at the moment; who was open in a past year is listed in it."""
    return Q(closed_on=None) | Q(closed_on__gt=moment.day)


def in_partnership_on(day: date) -> Q:
    """A partnership is in force on the day."""
    return Q(Exists(in_force(Participation, day)))


def vacancy_on(day: date) -> Q:
    """The warning: a partnership in force on the day, and nobody employed (R4)."""
    return in_partnership_on(day) & ~Q(Exists(in_force(Employment, day)))


def too_few_hours_on(day: date) -> Q:
    """The warning: somebody employed on the day, but for fewer hours a week than the programme year requires (R4)."""
    hours = in_force(Employment, day).values("association").annotate(hours=Sum("weekly_hours"))
    return Q(Exists(hours.filter(hours__lt=required_hours(day))))


def missing_count_of(year: int) -> Q:
    """The warning: in a partnership at the end of the year, without a complete number of members under 25."""
    given = MemberCount.objects.filter(association=OWN, year=year, under_25__isnull=False)
    return in_partnership_on(date(year, 12, 31)) & ~Q(Exists(given))


def any_warning_at(moment: Moment) -> Q:
    """At least one of the three warnings."""
    return vacancy_on(moment.day) | too_few_hours_on(moment.day) | missing_count_of(moment.count_year)


def any_warning_on(day: date) -> Q:
    """At least one of the three warnings, today."""
    return any_warning_at(Moment.today(day))


def enough_hours_on(day: date) -> Q:
    """A partnership in force on the day, and somebody employed for the hours that the programme year requires."""
    return in_partnership_on(day) & ~vacancy_on(day) & ~too_few_hours_on(day)


def reaches_minimum(moment: Moment) -> Q:
    """At least as many members under 25 as the day's programme year expects."""
    minimum = ProgrammeYear.objects.filter(year=moment.day.year).order_by().values("minimum_members")
    counts = MemberCount.objects.filter(association=OWN, year=moment.count_year)
    return Q(Exists(counts.filter(under_25__gte=Subquery(minimum))))


def has_count_of(year: int) -> Q:
    """A complete number of members under 25 for the year."""
    return Q(Exists(MemberCount.objects.filter(association=OWN, year=year, under_25__isnull=False)))


def contact_person_is(consultant: int | None, day: date) -> Q:
    """The contact person on the day is the user with this pk."""
    return Q(Exists(in_force(ContactPerson, day).filter(consultant=consultant)))


def has_contact_person_on(day: date) -> Q:
    """Somebody is the contact person on the day."""
    return Q(Exists(in_force(ContactPerson, day)))


def offers(activity: int) -> Q:
    """The association offers the activity with this pk."""
    return Q(Exists(Association.activities.through._default_manager.filter(association=OWN, activitykind=activity)))


def get2sport_on(day: date) -> Q:
    """Supported together with DIF get2sport on the day."""
    return Q(get2sport_start__lte=day) & (Q(get2sport_end=None) | Q(get2sport_end__gte=day))


def in_cohort(cohort: Cohort) -> Q:
    """The first participation began in the cohort's span."""
    first, last = cohort.span
    own = Participation.objects.filter(association=OWN)
    return Q(Exists(own.filter(start__range=(first, last)))) & ~Q(Exists(own.filter(start__lt=first)))


def searched(rows: QuerySet[Association], text: str) -> QuerySet[Association]:
    """The rows where every word of the text stands in a name, the CVR number, the district or a person's name.

    Capitals do not matter, and aa is å. A person counts when employed there or on the board, past or present: people
    remember who used to be there.
    """
    rows = rows.alias(other_names_key=danish_key_of(Func(F("other_names"), Value(" "), function="array_to_string")))
    for word in text.split():
        rows = rows.filter(_holds_word(word))
    return rows


def _holds_word(word: str) -> Q:
    key = danish_key(word)
    persons = Person.objects.filter(sort_key__contains=key).order_by().values("pk")
    return (
        Q(sort_key__contains=key)
        | Q(other_names_key__contains=key)
        | Q(cvr__startswith=word)
        | Q(district__sort_key__contains=key)
        | Q(pk__in=Employment.objects.filter(person__in=persons).order_by().values("association"))
        | Q(pk__in=BoardMember.objects.filter(person__in=persons).order_by().values("association"))
    )
