"""What an association's people see first: the single most important thing to do now, and their own figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.enums import Role
from core.formats import date_text, decimal_text
from core.registry import Turn
from overview.domain.due import ASSOCIATIONS_TURNS, DueLine
from overview.domain.list_conditions import last_ended_year
from overview.domain.list_rows import Row, change_of, signed
from reporting.models import StatusReport

OWN_TURN = {Role.RESOURCE_PERSON: Turn.RESOURCE_PERSON, Role.BOARD: Turn.BOARD}


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

    `after` is what else is due there, the user's own first. `year` is that of the member count. The texts are ready to
    show; an empty one is left out.
    """

    association: Row
    step: NextStep
    after: list[DueLine]
    report: StatusReport | None
    year: int
    change_text: str
    hours_text: str
    hours_note: str
    end_text: str


def card_of(row: Row, report: StatusReport | None, lines: list[DueLine], roles: Collection[Role], day: date) -> OwnCard:
    """The card of one association; `report` is its latest one, `lines` what is due there, `roles` the user's."""
    change, year = change_of(row), last_ended_year(day)
    to_do = in_turn(lines, roles)
    return OwnCard(
        association=row,
        step=step_of(row, to_do, report, day),
        after=to_do[1:],
        report=report,
        year=year,
        change_text="" if change is None else f"{signed(change)} siden {year - 1}",
        hours_text="Ingen ansat" if row.hours is None else decimal_text(row.hours),
        hours_note="" if row.required_hours is None else f"Kravet er {decimal_text(row.required_hours)}",
        end_text=date_text(row.partnership_end) if row.partnership_end else "Ikke i partnerskab i dag",
    )


def in_turn(lines: list[DueLine], roles: Collection[Role]) -> list[DueLine]:
    """What the association's own people must do: first what is this user's turn, then what is their colleagues'.

    What is KFF's turn is KFF's matter and never told here.
    """
    own = {OWN_TURN[role] for role in roles if role in OWN_TURN}
    told = [line for line in lines if line.item.turn in ASSOCIATIONS_TURNS]
    return sorted(told, key=lambda line: line.item.turn not in own)


def step_of(row: Row, to_do: list[DueLine], report: StatusReport | None, day: date) -> NextStep:
    """The first that holds of: what is due, a report of the last year to read, nothing."""
    if to_do:
        line = to_do[0]
        return NextStep(
            heading=line.item.what,
            text=f"Frist: {line.due_text}. Det er {line.turn_label[:1].lower()}{line.turn_label[1:]}s tur.",
            url=line.item.url,
            label=line.item.link,
        )
    year = last_ended_year(day)
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
