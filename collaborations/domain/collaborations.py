"""An association's collaborations: writing them, and the lists of them (docs/figures.md, *Lokale samarbejder*)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.permissions import AnyUser
from associations.domain.locking import lock_association
from associations.models import Association
from collaborations.domain.partners import find_or_add_partner
from collaborations.enums import CollaborationState
from collaborations.models import Collaboration, Partner
from core.ordering import danish_key, danish_key_of
from workflow import audit

CLOSED = "Foreningen er lukket. Åbn den igen, hvis den skal have noget nyt."
IN_ORDER = {
    CollaborationState.RUNNING: 0,
    CollaborationState.PAUSED: 1,
    CollaborationState.IDEA: 2,
    CollaborationState.ENDED: 3,
}


def adding_blockers(association: Association) -> list[str]:
    """Why nothing new may be written about the association, in words for the page."""
    return [CLOSED] if association.is_closed else []


@transaction.atomic
def add_collaboration(
    collaboration: Collaboration, *, partner: Partner | None = None, by: User | None
) -> Collaboration:
    """Saves a new collaboration; a `partner` that has no key yet is found in the register or added to it.

    The same collaboration sent twice is the first one. Raises `ValidationError`; the caller has asked who may.
    """
    lock_association(collaboration.association)
    if reasons := adding_blockers(Association.objects.get(pk=collaboration.association_id)):
        raise ValidationError(reasons)
    if partner is not None:
        collaboration.partner = partner if partner.pk else find_or_add_partner(partner, by=by)[0]
    same = Collaboration.objects.filter(
        association=collaboration.association_id,
        partner=collaboration.partner_id,
        about=collaboration.about,
        state=collaboration.state,
        start=collaboration.start,
        end=collaboration.end,
    )
    return same.first() or audit.save(collaboration, by=by)


@transaction.atomic
def edit_collaboration(collaboration: Collaboration, *, based_on: int, by: User | None) -> Collaboration:
    """Saves changed values. Raises `ValidationError`, `audit.StaleError`; the caller has asked who may."""
    return audit.save(collaboration, by=by, based_on=based_on)


@transaction.atomic
def remove_collaboration(*, association: Association, key: int, by: User) -> Collaboration | None:
    """Removes one that was written by mistake; None when it is gone already."""
    rows = Collaboration.objects.select_for_update(of=("self",)).select_related("partner")
    row = rows.filter(pk=key, association=association).first()
    if row:
        audit.delete(row, by=by)
    return row


def collaborations_of(association: Association) -> list[Collaboration]:
    """Running ones first, then paused ones, ideas, and those that ended; each by the partner's name."""
    rows = Collaboration.objects.filter(association=association).select_related("partner__district", "association")
    return sorted(
        rows,
        key=lambda row: (IN_ORDER[CollaborationState(row.state)], row.partner.sort_key, row.start or date.max, row.pk),
    )


def in_year(year: int) -> Q:
    """Begun by the end of the year, and not ended before it: ideas do not count."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return ~Q(state=CollaborationState.IDEA) & Q(start__lte=last) & (Q(end=None) | Q(end__gte=first))


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list looks for; empty values narrow nothing."""

    text: str = ""
    kind: str = ""
    state: str = ""
    association: int | None = None
    district: int | None = None
    year: int | None = None


def collaboration_list(user: AnyUser, wanted: Wanted) -> QuerySet[Collaboration]:
    """The collaborations that the user may see and that fit."""
    rows: Any = Collaboration.objects.visible_to(user).select_related("association", "partner__district")
    if wanted.text:
        rows = rows.alias(about_key=danish_key_of(F("about")), note_key=danish_key_of(F("note")))
    for word in map(danish_key, wanted.text.split()):
        rows = rows.filter(
            Q(association__sort_key__contains=word)
            | Q(partner__sort_key__contains=word)
            | Q(about_key__contains=word)
            | Q(note_key__contains=word)
        )
    if wanted.kind:
        rows = rows.filter(partner__kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.association:
        rows = rows.filter(association=wanted.association)
    if wanted.district:
        rows = rows.filter(partner__district=wanted.district)
    if wanted.year:
        rows = rows.filter(in_year(wanted.year))
    found: QuerySet[Collaboration] = rows.order_by("association__sort_key", "partner__sort_key", "pk")
    return found
