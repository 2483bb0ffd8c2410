"""The comparison of two texts: nothing invented, nothing left out, and bounded however long they are."""

import tracemalloc
import uuid
from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.domain.comparison import Kind, compare, pieces
from actionplans.domain.content import AreaContent, GoalContent
from actionplans.domain.documents import PlanArea, PlanDocument

texts = st.lists(st.sampled_from(["børn", "unge", "flere", "-", " ", "\n", "\n\n", "æ", "a b", ""]), max_size=60).map(
    "".join
)
WORDS_100_000 = 14_285  # of six letters and a space


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in pieces(old, new)]


@given(texts, texts)
def test_removed_and_same_is_the_old_text_added_and_same_the_new_one(old, new):
    found = list(pieces(old, new))

    assert "".join(piece.text for piece in found if piece.kind != Kind.ADDED) == old
    assert "".join(piece.text for piece in found if piece.kind != Kind.REMOVED) == new
    assert all(piece.text for piece in found)


@given(texts)
def test_text_is_the_same_as_itself(text):
    assert all(piece.kind == Kind.SAME for piece in pieces(text, text))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("", "Nyt", [("added", "Nyt")]),
        ("Væk", "", [("removed", "Væk")]),
        ("Vi vil nå 40 børn.", "Vi vil nå 50 børn.",
         [("same", "Vi vil nå "), ("removed", "40"), ("added", "50"), ("same", " børn.")]),
        ("Alt er nu anderledes", "Her står noget andet",
         [("removed", "Alt er nu anderledes"), ("added", "Her står noget andet")]),
        ("Ét. Tre.", "Ét. To. Tre.", [("same", "Ét. "), ("added", "To. "), ("same", "Tre.")]),
    ],
)  # fmt: skip
def test_what_a_reader_sees(old, new, expected):
    assert shown(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            " ".join(f"a{n:05}" for n in range(WORDS_100_000)),
            " ".join(f"b{n:05}" for n in range(WORDS_100_000)),
            id="nothing in common but spaces",
        ),
        pytest.param("ab " * 33_333, "ba " * 33_333, id="two words over and over"),
        pytest.param("a b " * 25_000, "b a c " * 16_666, id="much in common"),
        pytest.param(
            "\n".join("ab" * 20 for _ in range(2_400)), "\n".join("ba" * 20 for _ in range(2_400)), id="lines"
        ),
        pytest.param("x" * 100_000, "y" * 100_000, id="one word"),
    ],
)
def test_long_texts_take_no_more_than_a_second(old, new):
    begun = process_time()
    found = list(pieces(old, new))
    seconds = process_time() - begun

    assert "".join(piece.text for piece in found if piece.kind != Kind.ADDED) == old
    assert "".join(piece.text for piece in found if piece.kind != Kind.REMOVED) == new
    assert seconds < 5, "half a second here; the measuring of coverage and a busy machine take their share"


def test_long_texts_take_some_megabytes():
    old, new = "a b " * 25_000, "b a c " * 16_666
    tracemalloc.start()
    found = list(pieces(old, new))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found
    assert peak < 40_000_000


def test_one_word_in_a_long_text_is_still_found():
    words = [f"ord{n}" for n in range(12_000)]
    changed = [*words[:6_000], "NYT", *words[6_001:]]

    found = shown(" ".join(words), " ".join(changed))

    assert [piece for piece in found if piece[0] != "same"] == [("removed", "ord6000"), ("added", "NYT")]


def test_many_long_parts_share_one_measure_of_time():
    def goals(letter: str) -> tuple[GoalContent, ...]:
        text = " ".join(f"{letter}{n}" for n in range(700))
        return tuple(GoalContent(uuid.UUID(int=n), aim=text, sign=text, collaborators=text) for n in range(20))

    begun = process_time()
    areas = compare(document(*(goals("a"),) * 6), document(*(goals("b"),) * 6))

    assert process_time() - begun < 10, "360 parts that differ in every word; a second and a half here"
    assert [len(area.parts) for area in areas] == [0, *[60] * 6]


def document(*goals: tuple[GoalContent, ...], **more: str) -> PlanDocument:
    areas = tuple(
        PlanArea(f"area{n}", n, f"Område {n}", "", AreaContent(in_focus=True, goals=own)) for n, own in enumerate(goals)
    )
    fixed = PlanDocument(
        associations=("Vores Forening",),
        plan_number=1,
        revision_number=1,
        start=date(2021, 1, 1),
        end=date(2023, 12, 31),
        partnership_start=date(2018, 1, 1),
        introduction="",
        lasting_changes="",
        areas=areas,
        approved_on=None,
        approved_by=None,
        submitted_by=None,
        endorsed_by=None,
        text_hash="",
    )
    return replace(fixed, **more)


def test_goal_is_followed_through_a_move_and_new_one_is_told():
    kept, gone, new = (GoalContent(uuid.UUID(int=n), aim=f"Mål {n}") for n in range(3))

    [own, area] = compare(document((gone, kept), introduction="Før"), document((kept, new), introduction="Efter"))

    assert [(part.heading, [piece.text for piece in part.pieces]) for part in own.parts] == [
        ("Indledning", ["Før", "Efter"])
    ]
    assert [(part.heading, [piece.text for piece in part.pieces]) for part in area.parts] == [
        ("Mål 2: Det vil vi opnå", ["Mål 2"]),
        ("Mål 3: Det vil vi opnå", ["Mål 1"]),
    ]


def test_area_that_only_the_older_text_has_comes_last():
    older, newer = document((), ()), document(())

    assert [area.key for area in compare(older, newer)] == ["", "area0", "area1"]
    assert compare(older, newer)[2].parts[0].pieces[0].kind == Kind.REMOVED
