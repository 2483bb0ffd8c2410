"""Addresses of pages for thousands of rows: each is asked for once, because `reverse` costs more than a row."""

from functools import lru_cache

from django.urls import get_urlconf, reverse

GRANT_PAGE = "partnerships:grant-detail"
EXTEND_PAGE = "partnerships:partnership-extend"
PARTNERSHIP_PAGE = "overview:association-partnership"


def address(name: str, pk: int) -> str:
    """`reverse(name, args=[pk])`."""
    return _pattern(name, get_urlconf()).replace("/0/", f"/{pk}/")


@lru_cache(maxsize=16)
def _pattern(name: str, _urlconf: str | None) -> str:
    return reverse(name, args=[0])
