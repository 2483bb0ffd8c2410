"""Two texts of a plan, compared word by word within each part: bounded in time and memory, however long they are."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from actionplans.domain.content import AreaContent
from actionplans.domain.documents import PlanDocument
from actionplans.domain.merging import activities_text, goal_number_text

WORD = re.compile(r"\s+|[^\s]+")
# Beyond this many words on one side, lines are compared instead: the cost grows with the product of both.
MOST_WORDS = 3_000
MOST_LINES = 1_000


class Kind(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stand together and share their fate."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class PartComparison:
    """A part that differs: its heading and its pieces in reading order."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class AreaComparison:
    """One area (or, without a key, the plan's own texts) with the parts that differ; `is_same` when none does."""

    key: str
    name: str
    parts: tuple[PartComparison, ...]

    @property
    def is_same(self) -> bool:
        return not self.parts


def compare(old: PlanDocument, new: PlanDocument) -> list[AreaComparison]:
    """Area by area, in the newer text's order; an area that only the older one has comes last."""
    own = _parts({"Indledning": old.introduction, "Varige ændringer": old.lasting_changes},
                 {"Indledning": new.introduction, "Varige ændringer": new.lasting_changes})  # fmt: skip
    found = [AreaComparison("", "Planens egne tekster", own)]
    before = {area.key: area for area in old.areas}
    for area in new.areas:
        earlier = before.pop(area.key, None)
        parts = _parts(_texts(earlier.content) if earlier else {}, _texts(area.content))
        found.append(AreaComparison(area.key, area.name, parts))
    found += [AreaComparison(area.key, area.name, _parts(_texts(area.content), {})) for area in before.values()]
    return found


def _texts(content: AreaContent) -> dict[str, str]:
    """The area as headed texts; goals keep their heading by their place among all goals of both texts."""
    focus = {None: "", True: "Ja", False: "Nej"}[content.in_focus]
    texts = {"I fokus": focus, "Hvorfor ikke i fokus": content.reason_not, "Sådan er det i dag": content.situation}
    for goal in content.goals:
        head = f"Mål {str(goal.key)[:8]}"
        texts[f"{head}: Det vil vi opnå"] = goal.aim
        texts[f"{head}: Sådan kan vi se det"] = goal.sign
        texts[f"{head}: Tal"] = goal_number_text(goal)
        texts[f"{head}: Samarbejdspartnere"] = goal.collaborators
        texts[f"{head}: Indsatser"] = activities_text(goal.activities)
    return texts


def _parts(old: dict[str, str], new: dict[str, str]) -> tuple[PartComparison, ...]:
    """The parts that differ. Goals are named by their place, those of the newer text first."""
    headings = list(dict.fromkeys([*new, *old]))
    names = _goal_names(headings)
    return tuple(
        PartComparison(_named(heading, names), tuple(pieces(old.get(heading, ""), new.get(heading, ""))))
        for heading in headings
        if old.get(heading, "") != new.get(heading, "")
    )


def _goal_names(headings: list[str]) -> dict[str, str]:
    keys = dict.fromkeys(heading.partition(":")[0] for heading in headings if heading.startswith("Mål "))
    return {key: f"Mål {place}" for place, key in enumerate(keys, start=1)}


def _named(heading: str, names: dict[str, str]) -> str:
    key, colon, rest = heading.partition(":")
    return f"{names[key]}{colon}{rest}" if key in names else heading


def pieces(old: str, new: str) -> Iterator[Piece]:
    """What was removed and added, neighbours of the same kind joined. Removed words stand before those added."""
    before, after = _units(old, new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Kind.SAME, "".join(before[i1:i2]))
            continue
        if i1 < i2:
            yield Piece(Kind.REMOVED, "".join(before[i1:i2]))
        if j1 < j2:
            yield Piece(Kind.ADDED, "".join(after[j1:j2]))


def _units(old: str, new: str) -> tuple[list[str], list[str]]:
    """Both texts as words; as lines when they are long; as wholes when even those are many."""
    words = WORD.findall(old), WORD.findall(new)
    if max(map(len, words)) <= MOST_WORDS:
        return words
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return lines if max(map(len, lines)) <= MOST_LINES else ([old], [new])
