"""Two texts of a plan, compared word by word within each part: bounded in time and memory, however long they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from actionplans.domain.content import AreaContent
from actionplans.domain.documents import PlanDocument
from actionplans.domain.merging import activities_text, goal_number_text
from actionplans.domain.word_diff import ADDED, REMOVED, SAME, Effort, Run, runs

WORD = re.compile(r"\s+|[^\s]+")
# A step is half a microsecond. A part may differ in some 600 words, one's own and the other's, before lines are
# compared instead; all parts of a page together take no more than a second.
MOST_OF_A_PART = 200_000
MOST_EFFORT = 1_500_000


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
    effort = Effort(MOST_EFFORT)
    own = _parts({"Indledning": old.introduction, "Varige ændringer": old.lasting_changes},
                 {"Indledning": new.introduction, "Varige ændringer": new.lasting_changes}, effort)  # fmt: skip
    found = [AreaComparison("", "Planens egne tekster", own)]
    before = {area.key: area for area in old.areas}
    for area in new.areas:
        earlier = before.pop(area.key, None)
        parts = _parts(_texts(earlier.content) if earlier else {}, _texts(area.content), effort)
        found.append(AreaComparison(area.key, area.name, parts))
    found += [AreaComparison(area.key, area.name, _parts(_texts(area.content), {}, effort)) for area in before.values()]
    return found


def _texts(content: AreaContent) -> dict[str, str]:
    """The area as headed texts; goals keep their heading by their place among all goals of both texts."""
    focus = {None: "", True: "Ja", False: "Nej"}[content.in_focus]
    texts = {"I fokus": focus, "Hvorfor ikke i fokus": content.reason_not, "Sådan er det i dag": content.situation}
    for goal in content.goals:
        head = f"Mål {goal.key}"
        texts[f"{head}: Det vil vi opnå"] = goal.aim
        texts[f"{head}: Sådan kan vi se det"] = goal.sign
        texts[f"{head}: Tal"] = goal_number_text(goal)
        texts[f"{head}: Samarbejdspartnere"] = goal.collaborators
        texts[f"{head}: Indsatser"] = activities_text(goal.activities)
    return texts


def _parts(old: dict[str, str], new: dict[str, str], effort: Effort) -> tuple[PartComparison, ...]:
    """The parts that differ. Goals are named by their place, those of the newer text first."""
    headings = list(dict.fromkeys([*new, *old]))
    names = _goal_names(headings)
    return tuple(
        PartComparison(_named(heading, names), tuple(pieces(old.get(heading, ""), new.get(heading, ""), effort)))
        for heading in headings
        if old.get(heading, "") != new.get(heading, "")
    )


def _goal_names(headings: list[str]) -> dict[str, str]:
    keys = dict.fromkeys(heading.partition(":")[0] for heading in headings if heading.startswith("Mål "))
    return {key: f"Mål {place}" for place, key in enumerate(keys, start=1)}


def _named(heading: str, names: dict[str, str]) -> str:
    key, colon, rest = heading.partition(":")
    return f"{names[key]}{colon}{rest}" if key in names else heading


def pieces(old: str, new: str, effort: Effort | None = None) -> Iterator[Piece]:
    """What was removed and added; removed words stand before those added. Spaces between changed words go with them."""
    before, after, found = _compared(old, new, effort or Effort(MOST_EFFORT))
    removed = added = ""
    for number, (kind, start, end) in enumerate(found):
        text = "".join((after if kind == ADDED else before)[start:end])
        if kind == SAME and (not text.isspace() or number in {0, len(found) - 1}):
            yield from _changed(removed, added)
            removed = added = ""
            yield Piece(Kind.SAME, text)
            continue
        removed += text if kind != ADDED else ""
        added += text if kind != REMOVED else ""
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Kind.REMOVED, removed)
    if added:
        yield Piece(Kind.ADDED, added)


def _compared(old: str, new: str, effort: Effort) -> tuple[list[str], list[str], list[Run]]:
    """Both texts in units, and the runs of these: words; lines where too many words differ; else wholes."""
    for split in (WORD.findall, lambda text: text.splitlines(keepends=True)):
        before, after = split(old), split(new)
        share = Effort(min(effort.left, MOST_OF_A_PART))
        given = share.left
        found = runs(before, after, share)
        effort.left -= given - max(share.left, 0)
        if found is not None:
            return before, after, found
    return [old], [new], [(REMOVED, 0, 1), (ADDED, 0, 1)]
