"""The requirement of member counts in the managers' traffic lights (docs/figures.md). A pure read."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from associations.models import MemberCount
from core.formats import date_text
from core.registry import Light, Requirement, Signal
from overview.domain.due_counts import WINDOW_CLOSES
from partnerships.models import Participation

KEY = "count"


def count_signals(association_ids: Collection[int], year: int, day: date) -> dict[int, Signal]:
    """Whether members under 25 on 31 December of the year before are there; they are due by 31 January of the year.

    Missing is yellow until that day and red after it; an association that was in no partnership then has no light.
    One query.
    """
    counted = year - 1
    year_end = date(counted, 12, 31)
    given = MemberCount.objects.filter(association=OuterRef("association"), year=counted, under_25__isnull=False)
    rows = (
        Participation.objects.filter(association__in=association_ids, start__lte=year_end, end__gte=year_end)
        .annotate(is_given=Exists(given))
        .values_list("association_id", "is_given")
    )
    late = day > date(year, *WINDOW_CLOSES)
    return {pk: _signal(pk, counted, is_given=is_given, late=late) for pk, is_given in rows}


def _signal(pk: int, counted: int, *, is_given: bool, late: bool) -> Signal:
    url = reverse("overview:association-counts", args=[pk])
    if is_given:
        return Signal(Light.GREEN, "Indberettet", f"Tallene pr. 31. december {counted} er skrevet.", url)
    limit = date_text(date(counted + 1, *WINDOW_CLOSES))
    reason = f"Tallene pr. 31. december {counted} mangler. Fristen {'var' if late else 'er'} {limit}."
    return Signal(Light.RED if late else Light.YELLOW, "Mangler", reason, url)


REQUIREMENT = Requirement(KEY, "Medlemstal", 30, count_signals)
