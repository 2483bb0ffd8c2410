"""What the dossier of one partnership is made from, read in a constant number of queries. Pure reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment, MemberCount
from core.registry import DueItem, DueState, dossier_parts, due_rules
from handovers.domain.queries import checklist, with_counts
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverItem
from partnerships.domain.lifeline import with_extensions
from partnerships.models import ContactPerson, Grant, Participation

STATES = tuple(DueState)


@dataclass(frozen=True)
class Known:
    """One association with everything that its dossier tells, lists in order of time.

    `participations` have `extension_ends` and `extension_days` (`with_extensions`), `others`, `granted` and
    `granted_now` in kroner. `parts` are those of other capabilities: title and sentences.
    """

    association: Any
    employments: Sequence[Employment]
    participations: Sequence[Any]
    contacts: Sequence[ContactPerson]
    board: Sequence[BoardMember]
    counts: Sequence[MemberCount]
    handover: Handover | None
    items: Sequence[HandoverItem]
    due: Sequence[DueItem]
    parts: Sequence[tuple[str, tuple[str, ...]]]


def read_for_dossier(association_id: int, day: date) -> Known:
    """Everything, in nine queries and those of the due rules and of other capabilities' parts.

    Raises `Association.DoesNotExist`.
    """
    association = _association(association_id, day)
    handover = _last_handover(association_id)
    return Known(
        association=association,
        employments=list(
            Employment.objects.filter(association=association_id)
            .select_related("person")
            .order_by("start", "person__sort_key", "pk")
        ),
        participations=list(_participations(association_id, day)),
        contacts=list(
            ContactPerson.objects.filter(association=association_id).select_related("consultant").order_by("start")
        ),
        board=_in_board_order(BoardMember.objects.filter(association=association_id).select_related("person")),
        counts=list(MemberCount.objects.filter(association=association_id).exclude(under_25=None).order_by("year")),
        handover=handover,
        items=checklist(handover) if handover else [],
        due=_due(association_id, day),
        parts=[(part.title, tuple(part.build(association_id, day))) for part in dossier_parts],
    )


def _association(association_id: int, day: date) -> Any:
    """The association with the names of its activities, of its listed areas and of its sections on the day."""
    listed = Q(disadvantagedarea__end=None) | Q(disadvantagedarea__end__gte=day)
    activities = Association.activities.through.objects.filter(association=OuterRef("pk")).order_by()
    areas = Association.areas.through.objects.filter(listed, association=OuterRef("pk")).order_by()
    return (
        Association.objects.select_related("district")
        .annotate(
            activity_names=Subquery(_names(activities, "activitykind__name", "activitykind__sort_key")),
            area_names=Subquery(_names(areas, "disadvantagedarea__name", "disadvantagedarea__sort_key")),
        )
        .get(pk=association_id)
    )


def _names(links: QuerySet[Any, Any], name: str, order: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = links.values("association").annotate(names=StringAgg(name, ", ", order_by=order))
    return found.values("names")


def _participations(association_id: int, day: date) -> QuerySet[Any]:
    """The association's participations with the grants of its partnership up to the day's year."""
    grants = Grant.objects.filter(partnership=OuterRef("partnership")).order_by().values("partnership")
    until_now = grants.filter(programme_year__year__lte=day.year).annotate(sum=Sum("amount")).values("sum")
    this_year = grants.filter(programme_year__year=day.year).annotate(sum=Sum("amount")).values("sum")
    others = Participation.objects.filter(partnership=OuterRef("partnership")).exclude(association=association_id)
    return with_extensions(Participation.objects.filter(association=association_id)).annotate(
        granted=Subquery(until_now),
        granted_now=Subquery(this_year),
        others=ArraySubquery(others.order_by("association__sort_key").values("association__name")),
    )


def _in_board_order(seats: QuerySet[BoardMember]) -> list[BoardMember]:
    posts = BoardRole.values
    return sorted(seats, key=lambda seat: (posts.index(seat.role), seat.person.sort_key, seat.pk))


def _last_handover(association_id: int) -> Handover | None:
    """The open handover, else the latest one that was not cancelled."""
    rows = with_counts(Handover.objects.filter(employment__association=association_id))
    found = list(rows.exclude(state=HandoverState.CANCELLED.value).order_by("-opened_on", "-pk"))
    return next((row for row in found if row.is_open), found[0] if found else None)


def _due(association_id: int, day: date) -> list[DueItem]:
    """What is due in the association, the most urgent first; internal matters stay inside the administration (R19)."""
    found = [item for rule in due_rules for item in rule.find([association_id], day) if not item.is_internal]
    return sorted(found, key=lambda item: (STATES.index(item.state), item.due_on, item.key, item.what))
