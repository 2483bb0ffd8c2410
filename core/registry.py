"""Registries: how a higher app adds to a lower page without the lower one knowing it (ADR 3).

An app registers its entries in `AppConfig.ready`; the page asks for them in order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar


class Ordered(Protocol):
    """What every entry bears: a unique key and its place."""

    @property
    def key(self) -> str: ...

    @property
    def order(self) -> int: ...


Entry = TypeVar("Entry", bound=Ordered)


@dataclass
class Registry(Generic[Entry]):
    """Entries by key, iterated by (order, key). Registering a key twice raises `ValueError`."""

    name: str
    _entries: dict[str, Entry] = field(default_factory=dict)

    def register(self, entry: Entry) -> None:
        if entry.key in self._entries:
            raise ValueError(f"{self.name}: {entry.key!r} is registered already")
        self._entries[entry.key] = entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.key)))


def always(_user: Any, _association: Any) -> bool:
    """Everybody who may see the association sees the entry."""
    return True


@dataclass(frozen=True)
class NavigationEntry:
    """A link in the header: shown where `visible(user)`; `url_name` takes no arguments."""

    key: str
    label: str
    url_name: str
    order: int
    visible: Callable[[Any], bool]


@dataclass(frozen=True)
class AssociationPage:
    """A link in an association's side navigation; `url_name` takes the association's pk."""

    key: str
    label: str
    url_name: str
    order: int
    visible: Callable[[Any, Any], bool] = always


@dataclass(frozen=True)
class ReportSection:
    """A section of the status report: `build(association_id, year)` is a pure read that gives a dataclass or None.

    The template renders it as `section` on the web page, in the preview and in the PDF alike.
    """

    key: str
    title: str
    order: int
    template: str
    build: Callable[[int, int], Any | None]


navigation: Registry[NavigationEntry] = Registry("navigation")
association_pages: Registry[AssociationPage] = Registry("association_pages")
report_sections: Registry[ReportSection] = Registry("report_sections")
