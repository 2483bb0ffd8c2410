"""The managers' traffic lights: associations × the year's requirements, from the registry. Pure reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from associations.models import Association
from core.registry import Light, Requirement, Signal, requirements
from core.sharing import sharing_reads
from partnerships.models import Participation

LIGHT_LABELS = {Light.RED: "Rød", Light.YELLOW: "Gul", Light.GREEN: "Grøn", Light.GREY: "Gælder ikke"}
LIGHTS = tuple(LIGHT_LABELS)
NOTHING = Signal(Light.GREY, "Gælder ikke", "", "")


@dataclass(frozen=True)
class LightRow:
    """An association with a signal for each requirement, in the registry's order."""

    pk: int
    name: str
    signals: tuple[Signal, ...]

    @property
    def worst(self) -> Light:
        """Red before yellow before green."""
        return min((signal.light for signal in self.signals), key=LIGHTS.index, default=Light.GREY)


@dataclass(frozen=True)
class LightTable:
    """The rows, and how many of them have each light, by requirement."""

    year: int
    requirements: Sequence[Requirement]
    rows: list[LightRow]

    def count(self, place: int, light: Light) -> int:
        """How many associations have the light for the requirement at `place`."""
        return Counter(row.signals[place].light for row in self.rows)[light]

    @property
    def totals(self) -> list[tuple[str, list[int]]]:
        """A line for each light but grey: its label, and the number for each requirement."""
        places = range(len(self.requirements))
        return [
            (LIGHT_LABELS[light], [self.count(place, light) for place in places])
            for light in (Light.RED, Light.YELLOW, Light.GREEN)
        ]


def light_table(year: int, day: date, *, most: int | None = None) -> LightTable:
    """The associations with a partnership in the year, in Danish order: the first `most` of them, or all.

    One query for the associations, and one for each requirement; the two about member counts share theirs.
    """
    in_year = Participation.objects.filter(start__lte=date(year, 12, 31), end__gte=date(year, 1, 1))
    rows = (
        Association.objects.filter(pk__in=in_year.order_by().values("association"))
        .order_by("sort_key", "pk")
        .values_list("pk", "name")
    )
    named = list(rows[:most])
    columns = list(requirements)
    ids = [pk for pk, _ in named]
    with sharing_reads():
        found = [requirement.signals(ids, year, day) for requirement in columns] if ids else []
    return LightTable(
        year,
        columns,
        [LightRow(pk, name, tuple(signals.get(pk, NOTHING) for signals in found)) for pk, name in named],
    )
