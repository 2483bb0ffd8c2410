"""The yearly child-protection declaration (R15a): declaring, taking it back, and the day it is due. Dates inclusive."""

from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from associations.models import Association, ChildProtectionDeclaration
from core import clock
from core.formats import date_text
from core.periods import DAY
from workflow import audit

MONTHS_TO_DECLARE = 3
NEAR = timedelta(days=30)


@lru_cache(maxsize=1024)  # of a thousand associations most begin on the same day
def due_day(first_day: date) -> date:
    """The last day to declare for a year whose first day in a partnership is `first_day`: within three months.

    1 January → 31 March, 1 July → 30 September.
    """
    month = first_day.month + MONTHS_TO_DECLARE
    year, month = first_day.year + (month - 1) // 12, (month - 1) % 12 + 1
    return _day_of(year, month, first_day.day) - DAY


def _day_of(year: int, month: int, day: int) -> date:
    """The day, or the first of the next month where the month is too short."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month + 1, 1)


def near_day(first_day: date) -> date:
    """The day from which the declaration is due and not only coming: 30 days before the last one, 1 March as a rule."""
    return max(first_day, due_day(first_day) - NEAR)


@transaction.atomic
def declare(
    *, association: Association, year: int, declared_on: date, declared_by: str, by: User | None
) -> tuple[ChildProtectionDeclaration, bool]:
    """The year's declaration, and whether it was made now: the first one stands, so a double click makes one.

    Raises `ValidationError`. The caller has checked `Permission.DECLARE_CHILD_PROTECTION`.
    """
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
    known = ChildProtectionDeclaration.objects.filter(association=association, year=year).first()
    if known:
        return known, False
    refuse_day(year, declared_on)
    declaration = ChildProtectionDeclaration(
        association=association, year=year, declared_on=declared_on, declared_by=declared_by
    )
    return audit.save(declaration, by=by), True


def refuse_day(year: int, declared_on: date) -> None:
    """Raises `ValidationError` for a day in the future or before the year."""
    today = clock.today()
    if declared_on > today:
        raise ValidationError({"declared_on": f"Skriv en dato, der senest er {date_text(today)}."})
    if declared_on < date(year, 1, 1):
        raise ValidationError({"declared_on": f"Erklæringen for {year} kan tidligst afgives 1. januar {year}."})


@transaction.atomic
def undo_declaration(*, association: Association, year: int, by: User | None) -> bool:
    """Takes back the year's declaration, traced; False when there is none.

    The caller has checked that the user is a consultant towards the association.
    """
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
    known = ChildProtectionDeclaration.objects.filter(association=association, year=year).first()
    if known:
        audit.delete(known, by=by)
    return known is not None
