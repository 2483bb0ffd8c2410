"""An association's warnings in words: what is wrong and since when, what to do, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from associations.domain.tenure import duration_text
from associations.domain.warnings import Attention, MissingCount, UnderHours, Vacancy
from associations.models import Association
from core.formats import date_text, decimal_text, plural
from core.periods import Period


@dataclass(frozen=True)
class Notice:
    """A warning for the page, or with `kind` info something worth knowing. `url` leads to where it is solved, empty
    when that is not here.
    """

    heading: str
    text: str
    url: str = ""
    link: str = ""
    kind: str = "warning"


def notices(
    found: Sequence[Attention],
    *,
    association: Association,
    day: date,
    is_own: bool,
    may_edit_counts: bool,
    may_edit_employments: bool = False,
) -> list[Notice]:
    """The warnings in the same order. `is_own` speaks to the association's own people; a link only where it may go."""
    return [
        _vacancy(warning, association, day, is_own=is_own, may_edit=may_edit_employments)
        if isinstance(warning, Vacancy)
        else _under_hours(warning, day, is_own=is_own)
        if isinstance(warning, UnderHours)
        else _missing_count(warning, association, is_own=is_own, may_edit=may_edit_counts)
        for warning in found
    ]


def _vacancy(warning: Vacancy, association: Association, day: date, *, is_own: bool, may_edit: bool) -> Notice:
    text = "Tilskuddet er til løn, så foreningen skal have en ressourceperson ansat i hele partnerskabet. "
    text += (
        "Fortæl det, så snart I har ansat en ny – og skriv til jeres kontaktperson, hvis I har brug for hjælp til det."
        if is_own
        else "Aftal med bestyrelsen, hvornår stillingen bliver besat, og om der er brug for hjælp til ansættelsen."
    )
    return Notice(
        f"Ingen ressourceperson siden {_since(warning.since, day)}",
        text,
        url=reverse("associations:employment-start", args=[association.pk]) if may_edit else "",
        link="Tilføj den nye ressourceperson",
    )


def _under_hours(warning: UnderHours, day: date, *, is_own: bool) -> Notice:
    heading = (
        f"{decimal_text(warning.hours)} af {decimal_text(warning.required)} timer om ugen "
        f"siden {_since(warning.since, day)}"
    )
    lacking = decimal_text(warning.required - warning.hours)
    text = (
        f"Ressourcepersonerne skal tilsammen være ansat mindst {decimal_text(warning.required)} timer om ugen, uanset "
        f"hvem der betaler. Der mangler {lacking} {'time' if lacking == '1' else 'timer'}. "
    )
    text += (
        "Skriv til jeres kontaktperson, hvis timetallet ikke er rigtigt, eller hvis I ikke kan nå op på det."
        if is_own
        else "Tal med bestyrelsen om, hvordan timerne kan blive dækket."
    )
    return Notice(heading, text)


def _missing_count(warning: MissingCount, association: Association, *, is_own: bool, may_edit: bool) -> Notice:
    year = warning.year
    who = "I kan selv skrive dem her." if is_own else "Foreningen eller en konsulent kan skrive dem."
    return Notice(
        f"Medlemstal for {year} mangler",
        f"Tallene pr. 31. december {year} for kvinder og mænd i alle aldersgrupper under 25 år er ikke oplyst. {who}",
        url=reverse("overview:membercount-edit", args=[association.pk, year]) if may_edit else "",
        link=f"Skriv medlemstal for {year}",
    )


def _since(first: date, day: date) -> str:
    """`1. februar 2023 (59 dage)`, and for longer times also in words: `1. maj 2021 (1 år og 10 måneder)`."""
    period = Period(first, day)
    length = plural(period.days, "dag", "dage") if period.days < 92 else duration_text(period)
    return f"{date_text(first)} ({length})"
