"""The rows of the association list: one annotated queryset, for the page, the exports and the front pages alike.

Every subquery reads a few rows of one association by an index, and PostgreSQL computes those that neither filter nor
order after it has cut the page out: the cost of a page does not grow with the register. Definitions: docs/figures.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest

from accounts.permissions import AnyUser
from associations.models import Association, BoardMember, Employment, MemberCount, Person
from core.ordering import danish_key, danish_key_of
from partnerships.models import ContactPerson, Participation, ProgrammeYear

OWN = OuterRef("pk")
HALF_YEAR = 7
"""A cohort that starts in July or later is named `medio`."""


@dataclass(frozen=True, order=True)
class Cohort:
    """When an association's first partnership began: a year, or the second half of one (*årgang*)."""

    year: int
    mid_year: bool

    @property
    def key(self) -> str:
        """What stands in a URL: `2018` or `2020-medio`."""
        return f"{self.year}-medio" if self.mid_year else str(self.year)

    @classmethod
    def from_key(cls, key: str) -> "Cohort":
        """The cohort that `key` names. Raises `ValueError` for anything else."""
        return cls(int(key.removesuffix("-medio")), key.endswith("-medio"))

    @property
    def label(self) -> str:
        return f"medio {self.year}" if self.mid_year else str(self.year)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day on which a first partnership of this cohort can begin, both inclusive."""
        if self.mid_year:
            return date(self.year, HALF_YEAR, 1), date(self.year, 12, 31)
        return date(self.year, 1, 1), date(self.year, HALF_YEAR, 1) - timedelta(days=1)


def cohort_of(start: date | None) -> Cohort | None:
    """The cohort of an association whose first participation began on the day; None without one."""
    return Cohort(start.year, start.month >= HALF_YEAR) if start else None


def last_ended_year(day: date) -> int:
    """The year whose member counts are due on the day: the one before it."""
    return day.year - 1


def list_rows(user: AnyUser, day: date) -> QuerySet[Association]:
    """The associations that the user may see, in Danish order, with everything the list shows of them on the day.

    Adds `cohort_start`, `district_name`, `activity_names`, `contact_id`, `contact_name`, `with_get2sport`,
    `resource_persons`, `hours` (a week, None when nobody is employed), `partnership_end`, `under_25` (persons, of the
    last ended year), `change` (against the year before; None when either is missing) and the warnings' columns.
    """
    rows: QuerySet[Association] = Association.objects.visible_to(user)
    year = last_ended_year(day)
    contact = _in_force(ContactPerson, day).order_by("pk")
    return (
        _with_warnings(rows, day)
        .annotate(
            district_name=F("district__name"),
            district_key=F("district__sort_key"),
            cohort_start=Subquery(Participation.objects.filter(association=OWN).order_by("start").values("start")[:1]),
            activity_names=Subquery(_activity_names(), output_field=CharField()),
            contact_id=Subquery(contact.values("consultant")[:1]),
            contact_name=Subquery(contact.values("consultant__name")[:1]),
            contact_key=Subquery(contact.values("consultant__sort_key")[:1]),
            with_get2sport=_is_true(get2sport_on(day)),
            resource_persons=Subquery(_resource_persons(day), output_field=CharField()),
            under_25=_under_25(year),
            change=_under_25(year) - _under_25(year - 1),
        )
        .order_by("sort_key", "pk")
    )


def with_contact_details(rows: QuerySet[Association], day: date) -> QuerySet[Association]:
    """Adds what only the exports show: `contact_email`, `contact_phone`, `area_names`, `total_members`."""
    contact = _in_force(ContactPerson, day).order_by("pk")
    total = MemberCount.objects.filter(association=OWN, year=last_ended_year(day))
    areas = (
        Association.areas.through.objects.filter(association=OWN)
        .order_by()
        .values("association")
        .annotate(names=StringAgg("disadvantagedarea__name", ", ", ordering="disadvantagedarea__sort_key"))
    )
    return rows.annotate(
        contact_email=Subquery(contact.values("consultant__email")[:1]),
        contact_phone=Subquery(contact.values("consultant__phone")[:1]),
        area_names=Subquery(areas.values("names"), output_field=CharField()),
        total_members=Subquery(total.values("total")[:1]),
    )


def _with_warnings(rows: QuerySet[Association], day: date) -> QuerySet[Association]:
    """Adds the warnings' columns and what they tell.

    These are `partnership_end`, `hours`, `vacancy`, `vacancy_since`, `too_few_hours`, `required_hours`, `missing_count`.
    """
    participation = _in_force(Participation, day)
    earlier = Employment.objects.filter(association=OWN, end__lt=day).order_by().values("association")
    last_day = Subquery(earlier.annotate(last=Max("end")).values("last"))
    day_after = Cast(ExpressionWrapper(last_day + timedelta(days=1), DateTimeField()), DateField())
    return rows.annotate(
        partnership_end=Subquery(participation.values("end")[:1]),
        vacancy=_is_true(vacancy_on(day)),
        vacancy_since=Greatest(Subquery(participation.values("start")[:1]), day_after),
        hours=_hours(day),
        required_hours=_required_hours(day),
        too_few_hours=_is_true(too_few_hours_on(day)),
        missing_count=_is_true(missing_count_of(last_ended_year(day))),
    )


def get2sport_on(day: date) -> Q:
    """Associations supported together with DIF get2sport on the day."""
    return Q(get2sport_start__lte=day) & (Q(get2sport_end=None) | Q(get2sport_end__gte=day))


def in_partnership_on(day: date) -> Q:
    """Associations with a partnership in force on the day."""
    return Q(Exists(_in_force(Participation, day)))


def vacancy_on(day: date) -> Q:
    """The warning: a partnership in force on the day, and nobody employed (R4)."""
    return in_partnership_on(day) & ~Exists(_in_force(Employment, day))


def too_few_hours_on(day: date) -> Q:
    """The warning: somebody employed on the day, but for fewer hours a week than the programme year requires (R4)."""
    hours = _in_force(Employment, day).order_by().values("association").annotate(hours=Sum("weekly_hours"))
    return Q(Exists(hours.filter(hours__lt=_required_hours(day))))


def missing_count_of(year: int) -> Q:
    """The warning: in the programme at the end of the year, and no complete number of members under 25 of that year."""
    given = MemberCount.objects.filter(association=OWN, year=year, under_25__isnull=False)
    return in_partnership_on(date(year, 12, 31)) & ~Exists(given)


def any_warning_on(day: date) -> Q:
    """At least one of the three warnings."""
    return vacancy_on(day) | too_few_hours_on(day) | missing_count_of(last_ended_year(day))


def contact_person_is(consultant: int | None, day: date) -> Q:
    """Associations whose contact person on the day is the user with this pk."""
    return Q(Exists(_in_force(ContactPerson, day).filter(consultant=consultant)))


def offers(activity: int) -> Q:
    """Associations that offer the activity with this pk."""
    return Q(Exists(Association.activities.through._default_manager.filter(association=OWN, activitykind=activity)))


def in_cohort(cohort: Cohort) -> Q:
    """Associations whose first participation began in the cohort's span."""
    first, last = cohort.span
    began = Participation.objects.filter(association=OWN, start__lte=last)
    return Q(Exists(began.filter(start__gte=first))) & ~Exists(began.filter(start__lt=first))


def cohorts(user: AnyUser) -> list[Cohort]:
    """The cohorts of the associations that the user may see, the oldest first."""
    starts = Participation.objects.filter(association__in=Association.objects.visible_to(user)).order_by()
    firsts = starts.values("association").annotate(first=Min("start")).values_list("first", flat=True)
    return sorted({Cohort(first.year, first.month >= HALF_YEAR) for first in firsts})


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
    persons = Person.objects.filter(sort_key__contains=key)
    return (
        Q(sort_key__contains=key)
        | Q(other_names_key__contains=key)
        | Q(cvr__startswith=word)
        | Q(district__sort_key__contains=key)
        | Q(pk__in=Employment.objects.filter(person__in=persons).values("association"))
        | Q(pk__in=BoardMember.objects.filter(person__in=persons).values("association"))
    )


def _in_force(model: type[Any], day: date) -> QuerySet[Any]:
    """The outer association's rows of a model with `start` and `end` (both inclusive) that hold on the day."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    rows: QuerySet[Any] = model._default_manager.filter(holds, association=OWN)
    return rows


def _is_true(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _required_hours(day: date) -> Subquery:
    """Hours a week that the day's programme year requires; null when the year is not opened."""
    return Subquery(ProgrammeYear.objects.filter(year=day.year).values("required_weekly_hours"))


def _hours(day: date) -> Subquery:
    employed = _in_force(Employment, day).order_by().values("association")
    return Subquery(employed.annotate(hours=Sum("weekly_hours")).values("hours"))


def _resource_persons(day: date) -> QuerySet[Any, Any]:
    """The names of those employed on the day, the primary contact first."""
    employed = _in_force(Employment, day).order_by().values("association")
    order = ("-is_primary_contact", "person__sort_key", "pk")
    return employed.annotate(names=StringAgg("person__name", ", ", ordering=order)).values("names")


def _activity_names() -> QuerySet[Any, Any]:
    links = Association.activities.through._default_manager.filter(association=OWN).order_by().values("association")
    return links.annotate(names=StringAgg("activitykind__name", ", ", ordering="activitykind__sort_key")).values(
        "names"
    )


def _under_25(year: int) -> Subquery:
    return Subquery(MemberCount.objects.filter(association=OWN, year=year).values("under_25"))
