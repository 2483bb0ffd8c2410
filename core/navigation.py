"""The header's and an association's links, made from the registries and what the user may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.registry import association_pages, navigation


@dataclass(frozen=True)
class Link:
    """A link of a navigation, with the place it leads to."""

    label: str
    url: str
    is_current: bool


def _links(path: str, targets: Iterable[tuple[str, str]]) -> list[Link]:
    """Links in order; the one with the longest path that the current path begins with is the current one."""
    targets = list(targets)
    current = max((url for _, url in targets if path.startswith(url)), key=len, default=None)
    return [Link(label, url, url == current) for label, url in targets]


def header_links(request: HttpRequest) -> list[Link]:
    """The links of the header that this user may follow."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return _links(request.path, [(e.label, reverse(e.url_name)) for e in navigation if e.visible(user)])


def association_links(request: HttpRequest, association: Any) -> list[Link]:
    """The side navigation inside an association: pass it to the template as `sidenav`.

    A page whose address lies elsewhere has no current entry; the folded navigation then says "Undersider".
    """
    entries = [entry for entry in association_pages if entry.visible(request.user, association)]
    return _links(request.path, [(e.label, reverse(e.url_name, args=[association.pk])) for e in entries])


def current_label(links: Iterable[Link]) -> str:
    """The label of the current entry, empty when the page is none of them."""
    return next((link.label for link in links if link.is_current), "")
