"""The important events of a partnership in words, from today's records (not from the trace). Dates are inclusive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from associations.domain.tenure import tenure_start
from associations.domain.turnover import ended_in
from associations.enums import BoardRole
from core.formats import date_text
from core.periods import Period
from reporting.domain.dossier_reading import Known

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """What happened on a day."""

    on: date
    text: str


def events_of(known: Known, day: date) -> list[Event]:
    """Everything until and with the day, the newest first."""
    found = [*_agreements(known, day), *_posts(known, day), *_contacts(known), *_chairs(known)]
    order = {event: place for place, event in enumerate(found)}
    return sorted(
        (event for event in found if event.on <= day), key=lambda event: (-event.on.toordinal(), order[event])
    )


def _agreements(known: Known, day: date) -> Iterator[Event]:
    for row in known.participations:
        yield Event(row.start, "Det sociale partnerskab begyndte.")
        for new_end, decided_on in zip(row.extension_ends, row.extension_days, strict=True):
            yield Event(decided_on, f"Partnerskabet blev forlænget til {date_text(new_end)}.")
        if row.partnership.ended_early_on:
            yield Event(row.partnership.ended_early_on, f"Det blev besluttet at slutte {date_text(row.end)}.")
        if row.end < day:
            yield Event(row.end, "Partnerskabet sluttede.")


def _posts(known: Known, day: date) -> Iterator[Event]:
    """Who came and who left; new hours for the same person are no event, and why somebody left is not told."""
    rows = known.employments
    for row in rows:
        if tenure_start(rows, row) == row.start:
            yield Event(row.start, f"{row.person.name} begyndte som ressourceperson.")
    if rows:
        for row in ended_in(rows, Period(min(row.start for row in rows), max(day, rows[0].start))):
            if row.end:
                yield Event(row.end, f"{row.person.name} stoppede som ressourceperson.")


def _contacts(known: Known) -> Iterator[Event]:
    """A new contact person; the first one came with the partnership."""
    for row in known.contacts[1:]:
        yield Event(row.start, f"{row.consultant.name} blev kontaktperson.")


def _chairs(known: Known) -> Iterator[Event]:
    """A new chair during the partnership."""
    first = known.participations[0].start if known.participations else None
    for seat in known.board:
        if seat.role == BoardRole.CHAIR and first is not None and seat.start > first:
            yield Event(seat.start, f"{seat.person.name} blev formand.")
