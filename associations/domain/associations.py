"""Creating and editing an association by form, all or nothing, with its trace (R20)."""

from collections.abc import Iterable, Mapping

from django.db import models, transaction

from accounts.models import User
from associations.models import ActivityKind, Association
from workflow import audit


@transaction.atomic
def create_association(
    *,
    association: Association,
    related: Mapping[str, Iterable[models.Model]],
    new_activities: Iterable[str] = (),
    by: User,
) -> Association:
    """Saves a new association with its activities and areas (`related`), and kinds of activity that are new.

    Raises `ValidationError`. The caller has checked `Permission.CREATE_ASSOCIATION`.
    """
    return audit.save(association, by=by, related=_with_new(related, new_activities, by))


@transaction.atomic
def edit_association(
    *,
    association: Association,
    related: Mapping[str, Iterable[models.Model]],
    new_activities: Iterable[str] = (),
    based_on: int,
    by: User,
) -> Association:
    """Saves the association's changed details; what `related` does not mention stays.

    Raises `ValidationError`, and `audit.StaleError` when somebody else was first. The caller has checked
    `Permission.EDIT_ASSOCIATION`, and which details the user may change.
    """
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
    # Before new kinds are made: a conflict leaves nothing behind.
    audit.refuse_stale(association, based_on)
    return audit.save(association, by=by, related=_with_new(related, new_activities, by))


def _with_new(
    related: Mapping[str, Iterable[models.Model]], new_activities: Iterable[str], by: User
) -> Mapping[str, Iterable[models.Model]]:
    kinds = [activity_kind(name, by=by) for name in new_activities]
    return {**related, "activities": {*related.get("activities", ()), *kinds}} if kinds else related


def activity_kind(name: str, *, by: User) -> ActivityKind:
    """The kind of this name, whatever its capitals; a new one when the register has none."""
    known = ActivityKind.objects.filter(name__iexact=name).first()
    return known or audit.save(ActivityKind(name=name), by=by)
