"""Rows in an order that people choose: one step up or down."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A row with a place; `position` is written here."""

    position: int

    @property
    def pk(self) -> int: ...


Row = TypeVar("Row", bound=Placed)


def changed_places(rows: Sequence[Row], pk: int, *, up: bool) -> list[Row]:
    """Numbers `rows` from 1 with the one of key `pk` a step up or down; gives those whose place is another now.

    The first does not move up, nor the last down; a key that is not there moves nothing.
    """
    order = list(rows)
    here = next((index for index, row in enumerate(order) if row.pk == pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is not None and there is not None and 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    moved = []
    for place, row in enumerate(order, start=1):
        if row.position != place:
            row.position = place
            moved.append(row)
    return moved
