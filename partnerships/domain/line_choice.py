"""Which funding line a new grant stands on, when nobody has said (docs/figures.md, *Bevillingen bag et tilskud*)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError

from core.formats import kroner
from partnerships.domain.funding import LineMoney
from partnerships.models import FundingLine, Grant, Partnership

NO_LINES: Mapping[int, int] = {}


class Room:
    """What is free on each line of a year while grants are given out, in whole kroner."""

    def __init__(self, rows: Iterable[LineMoney]) -> None:
        self.lines = {row.line.pk: row.line for row in rows}
        self.free = defaultdict(int, {row.line.pk: row.free for row in rows})

    def take(self, line_id: int, amount: int) -> None:
        """A negative amount gives back."""
        self.free[line_id] -= amount

    def choose(self, amount: int, start: date, usual: int | None) -> FundingLine | None:
        """The line for a new grant of a partnership that began on `start`; None when no line of the year counts.

        The partnership's usual line, when it has room; else, of those with room, the newest that had begun when the
        partnership did; else the oldest. Without room anywhere: the same order, so that the refusal names that line.
        """
        lines = [line for line in self.lines.values() if line.counts]
        return min(lines, key=lambda line: self._rank(line, amount, start, usual), default=None)

    def _rank(
        self, line: FundingLine, amount: int, start: date, usual: int | None
    ) -> tuple[bool, bool, bool, int, int]:
        has_room, had_begun = self.free[line.pk] >= amount, line.start <= start
        age = line.start.toordinal()
        return (not has_room, line.pk != usual, not had_begun, -age if had_begun else age, line.pk)


def give_lines(
    grants: Iterable[Grant], rooms: Mapping[int | None, Room], *, usual: Mapping[int, int] = NO_LINES
) -> None:
    """Gives a line to every grant that has none, earlier years and older partnerships first.

    `rooms` by the year's key holds what is free without these grants; `usual` the lines (by the partnership's key) of
    earlier grants that are not among them. Raises `ValidationError` naming the amount missing in each year in which no
    line counts, and for a chosen line without money in the year.
    """
    ordered = sorted(grants, key=_order)
    for grant in ordered:
        if grant.funding_line_id:
            _take_chosen(grant, rooms[grant.programme_year_id])
    lines = dict(usual)
    missing: defaultdict[int, int] = defaultdict(int)
    for grant in ordered:
        if not grant.funding_line_id:
            room = rooms[grant.programme_year_id]
            line = room.choose(grant.amount, grant.partnership.start, lines.get(grant.partnership_id))
            if line is None:
                missing[grant.programme_year.year] += grant.amount
                continue
            grant.funding_line = line
            room.take(line.pk, grant.amount)
        lines[grant.partnership_id] = grant.funding_line_id
    if missing:
        raise ValidationError([_no_line_text(year, missing[year]) for year in sorted(missing)], code="over_commitment")


def usual_lines(partnerships: Iterable[Partnership], year: int) -> dict[int, int]:
    """The line of each partnership's latest grant before the year, both by key; one query."""
    latest = Grant.objects.filter(partnership__in=partnerships, programme_year__year__lt=year)
    newest = latest.order_by("partnership", "-programme_year__year").distinct("partnership")
    return dict(newest.values_list("partnership", "funding_line"))


def _order(grant: Grant) -> tuple[int, date, int]:
    return grant.programme_year.year, grant.partnership.start, grant.partnership_id


def _take_chosen(grant: Grant, room: Room) -> None:
    if grant.funding_line_id not in room.lines:
        raise ValidationError(no_money_text(grant.funding_line, grant.programme_year.year), code="no_money")
    room.take(grant.funding_line_id, grant.amount)


def no_money_text(line: FundingLine, year: int) -> str:
    """That the line has no amount in the year, and what to do."""
    return f"Bevillingen »{line.name}« har ingen penge i {year}. Vælg en anden, eller giv den et beløb i året."


def _no_line_text(year: int, amount: int) -> str:
    return (
        f"I {year} mangler der {kroner(amount)}: der er ingen bevilling med penge i {year}, som tæller med. "
        "En administrator opretter bevillingen, eller bekræfter den, der er betinget."
    )
