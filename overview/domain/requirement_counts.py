"""The requirement of member counts in the managers' traffic lights (docs/figures.md). A pure read."""

from collections.abc import Collection
from datetime import date

from core.addresses import address
from core.formats import date_text
from core.registry import Light, Requirement, Signal
from overview.domain.due_counts import WINDOW_CLOSES
from partnerships.domain.requirements import counted_rows

KEY = "count"


def count_signals(association_ids: Collection[int], year: int, day: date) -> dict[int, Signal]:
    """Whether members under 25 on 31 December of the year before are there; they are due by 31 January of the year.

    Missing is yellow until that day and red after it; an association that was in no partnership then has no light.
    One query, shared with the requirement of a minimum.
    """
    counted = year - 1
    late = day > date(year, *WINDOW_CLOSES)
    rows = counted_rows(association_ids, year)
    return {pk: _signal(pk, counted, is_given=under_25 is not None, late=late) for pk, under_25, _ in rows}


def _signal(pk: int, counted: int, *, is_given: bool, late: bool) -> Signal:
    url = address("overview:association-counts", pk)
    if is_given:
        return Signal(Light.GREEN, "Indberettet", f"Tallene pr. 31. december {counted} er skrevet.", url)
    limit = date_text(date(counted + 1, *WINDOW_CLOSES))
    reason = f"Tallene pr. 31. december {counted} mangler. Fristen {'var' if late else 'er'} {limit}."
    return Signal(Light.RED if late else Light.YELLOW, "Mangler", reason, url)


REQUIREMENT = Requirement(KEY, "Medlemstal", 30, count_signals)
