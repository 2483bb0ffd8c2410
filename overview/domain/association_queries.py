"""What an association's Overblik shows, read in a fixed number of queries. Pure reads; dates are inclusive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.permissions import AnyUser
from associations.domain.employment import holds_on
from associations.domain.post_notices import PostNotice, post_notices_on
from associations.domain.warnings import Attention, warnings_on
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment, MemberCount, SatelliteSection
from core.lifeline import Lifeline
from core.periods import Period
from overview.domain.list_conditions import Cohort, required_hours
from partnerships.domain.lifeline import association_lifeline, with_extensions
from partnerships.models import ContactPerson, Participation


@dataclass(frozen=True)
class AssociationOverview:
    """One association on a day. `counts` are of all years, the oldest first; `agreement` is in force on the day."""

    attention: list[Attention]
    post_notices: list[PostNotice]
    agreement: Participation | None
    cohort: Cohort | None
    contact: ContactPerson | None
    employed: list[Employment]
    board: list[BoardMember]
    counts: list[MemberCount]
    lifeline: Lifeline | None

    @property
    def person_ids(self) -> set[int]:
        """Whose data it shows."""
        return {row.person_id for row in self.employed} | {seat.person_id for seat in self.board}


def association_rows(user: AnyUser, day: date) -> QuerySet[Association]:
    """The associations that the user may see, with `activity_names`, `area_names` (of areas listed on the day),
    `section_names` (of the day) and `required_hours` (a week, of the day's programme year; None when it has not been
    opened).
    """
    listed = Q(disadvantagedarea__end=None) | Q(disadvantagedarea__end__gte=day)
    activities = Association.activities.through.objects.filter(association=OuterRef("pk")).order_by()
    sections = SatelliteSection.objects.filter(holds(day), association=OuterRef("pk")).order_by()
    areas = Association.areas.through.objects.filter(listed, association=OuterRef("pk")).order_by()
    return (
        Association.objects.visible_to(user)
        .select_related("district")
        .annotate(
            activity_names=Subquery(_names(activities, "activitykind")),
            section_names=Subquery(
                sections.values("association")
                .annotate(names=StringAgg("name", ", ", order_by=("name", "pk")))
                .values("names")
            ),
            area_names=Subquery(_names(areas, "disadvantagedarea")),
            required_hours=required_hours(day),
        )
    )


def people_rows(user: AnyUser, day: date) -> QuerySet[Association]:
    """The associations that the user may see, with `required_hours` as in `association_rows`."""
    return Association.objects.visible_to(user).annotate(required_hours=required_hours(day))


def association_overview(association: Association, day: date) -> AssociationOverview:
    """Reads Overblik of an association from `association_rows` of the same day, in five queries and those of the
    livslinje's lanes.
    """
    employments = employments_of(association)
    participations = list(with_extensions(association.participations.all()))
    counts = list(association.member_counts.order_by("year", "pk"))
    return AssociationOverview(
        attention=[]
        if association.is_closed
        else warnings_on(
            employments=employments,
            agreements=agreements_of(participations),
            required=association.required_hours,  # type: ignore[attr-defined]  # annotated by association_rows
            counted_years={count.year for count in counts if count.under_25 is not None},
            day=day,
        ),
        post_notices=post_notices_on(employments=employments, agreements=agreements_of(participations), day=day),
        agreement=next((own for own in participations if own.start <= day <= own.end), None),
        cohort=Cohort.of(participations[0].start) if participations else None,
        contact=contact_on(association, day),
        employed=[employment for employment in employments if holds_on(employment, day)],
        board=board_on(association, day),
        counts=counts,
        lifeline=association_lifeline(association.pk, participations, today=day),
    )


def employments_of(association: Association) -> list[Employment]:
    """Every employment with its person; of those at the same time the primary contact comes first."""
    rows = association.employments.select_related("person")
    return list(rows.order_by("-is_primary_contact", "start", "person__sort_key", "pk"))


def participations_of(association: Association) -> list[Participation]:
    """The association's own periods with their partnerships, the oldest first."""
    return list(association.participations.select_related("partnership").order_by("start", "pk"))


def agreements_of(participations: Sequence[Participation]) -> list[Period]:
    """The participations as periods."""
    return [Period(own.start, own.end) for own in participations]


def contact_on(association: Association, day: date) -> ContactPerson | None:
    """The contact person on the day, with the consultant."""
    rows = association.contact_persons.select_related("consultant").filter(holds(day))
    return rows.order_by("pk").first()


def board_on(association: Association, day: date) -> list[BoardMember]:
    """The board on the day: chair, treasurer, then the others by name."""
    return in_board_order(association.board_members.filter(holds(day)).select_related("person"))


def in_board_order(seats: Iterable[BoardMember]) -> list[BoardMember]:
    """Board members by post (chair, treasurer, member), then by name."""
    posts = BoardRole.values
    return sorted(seats, key=lambda seat: (posts.index(seat.role), seat.person.sort_key, seat.pk))


def holds(day: date) -> Q:
    """Rows with `start` and `end` (None: open) that hold on the day."""
    return Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))


def _names(links: QuerySet[Any, Any], kind: str) -> QuerySet[Any, Any]:
    names = StringAgg(f"{kind}__name", ", ", order_by=f"{kind}__sort_key")
    named: QuerySet[Any, Any] = links.values("association").annotate(names=names).values("names")
    return named
