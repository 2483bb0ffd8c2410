"""The drawing part of `core.lifeline`: years, lanes, bars with their names, and points, none covering another."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from core.chart_shapes import DIGIT, GRID, INK, LETTER, MUTED, element, hatching, text, tidy
from core.periods import DAY, Period, overlap
from core.registry import LifelineEntry, LifelinePoint, LifelineSpan

# Twice as wide as the other charts: a scroll region shows it on a phone, and an A4 page's width holds it.
WIDTH = 720.0
BAR, ROW_GAP, LANE_GAP, LABEL_LINE = 24.0, 6.0, 14.0, 22.0
TOP = 44.0  # the mark's label and the years
BETWEEN = 8.0  # between what stands in the same row
POINT = 6.0
ELLIPSIS = "…"


@dataclass(frozen=True)
class Style:
    """How a span looks: fill, outline, the colour of the name inside it, and white or outline-coloured hatching.

    A hatched bar bears its name outside, where it can be read.
    """

    fill: str
    stroke: str
    ink: str
    texture: str = ""


STYLES = {
    "agreement": Style("#000C2E", "#000C2E", "#FFFFFF"),
    "extension": Style("#DCE8F5", "#000C2E", INK),
    "employment": Style("#2A6FB0", "#1B4F82", "#FFFFFF"),
    "helper": Style("#FFFFFF", "#2A6FB0", INK),
    "vacancy": Style("#FFFFFF", "#B45309", INK, texture="falling"),
    "plan": Style("#E3F1EE", "#0F766E", INK),
}
PLAIN = Style("#F0F0F0", "#5A5A5A", INK)


@dataclass(frozen=True)
class Drawing:
    """What `charts/_svg.html` needs."""

    key: str
    alt: str
    description: str
    height: float
    shapes: tuple[SafeString, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {tidy(WIDTH)} {tidy(self.height)}"


@dataclass(frozen=True)
class Placed:
    """An entry from `left` to `right`, with its name (shortened where there is no room) and where that begins or ends.

    `first` and `final` are what it takes up in its row, name included.
    """

    entry: LifelineEntry
    left: float
    right: float
    name: str
    name_x: float
    name_ends: bool
    inside: bool
    first: float
    final: float


@dataclass
class Picture:
    """Collects the shapes of a frame of days; lanes are added from the top."""

    frame: Period
    running_to: date
    bottom: float = TOP
    shapes: list[SafeString] = field(default_factory=list)

    def x(self, day: date) -> float:
        """The left edge of the day; the day after the frame's last has the right edge of the picture."""
        return (day - self.frame.start).days / self.frame.days * WIDTH

    def add_lane(self, label: str, entries: Sequence[LifelineEntry]) -> None:
        """The lane's label and, below it, as many rows as its entries need."""
        self.bottom += LANE_GAP
        self.shapes.append(text(0, self.bottom + 15, label, bold=True))
        self.bottom += LABEL_LINE
        for row in rows_of(self.placed(entries)):
            for place, item in enumerate(row):
                self.shapes += self.drawn(item, row[place + 1 :])
            self.bottom += BAR + ROW_GAP

    def placed(self, entries: Sequence[LifelineEntry]) -> list[Placed]:
        """Every entry with its place, spans before points."""
        spans = [self.span(entry) for entry in entries if isinstance(entry, LifelineSpan)]
        return [*filter(None, spans), *(self.point(entry) for entry in entries if isinstance(entry, LifelinePoint))]

    def span(self, entry: LifelineSpan) -> Placed | None:
        """The part of the span inside the frame, its name inside it, or else to the right or the left of it."""
        part = overlap(entry.start, entry.end or max(entry.start, self.running_to), self.frame)
        if part is None:
            return None
        left, right = self.x(part.start), max(self.x(part.end + DAY), self.x(part.start) + 2)
        width = len(entry.label) * LETTER
        if width + 12 <= right - left and not style_of(entry).texture:
            return Placed(entry, left, right, entry.label, left + 6, False, True, left, right)
        if right + 5 + width <= WIDTH:
            return Placed(entry, left, right, entry.label, right + 5, False, False, left, right + 5 + width)
        if left - 5 - width >= 0:
            return Placed(entry, left, right, entry.label, left - 5, True, False, left - 5 - width, right)
        return self.shortened(entry, left, right)

    def shortened(self, entry: LifelineSpan, left: float, right: float) -> Placed:
        """A name with no room anywhere, cut to the widest place; the table has it in full."""
        rooms = {
            "inside": 0 if style_of(entry).texture else right - left - 12,
            "after": WIDTH - right - 5,
            "before": left - 5,
        }
        place = max(rooms, key=lambda name: rooms[name])
        room = rooms[place]
        fits = max(int(room / LETTER) - 1, 0)
        name = f"{entry.label[:fits].rstrip()}{ELLIPSIS}" if fits else ""
        if place == "inside":
            return Placed(entry, left, right, name, left + 6, False, True, left, right)
        if place == "after":
            return Placed(entry, left, right, name, right + 5, False, False, left, WIDTH)
        return Placed(entry, left, right, name, left - 5, True, False, 0, right)

    def point(self, entry: LifelinePoint) -> Placed:
        """A mark in the middle of its day; its name takes no room of its own, and stands only where there is some."""
        middle = min(max((self.x(entry.on) + self.x(entry.on + DAY)) / 2, POINT), WIDTH - POINT)
        left, right = middle - POINT, middle + POINT
        return Placed(entry, left, right, entry.label, right + 4, False, False, left, right)

    def drawn(self, item: Placed, following: Sequence[Placed]) -> Iterable[SafeString]:
        """The shapes of one entry in the row that begins at `bottom`."""
        if isinstance(item.entry, LifelinePoint):
            middle = (item.left + item.right) / 2
            yield element(
                "circle", cx=middle, cy=self.bottom + BAR / 2, r=POINT, fill="#FFFFFF", stroke=INK, stroke_width=2.5
            )
            until = min((other.first for other in following), default=WIDTH + BETWEEN) - BETWEEN
            if item.name_x + len(item.name) * LETTER > until:
                return
        else:
            yield from bar(item, style_of(item.entry), self.bottom)
        if item.name:
            ink = style_of(item.entry).ink if item.inside and isinstance(item.entry, LifelineSpan) else INK
            yield text(item.name_x, self.bottom + 17, item.name, end=item.name_ends, fill=ink)

    def add_mark(self, day: date, label: str) -> None:
        """A dashed upright line at the end of the day through all lanes, with its label above the years."""
        x = self.x(day + DAY)
        for top, bottom in ((17.0, TOP - 18), (TOP + 4, self.bottom)):  # the year's name stays readable
            self.shapes.append(
                element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=INK, stroke_width=1.5, stroke_dasharray="5 3")
            )
        width = len(label) * LETTER / 2
        middle = min(max(x, width), WIDTH - width)
        self.shapes.append(text(middle, 13, label, middle=True, bold=True))

    def years(self) -> Iterable[SafeString]:
        """The years' names in their middle, as many as there is room for, and a thin line where each begins."""
        first, last = self.frame.start.year, self.frame.end.year
        step = math.ceil((4 * DIGIT + 10) / (WIDTH / max(self.frame.days / 365.25, 1)))
        for year in range(first, last + 1):
            part = overlap(date(year, 1, 1), date(year, 12, 31), self.frame)
            if part is None:
                continue
            left, right = self.x(part.start), self.x(part.end + DAY)
            yield element("line", x1=left, y1=TOP - 20, x2=left, y2=self.bottom, stroke=GRID)
            if (year - first) % step == 0 and right - left >= 4 * DIGIT + 2:
                yield text((left + right) / 2, TOP - 4, str(year), middle=True, fill=MUTED)
        yield element("line", x1=0, y1=TOP + 4, x2=WIDTH, y2=TOP + 4, stroke=MUTED)

    def drawing(self, *, key: str, alt: str, description: str) -> Drawing:
        """Everything that was added, on top of the years."""
        return Drawing(key, alt, description, self.bottom + 2, (*self.years(), *self.shapes))


def style_of(entry: LifelineEntry) -> Style:
    """The look that the entry asks for; a plain one when it is not known here."""
    return STYLES.get(entry.style, PLAIN) if isinstance(entry, LifelineSpan) else PLAIN


def bar(item: Placed, style: Style, top: float) -> Iterable[SafeString]:
    """A bar with its outline and hatching."""
    width = item.right - item.left
    yield element(
        "rect", x=item.left, y=top, width=width, height=BAR, fill=style.fill, stroke=style.stroke, stroke_width=1.2
    )
    if style.texture:
        lines = hatching(item.left, top, width, BAR, style.texture)
        if lines:
            yield element("path", d=lines, stroke=style.stroke, stroke_width=1)


def rows_of(items: Sequence[Placed]) -> list[list[Placed]]:
    """The items in as few rows as the order allows, so that nothing covers anything else; each from left."""
    rows: list[list[Placed]] = []
    for item in items:
        row = next((row for row in rows if all(apart(item, other) for other in row)), None)
        if row is None:
            rows.append([item])
        else:
            row.append(item)
    return [sorted(row, key=lambda item: item.first) for row in rows]


def apart(one: Placed, other: Placed) -> bool:
    """Whether two entries can stand in the same row: neither covers the other, and names keep a distance.

    Bars that follow each other day by day may touch, and so may points.
    """
    first, second = (one, other) if one.first <= other.first else (other, one)
    touching = first.final == first.right and second.first == second.left
    return first.final + (0 if touching else BETWEEN) <= second.first + 0.01
