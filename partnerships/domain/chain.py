"""Who takes part in the feeder chain's fourth link: every association with a partnership (R17)."""

from collections.abc import Collection, Iterator

from core import clock
from core.periods import overlap, whole_year
from partnerships.models import Participation


def in_partnership_in(association_ids: Collection[int] | None, years: Collection[int]) -> Iterator[tuple[int, int]]:
    """Each association and year of these with a partnership on at least one day of it that has come. One query."""
    rows = Participation.objects.order_by("association", "start")
    if association_ids is not None:
        rows = rows.filter(association__any_of=association_ids)
    today = clock.today()
    told: set[tuple[int, int]] = set()
    for club, start, end in rows.values_list("association", "start", "end"):
        for year in years:
            holds = start <= today and year <= today.year and overlap(start, end, whole_year(year))
            if holds and (club, year) not in told:
                told.add((club, year))
                yield club, year
