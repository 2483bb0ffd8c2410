"""The year wheel: everything dated in a year, month by month, from the registry. Pure reads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core.formats import MONTHS
from core.registry import WheelEntry, year_wheel_parts


@dataclass(frozen=True)
class WheelClub:
    """One association of a line, and where its own page is."""

    name: str
    url: str


@dataclass(frozen=True)
class WheelLine:
    """What happens on a day: once, however many associations it concerns. No clubs: it concerns all of them."""

    on: date
    kind: str
    text: str
    url: str
    clubs: tuple[WheelClub, ...] = ()
    is_internal: bool = False


@dataclass
class WheelMonth:
    """A month with its lines in order of days."""

    number: int
    lines: list[WheelLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        return MONTHS[self.number - 1].capitalize()


def wheel(association_ids: Collection[int] | None, year: int, *, seen_by: AnyUser) -> list[WheelMonth]:
    """All twelve months; internal matters for staff alone, and not of an association that they are part of (R19)."""
    is_staff, own = has_permission(seen_by, Permission.VIEW_JOURNAL), association_roles(seen_by)
    found = [
        (part.label, entry)
        for part in year_wheel_parts
        for entry in part.entries(association_ids, year)
        if entry.on.year == year and (not entry.is_internal or (is_staff and entry.association_id not in own))
    ]
    months = [WheelMonth(number) for number in range(1, 13)]
    for line in _lines(found, _names(association_ids, found)):
        months[line.on.month - 1].lines.append(line)
    return months


def _names(
    association_ids: Collection[int] | None, found: list[tuple[str, WheelEntry]]
) -> Mapping[int, tuple[str, str]]:
    """Names and sort keys; none are needed on the page of one association."""
    if association_ids is not None:
        return {}
    ids = {entry.association_id for _, entry in found if entry.association_id}
    rows = Association.objects.filter(pk__any_of=ids).order_by().values_list("pk", "name", "sort_key")
    return {pk: (name, key) for pk, name, key in rows}


def _lines(found: list[tuple[str, WheelEntry]], names: Mapping[int, tuple[str, str]]) -> list[WheelLine]:
    """The same words on the same day become one line with its associations in Danish order."""
    together: dict[tuple[date, str, str, bool], list[WheelEntry]] = {}
    for kind, entry in found:
        together.setdefault((entry.on, kind, entry.text, entry.is_internal), []).append(entry)
    lines = []
    for (on, kind, text, internal), entries in together.items():
        known = [entry for entry in entries if entry.association_id in names]
        known.sort(key=lambda entry: names[entry.association_id or 0][1])
        clubs = tuple(WheelClub(names[entry.association_id or 0][0], entry.url) for entry in known)
        lines.append(WheelLine(on, kind, text, entries[0].url if not clubs else "", clubs, internal))
    return sorted(lines, key=lambda line: (line.on, line.kind, line.text))
