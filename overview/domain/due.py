"""Everything that is due, from the registry: computed on the spot, never typed (docs/figures.md). Pure reads."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core.formats import date_text, plural
from core.registry import DueItem, DueState, Turn, due_rules
from core.sharing import sharing_reads

TURN_LABELS: Mapping[Turn, str] = {
    Turn.RESOURCE_PERSON: "Ressourcepersonen",
    Turn.BOARD: "Bestyrelsen",
    Turn.CONSULTANT: "Konsulenten",
    Turn.MANAGER: "Lederen",
}
STATE_LABELS: Mapping[DueState, str] = {
    DueState.OVERDUE: "Over tiden",
    DueState.DUE: "Skal gøres nu",
    DueState.COMING: "Kommer",
}
STATES = tuple(STATE_LABELS)
ASSOCIATIONS_TURNS = frozenset({Turn.RESOURCE_PERSON, Turn.BOARD})


class DueLine(NamedTuple):
    """A due item as it is shown, with its association's name and place in Danish order."""

    item: DueItem
    name: str
    sort_key: str
    day: date

    @property
    def label(self) -> str:
        """What kind of thing it is."""
        return rule_labels()[self.item.key]

    @property
    def turn_label(self) -> str:
        return TURN_LABELS[self.item.turn]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.item.state]

    @property
    def due_text(self) -> str:
        """`31. januar 2023, 59 dage over tiden`, or only the day."""
        late = (self.day - self.item.due_on).days
        text = date_text(self.item.due_on)
        return f"{text}, {plural(late, 'dag', 'dage')} over tiden" if late > 0 else text


@dataclass(frozen=True)
class DueGroup:
    """The lines of one heading; `more` are those beyond the first ones that a front page names."""

    key: str
    heading: str
    lines: list[DueLine]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


def rule_labels() -> dict[str, str]:
    """The kinds of due items by key, in the registry's order."""
    return {rule.key: rule.label for rule in due_rules}


def due_items(association_ids: Collection[int] | None, day: date, *, seen_by: AnyUser) -> list[DueItem]:
    """What is due in these associations (None: in all), in the registry's order. Each rule reads in a few queries.

    Internal items are for staff alone, and not about associations that they have a part in themselves (R19).
    """
    if association_ids is not None and not association_ids:
        return []
    is_staff, own = has_permission(seen_by, Permission.VIEW_JOURNAL), association_roles(seen_by)
    with sharing_reads():
        return [
            item
            for rule in due_rules
            for item in rule.find(association_ids, day)
            if not item.is_internal or (is_staff and item.association_id not in own)
        ]


def due_lines(items: Iterable[DueItem], names: Mapping[int, tuple[str, str]], day: date) -> list[DueLine]:
    """The items with their associations' names (and sort keys), the most urgent first; ties stand in Danish order."""
    lines = [DueLine(item, *names[item.association_id], day) for item in items if item.association_id in names]
    return sorted(lines, key=lambda line: (STATES.index(line.item.state), line.item.due_on, line.sort_key))


def names_of(items: Iterable[DueItem]) -> dict[int, tuple[str, str]]:
    """The names and sort keys of the items' associations, in one query."""
    ids = {item.association_id for item in items}
    rows = Association.objects.filter(pk__any_of=ids).order_by().values_list("pk", "name", "sort_key")
    return {pk: (name, key) for pk, name, key in rows}


def grouped(lines: Iterable[DueLine], day: date, *, most: int | None = None) -> list[DueGroup]:
    """Overdue, this month, coming: by state and last day. Empty groups are left out; `most` lines are named in each."""
    month_ends = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    groups: dict[str, list[DueLine]] = {"overdue": [], "month": [], "coming": []}
    for line in lines:
        overdue = line.item.state == DueState.OVERDUE
        groups["overdue" if overdue else "month" if line.item.due_on <= month_ends else "coming"].append(line)
    headings = {"overdue": "Over tiden", "month": "Denne måned", "coming": "Kommer"}
    return [
        DueGroup(key, headings[key], rows[:most], max(0, len(rows) - most) if most else 0)
        for key, rows in groups.items()
        if rows
    ]
