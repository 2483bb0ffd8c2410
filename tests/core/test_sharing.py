"""Reads that several questions share are made once inside the block, and each time outside it."""

from core.sharing import shared_read, sharing_reads

calls: list[tuple[object, ...]] = []


@shared_read
def rows(ids, day: str) -> list[object]:
    calls.append((ids, day))
    return [ids, day]


def test_read_is_shared_inside_the_block_alone():
    calls.clear()
    rows({1, 2}, "i dag")
    rows({1, 2}, "i dag")
    assert len(calls) == 2
    with sharing_reads():
        first = rows({1, 2}, "i dag")
        assert rows([2, 1], "i dag") is first
        assert rows({1}, "i dag") == [{1}, "i dag"]
        assert rows(None, "i dag") == [None, "i dag"]
    assert len(calls) == 5
    rows({1, 2}, "i dag")
    assert len(calls) == 6
