"""The drawing part of `core.charts`: axes, lines, layers, labels, and their SVG markup."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.formats import MISSING, decimal_text

Value = int | float | Decimal

# Drawn 440 wide: about 1:1 on a phone and in an A4 column, and no wider than 52rem on a large screen.
WIDTH = 440
PLOT_HEIGHT = 200
FONT_SIZE = 14
DIGIT = 8.4  # widths in IBM Plex Sans at that size
LETTER = 7.9
LINE_HEIGHT = 18
TOP = 22
INK, MUTED, GRID = "#1A1A1A", "#5A5A5A", "#D9D9D9"
# Each at least 3:1 against white. Marker, dash and pattern tell the series apart without colour.
COLOURS = ("#000C2E", "#2A6FB0", "#B45309", "#0F766E", "#9D174D", "#5F6672", "#6D5E00")
DASHES = ("", "7 4", "2 4", "10 3 2 3", "4 4", "1 3", "12 4")
BLUE = COLOURS[1]
# Every other fill bears thin white lines: drawn as lines, since PDF readers show seams between the tiles of a pattern.
TEXTURES = ("", "rising", "", "level", "", "falling", "")
TEXTURE_GAP = 6


@dataclass(frozen=True)
class Series:
    """One line or one layer: a value per label, None where nothing is reported."""

    name: str
    values: Sequence[Value | None]


@dataclass(frozen=True)
class Frame:
    """The drawing area of a chart with a value axis to the left and labels below."""

    labels: Sequence[str]
    ticks: Sequence[Value]
    left: float
    right: float
    unit: str
    legend_lines: int = 0

    @classmethod
    def around(cls, labels: Sequence[str], biggest: Value, *, unit: str, ends: Sequence[str]) -> "Frame":
        """Leave room for the ticks' numbers, and for names to the right unless they are so long that they go above."""
        ticks = nice_ticks(biggest)
        left = max(len(decimal_text(tick)) for tick in ticks) * DIGIT + 8
        ends_width = max((len(end) for end in ends), default=0) * LETTER + 26 if ends else 8
        above = ends_width > WIDTH * 0.36
        return cls(labels, ticks, left, 8 if above else ends_width, unit, len(ends) if above else 0)

    @property
    def top(self) -> float:
        return TOP + self.legend_lines * LINE_HEIGHT + (LINE_HEIGHT if self.unit else 0)

    @property
    def bottom(self) -> float:
        return self.top + PLOT_HEIGHT

    @property
    def height(self) -> float:
        return self.bottom + 26

    @property
    def slot(self) -> float:
        """The width that each label has to itself."""
        return (WIDTH - self.left - self.right) / max(len(self.labels), 1)

    def x(self, place: int) -> float:
        return self.left + (place + 0.5) * self.slot

    def y(self, value: Value) -> float:
        return self.bottom - float(value) / float(self.ticks[-1]) * PLOT_HEIGHT

    def shapes(self) -> Iterable[SafeString]:
        """Grid lines with their numbers, and as many of the labels as there is room for, the last one always."""
        for tick in self.ticks:
            y = self.y(tick)
            yield element("line", x1=self.left, y1=y, x2=WIDTH - self.right, y2=y, stroke=GRID)
            yield text(self.left - 6, y + 5, decimal_text(tick), end=True, fill=MUTED)
        if self.unit:
            yield text(0, self.top - 16, self.unit, fill=MUTED)
        widest = max((len(label) for label in self.labels), default=1) * DIGIT + 8
        step = math.ceil(widest / self.slot)
        for place, label in enumerate(self.labels):
            if (len(self.labels) - 1 - place) % step == 0:
                yield text(self.x(place), self.bottom + 20, label, middle=True)

    def baseline(self) -> SafeString:
        """The axis at 0, drawn last so that it covers the feet of the columns."""
        y = self.bottom
        return element("line", x1=self.left, y1=y, x2=WIDTH - self.right, y2=y, stroke=MUTED)


def nice_ticks(biggest: Value) -> list[Value]:
    """From 0 to at least `biggest` in three to six steps of 1, 2, 2,5 or 5 times a power of ten."""
    biggest = float(biggest) or 1.0
    power = 10.0 ** math.floor(math.log10(biggest / 4))
    steps = (round(factor * power, 10) for factor in (1, 2, 2.5, 5, 10, 20))
    step = next(step for step in steps if step * 4.8 >= biggest and (biggest < 4 or step % 1 == 0))
    count = math.ceil(biggest / step - 1e-9)
    return [int(value) if value == int(value) else value for value in (round(step * n, 10) for n in range(count + 1))]


# --- Parts ------------------------------------------------------------------------------------------------------------


def line(frame: Frame, item: Series, index: int) -> Iterable[SafeString]:
    """The line with its markers, broken where values are missing."""
    colour, dash = COLOURS[index % len(COLOURS)], DASHES[index % len(DASHES)]
    points = [
        (frame.x(place), frame.y(value)) if value is not None else None for place, value in enumerate(item.values)
    ]
    for one, other in pairwise(points):
        if one and other:
            (x1, y1), (x2, y2) = one, other
            yield element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=2.5, stroke_dasharray=dash)
    for point in filter(None, points):
        yield marker(*point, index)


def marker(x: float, y: float, index: int) -> SafeString:
    """Circle, square, diamond or triangle, by the series' place."""
    colour = COLOURS[index % len(COLOURS)]
    outlines = ("", "M-4.5 -4.5H4.5V4.5H-4.5Z", "M0 -6L6 0L0 6L-6 0Z", "M0 -6L5.5 4.5H-5.5Z")
    outline = outlines[index % len(outlines)]
    if not outline:
        return element("circle", cx=x, cy=y, r=4.5, fill=colour, stroke="#FFFFFF", stroke_width=1)
    place = f"translate({tidy(x)} {tidy(y)})"
    return element("path", d=outline, transform=place, fill=colour, stroke="#FFFFFF", stroke_width=1)


def layers(frame: Frame, place: int, column: Sequence[Value]) -> Iterable[SafeString]:
    """One column: its layers from the bottom, parted by white lines."""
    width = min(frame.slot * 0.72, 44)
    below = 0.0
    for index, value in enumerate(column):
        if value:
            top = frame.y(below + float(value))
            yield from filled(frame.x(place) - width / 2, top, width, frame.y(below) - top, index)
        below += float(value)


def filled(x: float, y: float, width: float, height: float, index: int) -> Iterable[SafeString]:
    """A rectangle in the colour and texture of the series at this place."""
    colour, texture = COLOURS[index % len(COLOURS)], TEXTURES[index % len(TEXTURES)]
    yield element("rect", x=x, y=y, width=width, height=height, fill=colour, stroke="#FFFFFF", stroke_width=1)
    if texture:
        yield element("path", d=hatching(x, y, width, height, texture), stroke="#FFFFFF", stroke_width=1)


def hatching(x: float, y: float, width: float, height: float, texture: str) -> str:
    """The path of the white lines inside a rectangle: `level`, `rising` or `falling`."""
    if texture == "level":
        levels = (y + offset for offset in range(TEXTURE_GAP // 2, int(height), TEXTURE_GAP))
        return "".join(f"M{tidy(x)} {tidy(level)}h{tidy(width)}" for level in levels)
    path = ""
    for start in range(-int(height), int(width), TEXTURE_GAP):
        first, final = max(0.0, -start), min(height, width - start)
        if final > first:
            foot, way = (y + height - first, first - final) if texture == "rising" else (y + first, final - first)
            path += f"M{tidy(x + start + first)} {tidy(foot)}l{tidy(final - first)} {tidy(way)}"
    return path


def end_labels(frame: Frame, names: Sequence[str], heights: Sequence[float], *, kind: str) -> Iterable[SafeString]:
    """The series' names at the right edge, level with their ends, or above the plot when they are long."""
    above = frame.legend_lines > 0
    if above:
        x, places = 0.0, [15.0 + LINE_HEIGHT * index for index in range(len(names))]
    else:
        x, places = WIDTH - frame.right + 4, spread(heights, gap=LINE_HEIGHT, low=frame.top, high=frame.bottom)
    for index, (name, y) in enumerate(zip(names, places, strict=False)):
        if kind == "bar":
            yield from filled(x, y - 6, 12, 12, index)
        else:
            yield marker(x + 6, y, index)
        yield text(x + 17, y + 5, name)


def spread(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move places apart until they are `gap` from each other, within low–high where there is room."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [places[index] for index in order]
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + gap)
    too_far = max(0.0, moved[-1] - high) if moved else 0.0
    moved = [place - too_far for place in moved]
    for index in range(len(moved) - 2, -1, -1):
        moved[index] = min(max(moved[index], low + index * gap), moved[index + 1] - gap)
    result = [0.0] * len(places)
    for index, place in zip(order, moved, strict=True):
        result[index] = place
    return result


def point_values(frame: Frame, item: Series) -> Iterable[SafeString]:
    """Numbers above the points: all of them where there is room, otherwise the first and the last one."""
    known = [place for place, value in enumerate(item.values) if value is not None]
    longest = max((len(decimal_text(item.values[place])) for place in known), default=0)
    shown = known if longest * DIGIT + 4 <= frame.slot else known[:1] + known[-1:]
    for place in dict.fromkeys(shown):
        value = item.values[place]
        yield text(frame.x(place), frame.y(value or 0) - 9, decimal_text(value), middle=True, bold=True)


def missing_marks(frame: Frame, labels: Sequence[str], series: Sequence[Series]) -> Iterable[SafeString]:
    """An upright "ikke oplyst" where no series has a value."""
    for place in range(len(labels)):
        if all(item.values[place] is None for item in series):
            x, y = tidy(frame.x(place) + 5), tidy(frame.bottom - 8)
            yield element("text", MISSING, x=x, y=y, fill=MUTED, transform=f"rotate(-90 {x} {y})")


# --- Numbers and markup -----------------------------------------------------------------------------------------------


def with_unit(value: Value | None, unit: str) -> str:
    """`412`, `3.000.000 kr.`, or "ikke oplyst"."""
    return f"{decimal_text(value)} {unit}".strip() if value is not None else MISSING


def last(values: Sequence[Value | None]) -> Value | None:
    """The last value that is known."""
    return next((value for value in reversed(values) if value is not None), None)


def largest(values: Iterable[Value | None]) -> Value:
    """The largest known value; 1 when there is none or all are 0, so that an axis has a length."""
    return max((value for value in values if value is not None), default=0) or 1


def text(
    x: float, y: float, content: str, *, end: bool = False, middle: bool = False, bold: bool = False, fill: str = ""
) -> SafeString:
    """A text at a place: begun there, centred on it (`middle`) or ended there (`end`)."""
    anchor = "end" if end else "middle" if middle else ""
    return element("text", content, x=x, y=y, text_anchor=anchor, font_weight="600" if bold else "", fill=fill)


def element(tag: str, content: str = "", **attributes: str | float) -> SafeString:
    """One SVG element; attributes without a value are left out."""
    pairs = [(name.replace("_", "-"), tidy(value)) for name, value in attributes.items() if value != ""]
    joined = format_html_join("", ' {}="{}"', pairs)
    return format_html("<{}{}>{}</{}>", tag, joined, content, tag)


def tidy(value: str | float) -> str:
    """A coordinate with at most one decimal, never localised."""
    return value if isinstance(value, str) else f"{round(value, 1):g}"
