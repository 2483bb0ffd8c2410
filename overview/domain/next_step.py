"""What an association's people see first: the single most important thing to do now, and their own figures."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from core.formats import date_text, decimal_text
from overview.domain.list_conditions import last_ended_year
from overview.domain.list_rows import Row, WarningKind, change_of, signed, vacant_since, warnings_of
from reporting.models import StatusReport


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and the link that does it; without a link there is nothing to do."""

    heading: str
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class OwnCard:
    """An association of the user's (a row of `front_queries.own_rows`) with its next step and latest report.

    `year` is that of the member count. The texts are ready to show; an empty one is left out.
    """

    association: Row
    step: NextStep
    report: StatusReport | None
    year: int
    change_text: str
    hours_text: str
    hours_note: str
    end_text: str


def card_of(row: Row, report: StatusReport | None, day: date) -> OwnCard:
    """The card of one association; `report` is its latest one."""
    change, year = change_of(row), last_ended_year(day)
    return OwnCard(
        association=row,
        step=step_of(row, report, day),
        report=report,
        year=year,
        change_text="" if change is None else f"{signed(change)} siden {year - 1}",
        hours_text="Ingen ansat" if row.hours is None else decimal_text(row.hours),
        hours_note="" if row.required_hours is None else f"Kravet er {decimal_text(row.required_hours)}",
        end_text=date_text(row.partnership_end) if row.partnership_end else "Ikke i partnerskab i dag",
    )


def step_of(row: Row, report: StatusReport | None, day: date) -> NextStep:
    """The first that holds of: a missing member count, a vacancy, a report of the last year to read, nothing."""
    year, warnings = last_ended_year(day), warnings_of(row)
    if WarningKind.MISSING_COUNT in warnings:
        return NextStep(
            heading=f"Skriv jeres medlemstal for {year}",
            text=f"Tallene pr. 31. december {year} er ikke oplyst. Det tager få minutter.",
            url=reverse("overview:membercount-edit", args=[row.pk, year]),
            label="Skriv medlemstal",
        )
    if WarningKind.VACANCY in warnings:
        return NextStep(
            heading="Stillingen som ressourceperson er ledig",
            text=f"Der har ikke været nogen ansat siden {date_text(vacant_since(row))}. "
            "Fortæl jeres kontaktperson, hvornår I regner med at ansætte en ny.",
            url=reverse("overview:association-people", args=[row.pk]),
            label="Se foreningens personer",
        )
    if report and report.year == year:
        return NextStep(
            heading=f"Læs jeres statusrapport for {year}",
            text="Se, om tallene passer. Skriv til jeres kontaktperson, hvis noget skal rettes.",
            url=reverse("reporting:report-download", args=[report.pk]),
            label="Hent statusrapporten",
        )
    return NextStep(
        heading="Alt er på plads",
        text="Der er ikke noget, I skal gøre lige nu. Tak for jeres arbejde for børn og unge.",
    )
