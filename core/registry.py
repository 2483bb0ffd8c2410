"""Registries: how a higher app adds to a lower page without the lower one knowing it (ADR 3).

An app registers its entries in `AppConfig.ready`; the page asks for them in order.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar


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
    """A section of the status report, a pure read in a constant number of queries for any number of reports.

    `build(association_ids, years)` gives a dataclass for each association and year that has something to show. The
    template renders it as `section` on the web page, in the preview and in the PDF alike.
    """

    key: str
    title: str
    order: int
    template: str
    build: Callable[[Collection[int], Collection[int]], Mapping[tuple[int, int], Any]]


class DueState(StrEnum):
    """How near a due item is. Every rule says in docs/figures.md when its items change state."""

    OVERDUE = "overdue"
    DUE = "due"
    COMING = "coming"


class Turn(StrEnum):
    """Whose turn it is to act."""

    RESOURCE_PERSON = "resource_person"
    BOARD = "board"
    CONSULTANT = "consultant"
    MANAGER = "manager"


class DueItem(NamedTuple):
    """One thing that somebody must do about an association: computed from the records, never typed.

    `what` is a short Danish sentence without the association's name; `due_on` the last day to do it; `since` the first
    day that it could have been done (its age), where the rule knows; `url` leads to where it is done. `is_internal`:
    shown to nobody but staff without a part in the association (R19, `Permission.VIEW_JOURNAL`). `ref`: see `identity`.
    A tuple, because thousands are made for one page.
    """

    key: str
    association_id: int
    what: str
    due_on: date
    state: DueState
    turn: Turn
    url: str
    link: str
    since: date | None = None
    is_internal: bool = False
    ref: str = ""

    @property
    def identity(self) -> str:
        """What the item is, the same from day to day, so that nobody is told twice of it (ADR 16).

        Without `ref` it is known by its last day and its address: one whose last day is moved is a new item then. A
        rule gives `ref` where either changes while the matter stays the same, or where two items share both.
        """
        return f"{self.key}:{self.association_id}:{self.ref or f'{self.due_on.isoformat()}:{self.url}'}"


@dataclass(frozen=True)
class DueRule:
    """A kind of due items. `find(association_ids, day)` is a pure read in a constant number of queries.

    `association_ids` None means every association. `key` equals that of the rule's items.
    """

    key: str
    label: str
    order: int
    find: Callable[[Collection[int] | None, date], Iterable[DueItem]]


class WheelEntry(NamedTuple):
    """Something dated in the year wheel; `text` is Danish without the association's name, which is None for all.

    `is_internal`: for staff without a part in the association alone, as `DueItem`.
    """

    on: date
    text: str
    association_id: int | None = None
    url: str = ""
    is_internal: bool = False


@dataclass(frozen=True)
class YearWheelPart:
    """A kind of dates in the year wheel: `entries(association_ids, year)` is a pure read in one query at most.

    `association_ids` None means every association; what concerns all of them alike is given once, without one.
    """

    key: str
    label: str
    order: int
    entries: Callable[[Collection[int] | None, int], Iterable[WheelEntry]]


class Light(StrEnum):
    """A traffic light. GREY: the requirement does not apply to the association in the year."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class Signal:
    """An association's light for one requirement: its text (never colour alone), the reason, and where the cause is."""

    light: Light
    text: str
    reason: str
    url: str


@dataclass(frozen=True)
class Requirement:
    """A requirement of the programme year, a column of the managers' traffic lights.

    `signals(association_ids, year, day)` gives a signal for each association, in a constant number of queries.
    """

    key: str
    label: str
    order: int
    signals: Callable[[Collection[int], int, date], Mapping[int, Signal]]


@dataclass(frozen=True)
class DossierPart:
    """A short part of the one-page dossier of a partnership: `build(association_id, day)` is a pure read.

    It gives a few short Danish sentences, the most important first; none leaves the part out. What only staff may know
    never belongs here: the association's own people read the dossier too.
    """

    key: str
    title: str
    order: int
    build: Callable[[int, date], Iterable[str]]


@dataclass(frozen=True)
class LifelineSpan:
    """Days from `start` to `end`, both included; `end` None: still running.

    `style` names its look (`core.lifeline_shapes.STYLES`): agreement, extension, employment, helper, vacancy, plan.
    """

    start: date
    end: date | None
    label: str
    style: str


@dataclass(frozen=True)
class LifelinePoint:
    """Something that happened, or will happen, on one day."""

    on: date
    label: str


LifelineEntry = LifelineSpan | LifelinePoint


@dataclass(frozen=True)
class LifelineSubject:
    """Whose livslinje: an association with its own agreements in order; they frame the picture.

    `known_on` None: everything that is recorded, also what lies ahead. A day (in reports): what had happened by then;
    what begins later is left out, and what ends later is still running.
    """

    association_id: int
    agreements: tuple[LifelineSpan, ...]
    known_on: date | None = None


@dataclass(frozen=True)
class LifelineLane:
    """A lane of the livslinje: spans and points, each in order of time.

    `build(subjects)` is a pure read in a constant number of queries; a subject may be left out.
    """

    key: str
    label: str
    order: int
    build: Callable[[Sequence[LifelineSubject]], Mapping[LifelineSubject, Iterable[LifelineEntry]]]


@dataclass(frozen=True)
class ClosingBlocker:
    """Reasons why an association cannot be closed on a day, in Danish, each with what to do first.

    `find(association_id, last_day)` is a pure read; it gives nothing when nothing is in the way.
    """

    key: str
    order: int
    find: Callable[[int, date], Iterable[str]]


@dataclass(frozen=True)
class Held:
    """Something held on a person: in the read-out and in the preview of an erasure.

    `stays_because` is empty when erasing takes it away, else the reason in Danish why it stays.
    """

    heading: str
    lines: tuple[str, ...]
    stays_because: str = ""


@dataclass(frozen=True)
class Subject:
    """Whose data: the person in the register and/or the user account, by their keys."""

    person_id: int | None
    user_id: int | None

    @property
    def anonymous_name(self) -> str:
        """What stands instead of the name after an erasure: `Slettet person 123`."""
        return f"Slettet person {self.person_id}" if self.person_id else f"Slettet bruger {self.user_id}"


def no_texts(_subject: Subject) -> tuple[str, ...]:
    """Nothing to say about the subject."""
    return ()


@dataclass(frozen=True)
class PersonalData:
    """A place where data on a person is held. `erase(subject, by)` runs in the eraser's transaction, traced there.

    `blockers` say in Danish why the person cannot be erased yet ("Ansat i … til …"). `identifiers` are the texts that
    name the person here: names, e-mail addresses, phone numbers. Erasing takes them out of every trace and free text.
    """

    key: str
    label: str
    order: int
    held: Callable[[Subject], Iterable[Held]]
    erase: Callable[[Subject, Any], None]
    blockers: Callable[[Subject], Iterable[str]] = no_texts
    identifiers: Callable[[Subject], Iterable[str]] = no_texts


@dataclass(frozen=True)
class Expired:
    """A record past its retention period: the model's name for people, the record, and the last day it was kept to."""

    object_id: int
    label: str
    kept_until: date


@dataclass(frozen=True)
class Retention:
    """A kind of record with a retention period. `setting` names the number of years in the settings.

    `find(years, day)` proposes; `carry_out(ids, by)` deletes or anonymises, traced, in one transaction.
    """

    key: str
    label: str
    order: int
    setting: str
    find: Callable[[int, date], Iterable[Expired]]
    carry_out: Callable[[Collection[int], Any], None]


@dataclass(frozen=True)
class ChainParticipation:
    """Who takes part in an initiative of the feeder chain by what the records say, so that nobody types it.

    `find(association_ids, years)` gives (association's id, year) pairs, each once, in a constant number of queries;
    `association_ids` None means every association. `key` is the initiative's `computed_by`.
    """

    key: str
    order: int
    find: Callable[[Collection[int] | None, Collection[int]], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class DemoPart:
    """Demo data that no register file holds: `seed()` makes it through the domain's own functions, always the same.

    `needs_sign_ins`: it comes after all others, when the demo's people have their passwords.
    """

    key: str
    order: int
    seed: Callable[[], None]
    needs_sign_ins: bool = False


navigation: Registry[NavigationEntry] = Registry("navigation")
association_pages: Registry[AssociationPage] = Registry("association_pages")
report_sections: Registry[ReportSection] = Registry("report_sections")
dossier_parts: Registry[DossierPart] = Registry("dossier_parts")
due_rules: Registry[DueRule] = Registry("due_rules")
requirements: Registry[Requirement] = Registry("requirements")
year_wheel_parts: Registry[YearWheelPart] = Registry("year_wheel_parts")
lifeline_lanes: Registry[LifelineLane] = Registry("lifeline_lanes")
closing_blockers: Registry[ClosingBlocker] = Registry("closing_blockers")
personal_data: Registry[PersonalData] = Registry("personal_data")
retentions: Registry[Retention] = Registry("retentions")
chain_participations: Registry[ChainParticipation] = Registry("chain_participations")
demo_parts: Registry[DemoPart] = Registry("demo_parts")
