"""Charts as small SVG drawings of our own: the same markup on the page and .

    chart = line_chart(
        key="medlemstal", caption="Medlemmer under 25 år",
        labels=["2020", "2021", "2022"], series=[Series("Under 25 år", (389, None, 412))],
    )

`{% include "charts/_chart.html" with chart=chart %}` draws it with the table of its numbers folded behind "Vis tal";
with `plain=True` the table stands open, for PDFs. Only presentation attributes are used, so a strict
Content-Security-Policy holds. A missing value (None) is a gap marked "ikke oplyst", never 0. Values are 0 or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.chart_shapes import (
    BLUE,
    DIGIT,
    INK,
    LETTER,
    LINE_HEIGHT,
    MUTED,
    WIDTH,
    Frame,
    Series,
    Value,
    element,
    end_labels,
    largest,
    last,
    layers,
    line,
    missing_marks,
    point_values,
    text,
    tidy,
    with_unit,
)
from core.formats import MISSING, decimal_text

__all__ = ["Chart", "ChartTable", "Series", "bar_chart", "line_chart", "stacked_bar_chart"]


@dataclass(frozen=True)
class ChartTable:
    """The chart's numbers as texts: a head of column names, and rows led by their label."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Chart:
    """What the template needs. `alt` is the alternative text; `key` is unique on the page and names the SVG's ids."""

    key: str
    caption: str
    alt: str
    description: str
    height: float
    shapes: tuple[SafeString, ...]
    table: ChartTable
    width: int = WIDTH

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {tidy(self.height)}"


# --- Builders ---------------------------------------------------------------------------------------------------------


def line_chart(
    *, key: str, caption: str, labels: Sequence[str], series: Sequence[Series], unit: str = "", alt: str = ""
) -> Chart:
    """Development over time, one line per series; `unit` stands at the axis, for example `kr.`."""
    check(labels, series)
    ends = [f"{item.name} {decimal_text(last(item.values))}" for item in series] if len(series) > 1 else []
    frame = Frame.around(labels, largest(value for item in series for value in item.values), unit=unit, ends=ends)
    shapes = [*frame.shapes(), *missing_marks(frame, labels, series)]
    for index, item in enumerate(series):
        shapes += line(frame, item, index)
    if len(series) == 1:
        shapes += point_values(frame, series[0])
    heights = [frame.y(last(item.values) or 0) for item in series]
    shapes += [frame.baseline(), *end_labels(frame, ends, heights, kind="line")]
    return Chart(
        key=key,
        caption=caption,
        alt=alt or f"{caption}. {'; '.join(course(labels, item, unit) for item in series)}.",
        description=f"Linjediagram med {len(labels)} tidspunkter. Tallene står i tabellen.",
        height=frame.height,
        shapes=tuple(shapes),
        table=table_of(labels, series, unit=unit),
    )


def stacked_bar_chart(
    *, key: str, caption: str, labels: Sequence[str], series: Sequence[Series], unit: str = "", alt: str = ""
) -> Chart:
    """Columns of layers, the first series at the bottom, with the total on top where every layer is known."""
    check(labels, series)
    known = [[float(item.values[place] or 0) for item in series] for place in range(len(labels))]
    totals = total_values(labels, series)
    names = [item.name for item in series] if len(series) > 1 else []
    frame = Frame.around(labels, largest(sum(column) for column in known), unit=unit, ends=names)
    shapes = [*frame.shapes(), *missing_marks(frame, labels, series)]
    for place, column in enumerate(known):
        shapes += layers(frame, place, column)
    shapes += point_values(frame, Series("", totals))
    place = max((place for place, column in enumerate(known) if sum(column)), default=0)
    heights = [frame.y(sum(known[place][:index]) + known[place][index] / 2) for index in range(len(series))]
    shapes += [frame.baseline(), *end_labels(frame, names, heights, kind="bar")]
    return Chart(
        key=key,
        caption=caption,
        alt=alt or f"{caption}. {course(labels, Series('I alt', totals), unit)}.",
        description=f"Søjlediagram med {len(labels)} søjler i {len(series)} lag. Tallene står i tabellen.",
        height=frame.height,
        shapes=tuple(shapes),
        table=table_of(labels, series, unit=unit, totals=totals if len(series) > 1 else None),
    )


def bar_chart(
    *, key: str, caption: str, labels: Sequence[str], values: Sequence[Value | None], unit: str = "", alt: str = ""
) -> Chart:
    """Comparison of named things, one horizontal bar each, with its value at the end."""
    series = Series(unit or "Antal", values)
    check(labels, [series])
    biggest = largest(values)
    name_width = max((len(label) for label in labels), default=0) * LETTER + 10
    beside = name_width <= WIDTH * 0.42
    row, bar_top = (30.0, 5.0) if beside else (50.0, LINE_HEIGHT + 4.0)
    left = name_width if beside else 0.0
    room = WIDTH - left - max(len(with_unit(value, unit)) for value in [*values, biggest]) * DIGIT - 10
    shapes = []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        top = place * row
        shapes.append(text(left - 8 if beside else 0, top + (20 if beside else 15), label, end=beside))
        width = float(value or 0) / float(biggest) * room
        if value is not None:
            shapes.append(element("rect", x=left, y=top + bar_top, width=max(width, 1), height=20, fill=BLUE))
        fill = INK if value is not None else MUTED
        at = left + (max(width, 1) + 8 if value is not None else 0)
        shapes.append(text(at, top + bar_top + 15, with_unit(value, unit), fill=fill))
    height = max(len(labels), 1) * row
    shapes.insert(0, element("line", x1=left, y1=0, x2=left, y2=height, stroke=MUTED) if beside else SafeString(""))
    return Chart(
        key=key,
        caption=caption,
        alt=alt
        or f"{caption}. " + "; ".join(f"{a}: {with_unit(b, unit)}" for a, b in zip(labels, values, strict=True)),
        description=f"Vandret søjlediagram med {len(labels)} søjler. Tallene står i tabellen.",
        height=height,
        shapes=tuple(shapes),
        table=table_of(labels, [series]),
    )


# --- The same numbers in words and as a table -------------------------------------------------------------------------


def table_of(
    labels: Sequence[str], series: Sequence[Series], *, unit: str = "", totals: Sequence[Value | None] | None = None
) -> ChartTable:
    """A row per label, a column per series, and the totals last."""
    columns = [*series, Series("I alt", totals)] if totals is not None else list(series)
    rows = tuple(
        (label, tuple(with_unit(item.values[place], unit) for item in columns)) for place, label in enumerate(labels)
    )
    return ChartTable(("", *(item.name for item in columns)), rows)


def total_values(labels: Sequence[str], series: Sequence[Series]) -> list[Value | None]:
    """The sum per label; None where any layer is missing, since the total is not known then."""
    columns = [[item.values[place] for item in series] for place in range(len(labels))]
    return [None if None in column else sum(value for value in column if value is not None) for column in columns]


def course(labels: Sequence[str], item: Series, unit: str) -> str:
    """`Under 25 år: 389 i 2020, 412 i 2022`: the first and the last known value, for the alternative text."""
    known = [place for place, value in enumerate(item.values) if value is not None]
    if not known:
        return f"{item.name}: {MISSING}"
    ends = dict.fromkeys([known[0], known[-1]])
    return f"{item.name}: " + ", ".join(f"{with_unit(item.values[place], unit)} i {labels[place]}" for place in ends)


def check(labels: Sequence[str], series: Sequence[Series]) -> None:
    """Raises `ValueError` when a series does not fit the labels or holds a negative value."""
    for item in series:
        if len(item.values) != len(labels):
            raise ValueError(f"{item.name}: {len(item.values)} values for {len(labels)} labels")
        if any(value is not None and value < 0 for value in item.values):
            raise ValueError(f"{item.name}: negative values cannot be drawn")
