"""Addresses of pages for thousands of rows: each pattern is asked for once, because `reverse` costs more than a row."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import reverse


def address(name: str, *keys: int) -> str:
    """`reverse(name, args=keys)`."""
    return _pattern(name, len(keys))(*keys)


@lru_cache(maxsize=64)
def _pattern(name: str, count: int) -> Callable[..., str]:
    marks = [900_000_000 + place for place in range(count)]
    pattern = reverse(name, args=marks)
    for mark in marks:
        pattern = pattern.replace(str(mark), "{}")
    return pattern.format
