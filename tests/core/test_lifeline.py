"""The livslinje: nothing covers anything else, everything is in the table, and days lie where they belong."""

import re
from datetime import date, timedelta
from html import unescape
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core import lifeline
from core.lifeline import as_known, lifeline_of
from core.lifeline_shapes import PLAIN, STYLES, WIDTH, Picture, rows_of
from core.periods import Period
from core.registry import LifelineLane, LifelinePoint, LifelineSpan, LifelineSubject, Registry

DAY = timedelta(days=1)
AGREEMENT = LifelineSpan(date(2020, 1, 1), date(2023, 12, 31), "Første aftale", "agreement")
SUBJECT = LifelineSubject(7, (AGREEMENT,))
TODAY = date(2023, 3, 31)
SVG = "{http://www.w3.org/2000/svg}"


def employed(start: str, end: str | None, name: str, style: str = "employment") -> LifelineSpan:
    return LifelineSpan(date.fromisoformat(start), date.fromisoformat(end) if end else None, name, style)


def drawn(*lanes, subject=SUBJECT, today=TODAY, plain=False) -> str:
    line = lifeline_of(subject, [("Aftaler", subject.agreements), *lanes], today=today, caption="Livslinje for Hekla")
    return render_to_string("charts/_lifeline.html", {"lifeline": line, "plain": plain})


def svg_of(html: str) -> ET.Element:
    return ET.fromstring(unescape(re.search(r"<svg.*</svg>", html, re.DOTALL)[0]))


def texts(html: str) -> list[str]:
    return [element.text for element in svg_of(html).iter(f"{SVG}text")]


def test_lifeline_shows_years_agreements_people_and_today():
    people = [employed("2020-01-01", "2021-06-30", "Amina Holm"), employed("2021-09-01", None, "Bo Dahl")]

    html = drawn(("Ressourcepersoner", people))

    assert texts(html) == [
        "2020", "2021", "2022", "2023", "Aftaler", "Første aftale", "Ressourcepersoner", "Amina Holm", "Bo Dahl",
        "I dag",
    ]  # fmt: skip
    assert '<th scope="row">Amina Holm</th><td>Ressourcepersoner</td><td>1. januar 2020 – 30. juni 2021</td>' in html
    assert '<th scope="row">Bo Dahl</th><td>Ressourcepersoner</td><td>fra 1. september 2021</td>' in html
    assert "Vis som tabel" in html


def test_lifeline_needs_neither_style_nor_script_and_has_a_title():
    html = drawn(("Møder", [LifelinePoint(date(2022, 5, 1), "Statusmøde")]))

    assert not re.search(r"<(style|script)|\sstyle=|\sclass=", re.search(r"<svg.*</svg>", html, re.DOTALL)[0])
    assert svg_of(html).find(f"{SVG}title").text == "Livslinje for Hekla, 2020–2023. Aftaler: 1; Møder: 1."


def test_lifeline_opens_its_table_where_nothing_can_be_unfolded():
    assert "<details" not in drawn(plain=True)
    assert "Livslinje for Hekla som tabel" in drawn(plain=True)


def test_lifeline_escapes_names():
    assert "<b>" not in drawn(("Personer", [employed("2020-01-01", None, "<b>Ib</b>")]))


def test_running_span_is_drawn_to_today_and_not_into_the_future():
    picture = Picture(Period(date(2020, 1, 1), date(2023, 12, 31)), running_to=TODAY)

    placed = picture.span(employed("2022-01-01", None, "Bo"))

    assert (placed.left, placed.right) == (picture.x(date(2022, 1, 1)), picture.x(TODAY + DAY))


def test_first_and_last_day_are_the_edges_of_the_picture():
    picture = Picture(Period(date(2020, 1, 1), date(2023, 12, 31)), running_to=TODAY)

    placed = picture.span(AGREEMENT)

    assert (placed.left, placed.right) == (0, WIDTH)


def test_two_employed_at_once_stand_in_rows_of_their_own():
    both = [employed("2020-01-01", None, "Amina Holm"), employed("2021-01-01", None, "Bo Dahl", "helper")]
    picture = Picture(Period(date(2020, 1, 1), date(2023, 12, 31)), running_to=TODAY)

    rows = rows_of(picture.placed(both))

    assert [[item.name for item in row] for row in rows] == [["Amina Holm"], ["Bo Dahl"]]


def test_vacancy_is_hatched_and_named_beside_its_bar():
    picture = Picture(Period(date(2020, 1, 1), date(2023, 12, 31)), running_to=TODAY)

    placed = picture.span(employed("2020-06-01", "2021-06-30", "Ledig", "vacancy"))
    html = drawn(("Ressourcepersoner", [employed("2020-06-01", "2021-06-30", "Ledig", "vacancy")]))

    assert not placed.inside
    assert [path.get("stroke") for path in svg_of(html).iter(f"{SVG}path")] == [STYLES["vacancy"].stroke]


def test_points_are_drawn_and_named_where_there_is_room():
    near = [LifelinePoint(date(2020, 1, 1) + n * 30 * DAY, f"Statusmøde {n}") for n in range(4)]

    html = drawn(("Møder", [*near, LifelinePoint(date(2023, 12, 31), "Sidste")]))

    assert len(list(svg_of(html).iter(f"{SVG}circle"))) == 5
    assert "Statusmøde 3" in texts(html)
    assert "Statusmøde 0" not in texts(html)  # the next point stands where its name would
    assert '<th scope="row">Statusmøde 0</th><td>Møder</td><td>1. januar 2020</td>' in html


def test_long_name_is_shortened_in_the_picture_and_whole_in_the_table():
    name = "Foreningens meget lange navn på en person, " * 4

    html = drawn(("Ressourcepersoner", [employed("2020-01-01", "2022-01-01", name)]))

    [shortened] = [text for text in texts(html) if text.endswith("…")]
    assert name.startswith(shortened.removesuffix("…"))
    assert f'<th scope="row">{name}</th>' in html


@pytest.mark.parametrize(
    ("start", "end", "style"),
    [
        ("2020-01-02", "2020-01-10", "employment"),
        ("2021-12-01", "2022-01-10", "vacancy"),
        ("2023-12-20", "2023-12-31", "vacancy"),
    ],
)
def test_name_without_room_anywhere_never_leaves_the_picture(start, end, style):
    picture = Picture(Period(date(2020, 1, 1), date(2023, 12, 31)), running_to=TODAY)

    placed = picture.span(employed(start, end, "m" * 100, style))

    assert 0 <= placed.first <= placed.final <= WIDTH
    assert placed.name.endswith("…")


def test_what_lies_outside_the_frame_is_left_out():
    outside = [
        employed("2018-01-01", "2019-12-31", "Før"),
        employed("2024-01-01", None, "Efter"),
        LifelinePoint(date(2019, 12, 31), "Møde før"),
    ]

    html = drawn(("Ressourcepersoner", outside))

    assert "Ressourcepersoner" not in html
    assert texts(html)[-1] == "I dag"


def test_today_after_the_end_leaves_no_mark_and_running_spans_end_with_the_frame():
    html = drawn(("Ressourcepersoner", [employed("2021-01-01", None, "Bo")]), today=date(2025, 1, 1))

    assert "I dag" not in texts(html)


def test_report_marks_the_end_of_its_year():
    subject = LifelineSubject(7, (AGREEMENT,), known_on=date(2022, 12, 31))

    assert "Udgangen af 2022" in texts(drawn(subject=subject))


def test_as_known_cuts_what_a_day_could_not_know():
    subject = LifelineSubject(7, (AGREEMENT,), known_on=date(2022, 12, 31))
    spans = [
        employed("2020-01-01", "2022-12-31", "Sluttet"),
        employed("2021-01-01", "2023-01-31", "Slutter senere"),
        employed("2023-01-01", None, "Begynder senere"),
    ]

    known = as_known(subject, spans)

    assert [(span.label, span.end) for span in known] == [("Sluttet", date(2022, 12, 31)), ("Slutter senere", None)]
    assert as_known(SUBJECT, spans) == spans


def test_lanes_of_the_registry_are_asked_once_for_all_subjects(monkeypatch):
    asked = []

    def build(subjects):
        asked.append(len(subjects))
        return {subjects[0]: [LifelinePoint(date(2022, 1, 1), "Møde")]}

    lanes = Registry("lanes")
    lanes.register(LifelineLane("meetings", "Møder", 30, build))
    monkeypatch.setattr(lifeline, "lifeline_lanes", lanes)
    other, bare = LifelineSubject(8, (AGREEMENT,)), LifelineSubject(9, ())

    lines = lifeline.lifelines([SUBJECT, other, bare], today=TODAY)

    assert asked == [2]
    assert [lane.label for lane in lines[SUBJECT].lanes] == ["Møder"]
    assert lines[other].lanes == ()
    assert bare not in lines


def test_unknown_style_has_a_plain_look():
    html = drawn(("Andet", [employed("2020-01-01", "2022-12-31", "Noget", "unheard-of")]))

    assert PLAIN.fill in [rect.get("fill") for rect in svg_of(html).iter(f"{SVG}rect")]


spans = st.builds(
    lambda start, days, name, style: LifelineSpan(
        date(2012, 1, 1) + start * DAY,
        None if days is None else date(2012, 1, 1) + (start + days) * DAY,
        name,
        style,
    ),
    start=st.integers(-400, 5_000),
    days=st.none() | st.integers(0, 3_000),
    name=st.text("abcÆøå ", min_size=1, max_size=60),
    style=st.sampled_from([*STYLES, "other"]),
)
points = st.builds(
    LifelinePoint, on=st.dates(date(2012, 1, 1), date(2023, 12, 31)), label=st.text("abc ", min_size=1, max_size=40)
)


@given(st.lists(spans | points, max_size=25))
def test_no_bar_name_or_point_ever_covers_another(entries):
    picture = Picture(Period(date(2012, 1, 1), date(2023, 12, 31)), running_to=TODAY)

    rows = rows_of(picture.placed(entries))

    for row in rows:
        for one, other in combinations(row, 2):
            assert one.final <= other.first + 0.02
        for item in row:
            assert -0.01 <= item.first <= item.left <= item.right <= item.final + 0.01
            assert item.final <= WIDTH + 2
