"""The one-page dossier of a partnership, for whoever takes over: a new resource person or a new consultant.

`build_dossier` is a pure read that gives everything; `within` cuts it to what fits on a page and says what is left out.
Nothing internal to the administration is ever in it: the association's own people read it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accounts.models import User
from associations.domain.employment import holds_on
from associations.domain.tenure import tenure_start
from associations.models import Employment, Person
from core.formats import date_text, decimal_text, kroner, number, period_text, plural
from core.registry import DueItem, Turn
from handovers.domain.queries import standing
from partnerships.domain.lifeline import agreement_spans
from reporting.domain import figures
from reporting.domain.association_report import Fact
from reporting.domain.dossier_history import events_of
from reporting.domain.dossier_reading import Known, read_for_dossier
from reporting.domain.wording import joined

TURNS = {
    Turn.RESOURCE_PERSON: "ressourcepersonen",
    Turn.BOARD: "bestyrelsen",
    Turn.CONSULTANT: "konsulenten",
    Turn.MANAGER: "lederen",
}


@dataclass(frozen=True)
class Lines:
    """Lines of a section, and how many more there are than shown."""

    shown: tuple[str, ...] = ()
    more: int = 0

    @property
    def more_text(self) -> str:
        """`og 3 mere`, empty when everything is shown."""
        return f"og {number(self.more)} mere" if self.more else ""


@dataclass(frozen=True)
class PersonLine:
    """Somebody to know: what as, how to reach, and what else."""

    name: str
    role: str
    detail: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its lines; one without lines is left out, unless `none` says what that means."""

    title: str
    lines: Lines
    none: str = ""


@dataclass(frozen=True)
class Dossier:
    """The whole page. `people_more` counts those who did not fit."""

    association_id: int
    name: str
    as_of: date
    lead: str
    facts: tuple[Fact, ...]
    people: tuple[PersonLine, ...]
    people_more: int
    members: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Limits:
    """How much fits: people, lines of each section, and characters of one text and of one fact."""

    people: int
    lines: int
    characters: int
    fact: int


# From roomy to so tight that it always fits on a page; a test tries them with everything at its longest.
ROOMY = Limits(people=9, lines=7, characters=150, fact=120)
TIGHTER = (
    Limits(people=8, lines=5, characters=120, fact=90),
    Limits(people=6, lines=3, characters=90, fact=60),
    Limits(people=4, lines=1, characters=60, fact=30),
)


def build_dossier(association_id: int, day: date) -> Dossier:
    """Everything about the association's partnership as it is on the day. Raises `Association.DoesNotExist`."""
    known = read_for_dossier(association_id, day)
    current = next((row for row in reversed(known.participations) if row.start <= day), None)
    return Dossier(
        association_id=association_id,
        name=known.association.name,
        as_of=day,
        lead=_lead(current, day),
        facts=_facts(known, current, day),
        people=tuple(_people(known, day)),
        people_more=0,
        members=_members(known, day),
        sections=tuple(_sections(known, current, day)),
    )


# --- Cutting ----------------------------------------------------------------------------------------------------------


def within(dossier: Dossier, limits: Limits) -> Dossier:
    """The dossier with no more than the limits, and with how much was left out."""
    left = len(dossier.people) - limits.people
    people = tuple(
        replace(
            row,
            name=bounded(row.name, limits.characters),
            detail=bounded(row.detail, limits.characters),
            email=bounded(row.email, limits.characters),
        )
        for row in dossier.people[: limits.people]
    )
    return replace(
        dossier,
        facts=tuple(replace(fact, value=fact.value and bounded(fact.value, limits.fact)) for fact in dossier.facts),
        people=people,
        people_more=max(0, left),
        sections=tuple(replace(part, lines=_fewer(part.lines, limits)) for part in dossier.sections),
    )


def _fewer(lines: Lines, limits: Limits) -> Lines:
    shown = tuple(bounded(text, limits.characters) for text in lines.shown[: limits.lines])
    return Lines(shown, lines.more + max(0, len(lines.shown) - limits.lines))


def bounded(text: str, most: int) -> str:
    """The text on one line, with … where it is longer than `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# --- Facts and people -------------------------------------------------------------------------------------------------


def _lead(current: object, day: date) -> str:
    end = getattr(current, "end", None)
    if end is None:
        return "Intet socialt partnerskab endnu"
    return (
        f"Socialt partnerskab til og med {date_text(end)}" if end >= day else f"Partnerskabet sluttede {date_text(end)}"
    )


def _facts(known: Known, current: object, day: date) -> tuple[Fact, ...]:
    row = known.association
    town = f"{row.postal_code} {row.city}".strip()
    address = ", ".join(part for part in (row.address, town) if part)
    facts = [
        Fact("Aktiviteter", row.activity_names),
        Fact("Bydel", "Bydækkende" if row.citywide else (row.district.name if row.district else None)),
        Fact("Udsatte byområder i nærheden", row.area_names),
        Fact("Årgang", figures.cohort(known.participations[0].start) if known.participations else None),
        Fact(f"Tilskud {day.year}", kroner(current.granted_now) if current else None),  # type: ignore[attr-defined]  # annotated
        Fact("Adresse", address or None),
        Fact("Telefon", row.phone or None),
        Fact("E-mail", row.email or None),
        Fact("CVR-nummer", row.cvr),
    ]
    if row.get2sport_start and (row.get2sport_end is None or row.get2sport_end >= day):
        facts.append(Fact("DIF get2sport", f"støttes sammen {period_text(row.get2sport_start, row.get2sport_end)}"))
    return tuple(facts)


def _people(known: Known, day: date) -> Iterable[PersonLine]:
    """The contact person, those employed or about to be, then the board."""
    for contact in known.contacts:
        if contact.start <= day and (contact.end is None or contact.end >= day):
            yield _line(contact.consultant, "kontaktperson", f"siden {date_text(contact.start)}")
    posts = [row for row in known.employments if holds_on(row, day) or row.start > day]
    for row in sorted(posts, key=lambda row: (not row.is_primary_contact, row.start)):
        yield _line(row.person, "ressourceperson", _post(known, row, day))
    if not any(holds_on(row, day) for row in posts):
        yield PersonLine("Ingen ansat", "ressourceperson", "stillingen er ledig")
    for seat in known.board:
        if seat.start <= day and (seat.end is None or seat.end >= day):
            yield _line(seat.person, seat.get_role_display().lower(), f"siden {date_text(seat.start)}")


def _line(who: User | Person, role: str, detail: str) -> PersonLine:
    return PersonLine(who.name, role, detail, phone=who.phone, email=who.email or "")


def _post(known: Known, row: Employment, day: date) -> str:
    hours = f"{decimal_text(row.weekly_hours)} timer om ugen"
    since = tenure_start(known.employments, row)
    when = f"siden {date_text(since)}" if row.start <= day else f"begynder {date_text(row.start)}"
    ends = f", stopper {date_text(row.end)}" if row.end else ""
    return f"{hours}, {when}{ends}"


# --- Words ------------------------------------------------------------------------------------------------------------


def _members(known: Known, day: date) -> str:
    """Members under 25 and how they have developed, in one line; missing numbers are said to be missing (R14)."""
    by_year = {count.year: count.under_25 for count in known.counts if count.year < day.year}
    if not by_year:
        return "Der er endnu ikke oplyst samlede medlemstal under 25 år."
    year, asked = max(by_year), day.year - 1
    text = "" if year == asked else f"Tallet for {asked} er ikke oplyst. "
    text += f"Ved udgangen af {year}: {plural(by_year[year], 'medlem', 'medlemmer')} under 25 år"
    parts = [] if year - 1 not in by_year else [_change(by_year[year], by_year[year - 1], "året før")]
    first = known.participations[0].start.year if known.participations else None
    if first is not None and first in by_year and first < year - 1:
        parts.append(_change(by_year[year], by_year[first], f"ved udgangen af {first}, hvor partnerskabet begyndte"))
    return f"{text}{', ' if parts else ''}{joined(parts)}."


def _change(now: int | None, before: int | None, when: str) -> str:
    change = figures.change(now, before) or 0
    if change == 0:
        return f"lige så mange som {when}"
    return f"{number(abs(change))} {'flere' if change > 0 else 'færre'} end {when}"


def _sections(known: Known, current: object, day: date) -> Iterable[Section]:
    yield Section("Aftalen", Lines(tuple(_agreements(known))), none="Der er ingen aftale endnu.")
    for title, sentences in known.parts:
        yield Section(title, Lines(sentences))
    yield Section(
        "Skal gøres", Lines(tuple(_due_text(item, day) for item in known.due)), none="Der er ikke noget lige nu."
    )
    yield _handover(known, day)
    events = [f"{date_text(event.on)}: {event.text}" for event in events_of(known, day)]
    yield Section("Historie", Lines(tuple(events)))


def _agreements(known: Known) -> Iterable[str]:
    """The agreements, the newest first, and what has been granted in all."""
    for row in reversed(known.participations):
        shared = f", delt med {joined(row.others)}" if row.others else ""
        for span in reversed(agreement_spans(row)):
            yield f"{span.label}: {period_text(span.start, span.end)}{shared}"
    granted = sum((Decimal(row.granted) for row in known.participations if row.granted), start=Decimal(0))
    if granted:
        yield f"Tilskud i alt siden {known.participations[0].start.year}: {kroner(granted)}"


def _due_text(item: DueItem, day: date) -> str:
    late = (day - item.due_on).days
    when = f"{plural(late, 'dag', 'dage')} over tiden" if late > 0 else f"senest {date_text(item.due_on)}"
    return f"{item.what.rstrip('.')} ({TURNS[item.turn]}, {when})"


def _handover(known: Known, day: date) -> Section:
    """The open handover, or the last one: how it stands, and what was not passed on."""
    handover = known.handover
    if handover is None:
        return Section("Overlevering", Lines())
    state = standing(handover, day)
    title = f"Overlevering efter {handover.employment.person.name}"
    left: Sequence[str] = [f"Mangler: {item.title}" for item in known.items if not item.is_done]
    if handover.left_over:
        left = [f"Det, der manglede: {handover.left_over}"]
    how = f"{state.label[:1].upper()}{state.label[1:]} {state.age}".strip()
    done = sum(item.is_done for item in known.items)
    return Section(title, Lines((f"{how}, {done} af {plural(len(known.items), 'punkt', 'punkter')} klaret", *left)))
