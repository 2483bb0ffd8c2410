import re
import xml.etree.ElementTree as ET
from html import unescape
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.chart_shapes import COLOURS, nice_ticks, spread
from core.charts import Series, bar_chart, line_chart, stacked_bar_chart
from core.views_gallery import gallery_charts

YEARS = ["2020", "2021", "2022"]


def svg_of(chart) -> ET.Element:
    return ET.fromstring(unescape(render_to_string("charts/_svg.html", {"chart": chart}).replace("&lt;", "&amp;lt;")))


def shapes(chart, tag: str) -> list[ET.Element]:
    return svg_of(chart).findall(f".//{{http://www.w3.org/2000/svg}}{tag}")


def texts(chart) -> list[str]:
    return [element.text or "" for element in shapes(chart, "text")]


def members(*values):
    return line_chart(key="m", caption="Medlemmer", labels=YEARS, series=[Series("Under 25 år", values)])


@pytest.mark.parametrize(
    ("biggest", "ticks"),
    [
        (412, [0, 100, 200, 300, 400, 500]),
        (10, [0, 5, 10]),
        (5, [0, 2, 4, 6]),
        (3, [0, 1, 2, 3]),
        (1, [0, 0.25, 0.5, 0.75, 1]),
        (5_000_000, [0, 2_000_000, 4_000_000, 6_000_000]),
    ],
)
def test_nice_ticks(biggest, ticks):
    assert nice_ticks(biggest) == ticks


@given(st.integers(min_value=1, max_value=10**9))
def test_nice_ticks_reach_the_biggest_in_few_steps(biggest):
    ticks = nice_ticks(biggest)
    assert ticks[0] == 0
    assert biggest <= ticks[-1] <= 2.5 * biggest
    assert 3 <= len(ticks) <= 7


@given(st.lists(st.floats(min_value=0, max_value=200), min_size=1, max_size=8))
def test_spread_keeps_labels_apart(places):
    moved = sorted(spread(places, gap=18, low=0, high=200))
    assert all(other - one >= 17.99 for one, other in pairwise(moved))


def test_line_is_broken_where_a_value_is_missing():
    assert len(shapes(members(389, 400, 412), "line")) - len(shapes(members(389, None, 412), "line")) == 2
    assert "ikke oplyst" in texts(members(389, None, 412))
    assert len(shapes(members(389, None, 412), "circle")) == 2


def test_zero_is_drawn_and_is_not_missing():
    chart = members(389, 0, 412)
    assert len(shapes(chart, "circle")) == 3
    assert "ikke oplyst" not in texts(chart)


def test_alternative_text_says_what_the_chart_shows():
    title = svg_of(members(389, None, 1412)).find("{http://www.w3.org/2000/svg}title")
    assert title.text == "Medlemmer. Under 25 år: 389 i 2020, 1.412 i 2022."


def test_stacked_bars_show_totals_only_where_every_layer_is_known():
    chart = stacked_bar_chart(
        key="s", caption="Alder", labels=YEARS, series=[Series("0–6 år", (10, 20, None)), Series("7–12 år", (5, 6, 7))]
    )
    assert {"15", "26"} <= set(texts(chart))
    assert chart.table.rows[2] == ("2022", ("ikke oplyst", "7", "ikke oplyst"))
    assert chart.table.head == ("", "0–6 år", "7–12 år", "I alt")


def test_horizontal_bars_are_in_proportion():
    chart = bar_chart(key="b", caption="Årgang", labels=["2012", "2018", "2020"], values=[5, 10, None])
    widths = [float(rect.get("width")) for rect in shapes(chart, "rect")]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)
    assert texts(chart)[-1] == "ikke oplyst"


def test_units_and_thousands_are_danish():
    chart = line_chart(
        key="k",
        caption="Tilskud",
        labels=YEARS,
        series=[Series("Tilskud", (3_000_000, 4_500_000, 5_000_000))],
        unit="kr.",
    )
    assert "kr." in texts(chart)
    assert "2.000.000" in texts(chart)
    assert chart.table.rows[0] == ("2020", ("3.000.000 kr.",))


@pytest.mark.parametrize("values", [(1, 2), (1, 2, -3)])
def test_values_that_cannot_be_drawn_are_refused(values):
    with pytest.raises(ValueError, match="Under 25 år"):
        members(*values)


def test_nothing_known_is_drawn_as_nothing():
    assert texts(members(None, None, None)).count("ikke oplyst") == 3


@pytest.mark.parametrize("chart", gallery_charts(), ids=lambda chart: chart.key)
def test_drawing_needs_no_style_or_script_and_stays_inside(chart):
    html = render_to_string("charts/_svg.html", {"chart": chart})
    assert not re.search(r"style=|<style|<script|on\w+=|http(?!://www\.w3\.org)", html)
    for rect in shapes(chart, "rect"):
        assert float(rect.get("x")) >= 0
        assert float(rect.get("x")) + float(rect.get("width")) <= chart.width
        assert float(rect.get("y")) + float(rect.get("height")) <= chart.height + 0.2


@pytest.mark.parametrize("chart", gallery_charts(), ids=lambda chart: chart.key)
def test_table_has_every_number(chart):
    html = render_to_string("charts/_chart.html", {"chart": chart, "plain": True})
    assert "<details" not in html
    assert html.count("<td class") == sum(len(values) for _, values in chart.table.rows)


def test_names_are_escaped():
    chart = bar_chart(key="e", caption="<b>Navne</b>", labels=["<script>x</script>"], values=[1])
    html = render_to_string("charts/_chart.html", {"chart": chart})
    assert "<script>" not in html
    assert "<b>" not in html


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_from_white(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 3
