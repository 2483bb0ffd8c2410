"""The single most important thing that an association's people can do now."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from associations.models import Association
from core.formats import date_text
from overview.domain.list_conditions import last_ended_year
from overview.domain.list_rows import WarningKind, vacant_since, warnings_of


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and the link that does it; without a link there is nothing to do."""

    heading: str
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class OwnCard:
    """An association of the user's (a row of `own_rows`) with its next step; `year` is that of the member count."""

    association: Association
    step: NextStep
    year: int


def card_of(row: Association, day: date) -> OwnCard:
    """`row` comes from `front_queries.own_rows`."""
    return OwnCard(row, step_of(row, day), last_ended_year(day))


def step_of(row: Association, day: date) -> NextStep:
    """The first that holds of: a missing member count, a vacancy, nothing."""
    year = last_ended_year(day)
    warnings = warnings_of(row)
    if WarningKind.MISSING_COUNT in warnings:
        return NextStep(
            heading=f"Udfyld medlemstallene for {year}",
            text=f"Vi mangler jeres medlemstal pr. 31. december {year}. Det tager få minutter.",
            url=reverse("overview:membercount-edit", args=[row.pk, year]),
            label="Udfyld medlemstal",
        )
    if WarningKind.VACANCY in warnings:
        return NextStep(
            heading="Stillingen som ressourceperson er ledig",
            text=f"Der har ikke været nogen ansat siden {date_text(vacant_since(row))}. "
            "Fortæl jeres kontaktperson, hvornår I regner med at ansætte en ny.",
            url=reverse("overview:association-people", args=[row.pk]),
            label="Se foreningens personer",
        )
    return NextStep(
        heading="Alt er på plads",
        text="Der er ikke noget, I skal gøre lige nu. Tak for jeres arbejde for børn og unge.",
    )
