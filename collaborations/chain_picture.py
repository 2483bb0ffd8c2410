"""The feeder chain as a picture: a box per link with what it holds and how many associations took part in the year."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from collaborations.domain.chain import LinkCount
from core.chart_shapes import COLOURS, INK, LINE_HEIGHT, MUTED, WIDTH, element, text
from core.charts import Chart, ChartTable
from core.formats import number, plural

PALE, EDGE = "#EEF2F7", COLOURS[0]
LEFT, RADIUS, GAP, POINT = 64.0, 20.0, 26.0, 12.0
HEAD, FOOT = 52.0, 12.0


def chain_picture(year: int, links: Sequence[LinkCount]) -> Chart:
    """Boxes from top to bottom, tied together by arrows; what lies beside the chain is not drawn, but in the table."""
    in_chain = [row for row in links if row.link]
    shapes: list[SafeString] = []
    y = 2.0
    for place, row in enumerate(in_chain):
        height = HEAD + LINE_HEIGHT * max(len(row.initiatives), 1) + FOOT
        shapes += _box(row, y, height)
        y += height
        if place < len(in_chain) - 1:
            shapes.append(_arrow(y))
            y += GAP
    told = "; ".join(f"{row.link}. {row.label}: {_clubs(row)}" for row in in_chain)
    return Chart(
        key="chain",
        caption=f"Fødekæden {year}",
        alt=f"Fødekæden i {year}. {told}.",
        description="Fire kasser med pile imellem, fra introduktion til fastholdelse. Tallene står i tabellen.",
        height=y + 2,
        shapes=tuple(shapes),
        table=_table(links),
    )


def _clubs(row: LinkCount) -> str:
    return plural(row.associations, "forening", "foreninger")


def _box(row: LinkCount, top: float, height: float) -> list[SafeString]:
    """A link: its number in a circle, its name and count, and a line per initiative."""
    middle = top + 30
    found = [
        element("rect", x=1, y=top, width=WIDTH - 2, height=height, rx=8, fill=PALE, stroke=EDGE, stroke_width=1.5),
        element("circle", cx=34, cy=middle, r=RADIUS, fill=EDGE),
        element("text", str(row.link), x=34, y=middle + 6, text_anchor="middle", font_weight="600", fill="#FFFFFF"),
        text(LEFT, middle + 5, row.label, bold=True),
        text(WIDTH - 16, middle + 5, _clubs(row), end=True, bold=True),
    ]
    y = top + HEAD + 13
    for count in row.initiatives:
        found.append(text(LEFT, y, count.initiative.name, fill=INK))
        found.append(text(WIDTH - 16, y, number(count.associations), end=True, fill=INK))
        y += LINE_HEIGHT
    if not row.initiatives:
        found.append(text(LEFT, y, "Ingen indsatser i brug", fill=MUTED))
    return found


def _arrow(top: float) -> SafeString:
    """From one box down to the next."""
    path = f"M34 {top + 3:g}V{top + GAP - POINT:g}M28 {top + GAP - POINT:g}H40L34 {top + GAP - 3:g}Z"
    return element("path", d=path, stroke=EDGE, stroke_width=2, fill=EDGE)


def _table(links: Sequence[LinkCount]) -> ChartTable:
    """A row per link and per initiative."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for row in links:
        rows.append((f"{row.link}. {row.label}" if row.link else row.label, (number(row.associations), "")))
        rows += [
            (count.initiative.name, (number(count.associations), number(count.number))) for count in row.initiatives
        ]
    return ChartTable(("", "Foreninger", "Børn og unge"), tuple(rows))
