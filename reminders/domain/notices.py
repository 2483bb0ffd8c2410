"""Who stands to be told what on a day: every due item, its stage, and the people it concerns. Pure reads.

The one whose turn it is hears when an item is coming, due and overdue. Where nobody with an account stands there, the
next on the ladder is meant instead. An item that stays overdue is passed on: to the chair, the contact person and the
manager, after as many days as the day's programme year says (docs/figures.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.registry import DueItem, DueState, due_rules
from core.sharing import sharing_reads
from partnerships.models import ProgrammeYear
from reminders.domain.people import RUNG_OF, People
from reminders.enums import Rung, Stage

STAGE_OF: Mapping[DueState, Stage] = {
    DueState.COMING: Stage.COMING,
    DueState.DUE: Stage.DUE,
    DueState.OVERDUE: Stage.OVERDUE,
}


class Notice(NamedTuple):
    """One stage of one item for one person."""

    item: DueItem
    stage: Stage
    user: int
    identity: str
    rung: Rung

    @property
    def part(self) -> tuple[str, Stage, Rung | None]:
        """The stage of the item as one told it: each rung that it is passed on to is a telling of its own."""
        return self.identity, self.stage, self.rung if self.stage == Stage.ESCALATED else None

    @property
    def key(self) -> tuple[str, int]:
        """The item and the person."""
        return self.identity, self.user


@dataclass(frozen=True)
class Ladder:
    """Days over time after which each rung is told."""

    chair: int = 14
    consultant: int = 28
    manager: int = 56

    def days(self, rung: Rung) -> int:
        """How many for the rung; nobody stands below the resource person."""
        return {Rung.CHAIR: self.chair, Rung.CONSULTANT: self.consultant, Rung.MANAGER: self.manager}[rung]


def read_ladders() -> dict[int, Ladder]:
    """Each opened year's ladder; one query."""
    rows = ProgrammeYear.objects.order_by("year").values_list(
        "year", "chair_told_after", "consultant_told_after", "manager_told_after"
    )
    return {year: Ladder(chair, consultant, manager) for year, chair, consultant, manager in rows}


def ladder_of(ladders: Mapping[int, Ladder], day: date) -> Ladder:
    """That of the day's year; of the latest one before, when it is not opened; the usual one when none is."""
    earlier = [year for year in ladders if year <= day.year]
    return ladders[max(earlier)] if earlier else Ladder()


def every_item(day: date) -> list[DueItem]:
    """All that is due on the day in all associations, internal matters too."""
    with sharing_reads():
        return [item for rule in due_rules for item in rule.find(None, day)]


def notices(items: Iterable[DueItem], people: People, ladder: Ladder, day: date) -> Iterator[Notice]:
    """What each person stands to be told of these items that day, whether they have been told already or not."""
    for item in items:
        identity = item.identity
        holders: frozenset[int] = frozenset()
        own = Rung.MANAGER
        for rung in range(_lowest(item), Rung.MANAGER + 1):
            holders, own = people.at(Rung(rung), item.association_id, day), Rung(rung)
            if holders:
                break
        stage = STAGE_OF[item.state]
        for user in sorted(holders):
            yield Notice(item, stage, user, identity, own)
        if stage == Stage.OVERDUE:
            yield from _passed_on(item, people, ladder, day, own=own, told=set(holders))


def _lowest(item: DueItem) -> Rung:
    """Whose turn it is; what is KFF's own is never told to the association."""
    rung = RUNG_OF[item.turn]
    return max(rung, Rung.CONSULTANT) if item.is_internal else rung


def _passed_on(
    item: DueItem, people: People, ladder: Ladder, day: date, *, own: Rung, told: set[int]
) -> Iterator[Notice]:
    """To whom above `own` the item is passed on by that day; `told` hold it themselves already."""
    late = (day - item.due_on).days
    for number in range(own + 1, Rung.MANAGER + 1):
        rung = Rung(number)
        if late < ladder.days(rung):
            continue
        for user in sorted(people.at(rung, item.association_id, day) - told):
            told.add(user)
            yield Notice(item, Stage.ESCALATED, user, item.identity, rung)
