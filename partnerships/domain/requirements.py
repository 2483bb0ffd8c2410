"""Requirements of the programme year about grants and members, in the managers' traffic lights (docs/figures.md).

Pure reads, one query each.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Subquery

from associations.models import MemberCount
from core.addresses import address
from core.formats import date_text, kroner, number
from core.registry import Light, Requirement, Signal
from core.sharing import shared_read
from partnerships.models import Grant, Participation, ProgrammeYear


def grant_signals(association_ids: Collection[int], year: int, day: date) -> dict[int, Signal]:
    """Whether the year's grant is there and the partnership in force: on the day, in a year that has ended on its last.

    An association without a partnership in the year has no light.
    """
    grants = Grant.objects.filter(partnership=OuterRef("partnership"), programme_year__year=year)
    rows = (
        Participation.objects.filter(
            association__any_of=association_ids, start__lte=date(year, 12, 31), end__gte=date(year, 1, 1)
        )
        .order_by("start", "pk")
        .annotate(
            amount=Subquery(grants.order_by().values("amount")),
            is_opened=Exists(ProgrammeYear.objects.filter(year=year)),
        )
        .values_list("association_id", "start", "end", "amount", "is_opened")
    )
    asked = min(max(day, date(year, 1, 1)), date(year, 12, 31))
    return {
        pk: _grant_signal(pk, (start, end), year, asked, amount=amount, is_opened=is_opened)
        for pk, start, end, amount, is_opened in rows
    }


def _grant_signal(
    pk: int, period: tuple[date, date], year: int, asked: date, *, amount: int | None, is_opened: bool
) -> Signal:
    url = address("overview:association-partnership", pk)
    if amount is None:
        reason = f"Programåret {year} er ikke åbnet." if not is_opened else f"Partnerskabet løber i {year}."
        return Signal(Light.RED, "Tilskud mangler", f"{reason} Der er intet tilskud for {year}.", url)
    start, end = period
    if asked < start:
        return Signal(Light.YELLOW, "Ikke begyndt", f"Partnerskabet begynder {date_text(start)}.", url)
    if asked > end:
        reason = f"Partnerskabet sluttede {date_text(end)}. Årets tilskud er {kroner(amount)}"
        return Signal(Light.YELLOW, "Ophørt", reason, url)
    return Signal(Light.GREEN, kroner(amount), f"Tilskuddet for {year} er {kroner(amount)}", url)


@shared_read
def counted_rows(association_ids: Collection[int], year: int) -> list[tuple[int, int | None, int | None]]:
    """For those in a partnership at the end of the year before: association, its members under 25 then, the minimum.

    Two requirements read them, once.
    """
    year_end = date(year - 1, 12, 31)
    counts = MemberCount.objects.filter(association=OuterRef("association"), year=year - 1)
    minimum = ProgrammeYear.objects.filter(year=year).order_by()
    rows = (
        Participation.objects.filter(association__any_of=association_ids, start__lte=year_end, end__gte=year_end)
        .annotate(
            under_25=Subquery(counts.order_by().values("under_25")),
            minimum=Subquery(minimum.values("minimum_members")),
        )
        .values_list("association_id", "under_25", "minimum")
    )
    return list(rows)


def minimum_signals(association_ids: Collection[int], year: int, _day: date) -> dict[int, Signal]:
    """Members under 25 on 31 December of the year before, against the year's minimum.

    Fewer is yellow and never red, as there is no demand for growth; a missing number is grey, as the requirement of
    member counts has its light. An association that was in no partnership then has none, nor a year not opened.
    """
    year_end = date(year - 1, 12, 31)
    rows = counted_rows(association_ids, year)
    return {pk: _minimum_signal(pk, under_25, least, year_end) for pk, under_25, least in rows if least is not None}


def _minimum_signal(pk: int, under_25: int | None, minimum: int, year_end: date) -> Signal:
    url = address("overview:association-counts", pk)
    if under_25 is None:
        return Signal(Light.GREY, "Ukendt", f"Medlemstallene pr. {date_text(year_end)} mangler.", url)
    text = f"{number(under_25)} under 25 år"
    if under_25 >= minimum:
        return Signal(Light.GREEN, text, f"Årets minimum er {number(minimum)}.", url)
    reason = f"Årets minimum er {number(minimum)}. Der er ikke krav om vækst: tal om, hvordan det går."
    return Signal(Light.YELLOW, text, reason, url)


GRANT = Requirement("grant", "Tilskud", 5, grant_signals)
MINIMUM = Requirement("minimum", "Minimum af medlemmer", 40, minimum_signals)
