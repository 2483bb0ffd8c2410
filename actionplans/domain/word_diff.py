"""The difference between two lists of words in bounded time and memory: Myers' greedy search for the shortest edit.

The search costs about the square of the number of words that differ, however long the texts are; it gives up when it
has used what it was given. Texts that differ so much are not read word by word anyway.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

REMOVED, SAME, ADDED = -1, 0, 1
Run = tuple[int, int, int]
"""What happened (`REMOVED`, `SAME`, `ADDED`), and from where to where: in the old list, for `ADDED` in the new one."""


@dataclass
class Effort:
    """How many steps a search may still take."""

    left: int

    @property
    def most_edits(self) -> int:
        """How many words may differ: round d takes d + 1 steps."""
        return math.isqrt(2 * max(self.left, 0)) + 1


def runs(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[Run] | None:
    """The runs in reading order, removed ones before added ones; None when the effort was used up."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _steps(old[head : len(old) - tail], new[head : len(new) - tail], effort)
    if middle is None:
        return None
    return list(_joined([SAME] * head + middle + [SAME] * tail))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count


def _steps(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[int] | None:
    """One step per word. After d edits, `reach` tells how far into `old` one comes on each diagonal.

    A diagonal is the place in `old` less the place in `new`; of each round only what it may read of the one before is
    kept, for the way back.
    """
    middle = min(len(old) + len(new), effort.most_edits) + 1
    reach = array("l", [0]) * (2 * middle + 1)
    rounds: list[array[int]] = []
    for edits in range(len(old) + len(new) + 1):
        effort.left -= edits + 1
        if effort.left < 0:
            return None
        rounds.append(reach[middle - edits - 1 : middle + edits + 2])
        for diagonal in range(-edits, edits + 1, 2):
            before, after = reach[middle + diagonal - 1], reach[middle + diagonal + 1]
            x = after if _goes_down(diagonal, edits, before, after) else before + 1
            while x < len(old) and 0 <= x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reach[middle + diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _way_back(rounds, len(old), len(new))
    raise AssertionError("some edits always suffice")  # pragma: no cover


def _goes_down(diagonal: int, edits: int, before: int, after: int) -> bool:
    """Whether the edit that leads to the diagonal adds a word; else it removes one."""
    return diagonal == -edits or (diagonal != edits and before < after)


def _way_back(rounds: Sequence["array[int]"], x: int, y: int) -> list[int]:
    """The steps that led to the end of both lists."""
    steps: list[int] = []
    for edits in range(len(rounds) - 1, 0, -1):
        reach, diagonal = rounds[edits], x - y
        before, after = reach[diagonal + edits], reach[diagonal + edits + 2]
        down = _goes_down(diagonal, edits, before, after)
        from_x = after if down else before
        from_y = from_x - (diagonal + 1 if down else diagonal - 1)
        unchanged = min(x - from_x, y - from_y)
        steps += [SAME] * unchanged
        steps.append(ADDED if down else REMOVED)
        x, y = from_x, from_y
    return [*[SAME] * x, *steps[::-1]]


def _joined(steps: Sequence[int]) -> Iterator[Run]:
    """Neighbouring steps as runs; between two unchanged words all removed ones come before all added ones."""
    x = y = place = 0
    while place < len(steps):
        end = place
        while end < len(steps) and (steps[end] == SAME) == (steps[place] == SAME):
            end += 1
        part = steps[place:end]
        removed, added = part.count(REMOVED), part.count(ADDED)
        same = len(part) - removed - added
        if same:
            yield SAME, x, x + same
        if removed:
            yield REMOVED, x, x + removed
        if added:
            yield ADDED, y, y + added
        x, y, place = x + same + removed, y + same + added, end
