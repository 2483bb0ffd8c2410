"""Satellite sections: adding, editing and removing them, traced."""

from datetime import date

from django.db import transaction

from accounts.models import User
from associations.models import Association, SatelliteSection
from workflow import audit


@transaction.atomic
def save_section(*, section: SatelliteSection, based_on: int | None = None, by: User | None) -> SatelliteSection:
    """Saves a new or changed section. Raises `ValidationError`, `audit.StaleError` when somebody else was first.

    The caller has checked `Permission.EDIT_ASSOCIATION`.
    """
    return audit.save(section, by=by, based_on=based_on)


@transaction.atomic
def remove_section(*, association: Association, section_id: int, by: User) -> SatelliteSection | None:
    """Removes a section that was written by mistake; None when it is gone already."""
    rows = SatelliteSection.objects.select_for_update(no_key=True)
    section = rows.filter(pk=section_id, association=association).first()
    if section:
        audit.delete(section, by=by)
    return section


def sections_of(association: Association, day: date) -> list[SatelliteSection]:
    """The association's sections: those of the day and those to come first, then the former ones; each by name."""
    rows = association.sections.select_related("district", "area", "activity", "association")
    return sorted(rows, key=lambda row: (row.end is not None and row.end < day, row.name.casefold(), row.start, row.pk))
