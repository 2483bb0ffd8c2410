"""The directory of administrations, initiatives and contact units: searching and editing (R18)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import transaction

from accounts.models import User
from collaborations.models import Administration, ContactUnit, Initiative
from core import clock
from core.ordering import danish_key
from workflow import audit

Entry = TypeVar("Entry", bound=Administration | Initiative)


@dataclass(frozen=True)
class Chapter:
    """An administration with what the search found of it."""

    administration: Administration
    initiatives: list[Initiative] = field(default_factory=list)
    units: list[ContactUnit] = field(default_factory=list)


def directory(text: str = "", *, administration: int | None = None, in_use: bool = True) -> list[Chapter]:
    """The administrations in Danish order with initiatives and units. Three queries, however many there are.

    A word may stand anywhere: what holds all of them is found, an administration with everything that belongs to it.
    """
    words = [danish_key(word) for word in text.split()]
    owners = Administration.objects.in_use() if in_use else Administration.objects.all()
    if administration is not None:
        owners = owners.filter(pk=administration)
    chapters = {row.pk: Chapter(row) for row in owners}
    whole = {row.administration.pk for row in chapters.values() if _holds(words, row.administration)}
    initiatives = Initiative.objects.order_by("sort_key", "pk")
    for row in initiatives.filter(in_use=True) if in_use else initiatives:
        if row.administration_id in chapters:
            row.administration = chapters[row.administration_id].administration
            if row.administration_id in whole or _holds(words, row, row.administration):
                chapters[row.administration_id].initiatives.append(row)
    for unit in ContactUnit.objects.select_related("initiative"):
        if unit.administration_id in chapters:
            unit.administration = chapters[unit.administration_id].administration
            about = (unit.initiative,) if unit.initiative else ()
            if unit.administration_id in whole or _holds(words, unit, unit.administration, *about):
                chapters[unit.administration_id].units.append(unit)
    return [
        row for row in chapters.values() if row.initiatives or row.units or row.administration.pk in whole or not words
    ]


def _holds(words: Iterable[str], *entries: Administration | Initiative | ContactUnit) -> bool:
    """Whether every word stands in the entries' names or in what they help with."""
    texts = [danish_key(f"{entry} {entry.helps_with}") for entry in entries]
    return all(any(word in text for text in texts) for word in words)


@transaction.atomic
def save_unit(unit: ContactUnit, *, based_on: int | None = None, by: User | None) -> ContactUnit:
    """Saves a unit; whoever writes it has just looked, so it is checked today unless another day is set.

    Raises `ValidationError`, `audit.StaleError`; the caller has asked who may.
    """
    return audit.save(unit, by=by, based_on=based_on)


@transaction.atomic
def check_unit(key: int, *, by: User) -> ContactUnit | None:
    """Somebody has looked today, and it is right; None when the unit is gone."""
    unit = ContactUnit.objects.select_for_update(of=("self",)).select_related("administration").filter(pk=key).first()
    if unit:
        unit.checked_on = clock.today()
        audit.save(unit, by=by)
    return unit


@transaction.atomic
def remove_unit(key: int, *, by: User) -> ContactUnit | None:
    """Takes a unit out of the directory; None when it is gone already."""
    unit = ContactUnit.objects.select_for_update(of=("self",)).select_related("administration").filter(pk=key).first()
    if unit:
        audit.delete(unit, by=by)
    return unit


@transaction.atomic
def save_entry(entry: Entry, *, based_on: int | None = None, by: User | None) -> Entry:
    """Saves an administration or an initiative. Raises `ValidationError`, `audit.StaleError`."""
    return audit.save(entry, by=by, based_on=based_on)


def stale_units(day: date) -> int:
    """How many units nobody has looked at for more than a year."""
    return sum(unit.is_stale(day) for unit in ContactUnit.objects.only("checked_on"))
