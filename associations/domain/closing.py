"""Closing an association, alone or by a merger, and opening it again: its history stays where it is."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from associations.models import Association, BoardMember, Employment
from core import clock
from core.formats import date_text, period_text
from core.registry import closing_blockers
from workflow import audit

REOPENED = "Åbnet igen, fordi"


def reasons_not_to_close(association: Association, last_day: date) -> list[str]:
    """What is in the way of closing the association with this last day, each with what to do first."""
    beyond = Q(association=association) & (Q(end=None) | Q(end__gt=last_day))
    posts = Employment.objects.filter(beyond).select_related("person").order_by("start", "pk")
    seats = BoardMember.objects.filter(beyond).select_related("person").order_by("role", "start", "pk")
    until = f"senest {date_text(last_day)}"
    return [
        *(reason for entry in closing_blockers for reason in entry.find(association.pk, last_day)),
        *(
            f"{row.person.name} er ansat {period_text(row.start, row.end)}. Skriv en slutdato, {until}, under Personer."
            for row in posts
        ),
        *(
            f"{row.person.name} er {row.get_role_display().lower()} {period_text(row.start, row.end)}. "
            f"Afslut posten, {until}, under Personer."
            for row in seats
        ),
    ]


@transaction.atomic
def close_association(
    *, association: Association, last_day: date, reason: str, merged_into: Association | None, by: User
) -> Association:
    """Closes the association; with `merged_into` it has been merged into that one. Nothing else is changed or moved.

    `last_day` is the last day on which it existed, today at the latest. Raises `ValidationError` with what is in the
    way. The caller has checked `Permission.CREATE_ASSOCIATION`.
    """
    locked = _locked(association, merged_into)
    if locked[association.pk].is_closed:
        raise ValidationError("Foreningen er lukket i forvejen.", code="closed")
    if last_day > clock.today():
        raise ValidationError({"closed_on": f"Skriv en dato, der senest er {date_text(clock.today())}."})
    if merged_into and merged_into.pk == association.pk:
        raise ValidationError({"merged_into": "En forening kan ikke lægges sammen med sig selv. Vælg en anden."})
    if merged_into and locked[merged_into.pk].is_closed:
        raise ValidationError({"merged_into": f"{merged_into} er selv lukket. Vælg den forening, der findes nu."})
    reasons = reasons_not_to_close(association, last_day)
    if reasons:
        raise ValidationError(reasons, code="blocked")
    association.closed_on, association.closed_reason, association.merged_into = last_day, reason, merged_into
    return audit.save(association, by=by)


@transaction.atomic
def reopen_association(*, association: Association, reason: str, by: User) -> Association:
    """Opens a closed association again; why stands in the trace. Nothing changes for one that is open.

    Raises `ValidationError`. The caller has checked `Permission.CREATE_ASSOCIATION`.
    """
    if not _locked(association)[association.pk].is_closed:
        return association
    association.closed_on, association.closed_reason, association.merged_into = None, "", None
    return audit.save(association, by=by, extra=[{"field": REOPENED, "from": "", "to": reason}])


def _locked(*associations: Association | None) -> dict[int, Association]:
    """The rows as they stand, locked in the order of their keys until the transaction ends."""
    ids = [association.pk for association in associations if association]
    rows = Association.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}
