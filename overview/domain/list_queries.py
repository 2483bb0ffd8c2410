"""The rows of the association list: one annotated queryset, for the page, the exports and the front pages alike.

Every annotation reads a few rows of one association by an index, and PostgreSQL computes those that do not order the
rows after it has cut out the page: a page costs the same however long the register is. Joins instead of subqueries
were tried: planning them took 6 ms, ten times as long (2,500 associations).
"""

from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, F, Max, Min, QuerySet, Subquery, Sum

from accounts.permissions import AnyUser
from associations.access import limited_to_visible
from associations.models import Association, Employment, MemberCount, SatelliteSection
from overview.domain.list_conditions import OWN, in_force, is_open, last_ended_year, required_hours
from partnerships.models import ContactPerson, Participation

Rows = QuerySet[Any, Any]  # associations with annotations, which their class does not know


def list_rows(user: AnyUser, day: date, *, count_year: int | None = None) -> Rows:
    """The open associations that the user may see, in Danish order, with what the list shows of them on the day.

    Member counts are those of `count_year`, else of the last ended year.

    Adds `district_name`, `activity_names`, `cohort_start` (the first participation's), `contact_key`, `contact_name`,
    `partnership_end` (of the one in force), `year_end_partnership` (the end of the one in force when the last ended
    year ended), `resource_persons` (names, the primary contact first), `hours` and `required_hours` a week, `under_25`
    and `under_25_before` (persons, of the last ended year and the one before).
    Each is None where there is nothing. `list_rows.warnings_of` reads the warnings from them.
    """
    return every_row(user, day, count_year=count_year).filter(is_open())


def every_row(user: AnyUser, day: date, *, count_year: int | None = None) -> Rows:
    """The same with those that have been closed."""
    return limited_to_visible(_annotated(day, count_year or last_ended_year(day)), user, path="pk")


def with_details(rows: Rows, day: date) -> Rows:
    """Adds what the front pages tell: `contact_email`, `contact_phone`, `partnership_start` (of the one in force).

    And `last_employed`: the last day before the day on which an employment ended.
    """
    contact = in_force(ContactPerson, day)
    ended = Employment.objects.filter(association=OWN, end__lt=day).order_by().values("association")
    detailed: Rows = rows.annotate(
        contact_email=Subquery(contact.values("consultant__email")),
        contact_phone=Subquery(contact.values("consultant__phone")),
        partnership_start=Subquery(in_force(Participation, day).values("start")),
        last_employed=Subquery(ended.annotate(last=Max("end")).values("last")),
    )
    return detailed


def with_everything(rows: Rows, day: date, *, count_year: int | None = None) -> Rows:
    """Adds to `with_details` what only the exports show: `area_names`, `section_names` (sections of the day),
    `total_members`, `merged_into_name`.
    """
    areas: Rows = Association.areas.through._default_manager.filter(association=OWN).order_by().values("association")
    names = areas.annotate(names=StringAgg("disadvantagedarea__name", ", ", order_by="disadvantagedarea__sort_key"))
    sections = in_force(SatelliteSection, day).values("association")
    section_names = sections.annotate(names=StringAgg("name", ", ", order_by=("name", "pk"))).values("names")
    complete: Rows = with_details(rows, day).annotate(
        section_names=Subquery(section_names, output_field=CharField()),
        merged_into_name=F("merged_into__name"),
        area_names=Subquery(names.values("names"), output_field=CharField()),
        total_members=Subquery(_count(count_year or last_ended_year(day)).values("total")),
    )
    return complete


@lru_cache(maxsize=4)
def _annotated(day: date, year: int) -> Rows:
    """The rows of everybody on the day: never evaluated itself, so building it once serves all requests of the day."""
    contact = in_force(ContactPerson, day)
    participation = in_force(Participation, day)
    return Association.objects.annotate(
        district_name=F("district__name"),
        activity_names=Subquery(_activity_names(), output_field=CharField()),
        cohort_start=Subquery(_first_participation()),
        contact_key=Subquery(contact.values("consultant__sort_key")),
        contact_name=Subquery(contact.values("consultant__name")),
        partnership_end=Subquery(participation.values("end")),
        year_end_partnership=Subquery(in_force(Participation, date(year, 12, 31)).values("end")),
        resource_persons=Subquery(_resource_persons(day), output_field=CharField()),
        hours=Subquery(_hours(day)),
        required_hours=required_hours(day),
        under_25=Subquery(_count(year).values("under_25")),
        under_25_before=Subquery(_count(year - 1).values("under_25")),
    ).order_by("sort_key", "pk")


def _activity_names() -> QuerySet[Any, Any]:
    links: Rows = (
        Association.activities.through._default_manager.filter(association=OWN).order_by().values("association")
    )
    names = StringAgg("activitykind__name", ", ", order_by="activitykind__sort_key")
    found: Rows = links.annotate(names=names).values("names")
    return found


def _first_participation() -> QuerySet[Any, Any]:
    own = Participation.objects.filter(association=OWN).order_by().values("association")
    return own.annotate(first=Min("start")).values("first")


def _resource_persons(day: date) -> QuerySet[Any, Any]:
    order = ("-is_primary_contact", "person__sort_key", "pk")
    employed: Rows = in_force(Employment, day).values("association")
    found: Rows = employed.annotate(names=StringAgg("person__name", ", ", order_by=order)).values("names")
    return found


def _hours(day: date) -> QuerySet[Any, Any]:
    employed: Rows = in_force(Employment, day).values("association")
    found: Rows = employed.annotate(hours=Sum("weekly_hours")).values("hours")
    return found


def _count(year: int) -> QuerySet[MemberCount]:
    return MemberCount.objects.filter(association=OWN, year=year).order_by()
