"""The *livslinje*: a picture of periods and days over years, one SVG of our own, and the same as a table.

    lines = lifelines(subjects, today=clock.today())

What stands in it comes through `core.registry.lifeline_lanes`.
`{% include "charts/_lifeline.html" with lifeline=line %}` draws it with its table folded; with `plain=True` the table
stands open, for PDFs. Only presentation attributes are used, and texts, outlines and hatching tell what is what without
colour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.formats import date_text, period_text
from core.lifeline_shapes import Drawing, Picture
from core.periods import Period, overlap
from core.registry import LifelineEntry, LifelinePoint, LifelineSpan, LifelineSubject, lifeline_lanes


@dataclass(frozen=True)
class LaneRow:
    """A lane with what lies inside the frame."""

    label: str
    entries: tuple[LifelineEntry, ...]


@dataclass(frozen=True)
class TableRow:
    """A line of the table: what, of which lane, and when."""

    label: str
    lane: str
    when: str


@dataclass(frozen=True)
class Lifeline:
    """A livslinje from `start` to `end`, both included. `mark` is a day to point out, with its label; None: outside.

    Spans without an end are drawn to `running_to`.
    """

    key: str
    caption: str
    start: date
    end: date
    mark: date | None
    mark_label: str
    running_to: date
    lanes: tuple[LaneRow, ...]

    @property
    def drawing(self) -> Drawing:
        """The picture, computed afresh."""
        picture = Picture(Period(self.start, self.end), self.running_to)
        for lane in self.lanes:
            picture.add_lane(lane.label, lane.entries)
        if self.mark:
            picture.add_mark(self.mark, self.mark_label)
        parts = "; ".join(f"{lane.label}: {len(lane.entries)}" for lane in self.lanes)
        return picture.drawing(
            key=self.key,
            alt=f"{self.caption}, {self.start.year}–{self.end.year}. {parts}.",
            description="Hver periode er en bjælke på en tidslinje. Alle perioder og datoer står i tabellen.",
        )

    @property
    def rows(self) -> list[TableRow]:
        """Everything in the picture as lines of a table."""
        return [TableRow(entry.label, lane.label, when(entry)) for lane in self.lanes for entry in lane.entries]


def when(entry: LifelineEntry) -> str:
    """The day, or the period in words; one that is still running has only its first day."""
    return date_text(entry.on) if isinstance(entry, LifelinePoint) else period_text(entry.start, entry.end)


def lifelines(
    subjects: Sequence[LifelineSubject], *, today: date, caption: str = "Livslinje"
) -> Mapping[LifelineSubject, Lifeline]:
    """The livslinje of each subject that has an agreement; queries do not grow with the subjects.

    The mark is the subject's `known_on`, else `today`.
    """
    framed = [subject for subject in subjects if subject.agreements]
    built = [(lane.label, lane.build(framed)) for lane in lifeline_lanes] if framed else []
    return {
        subject: lifeline_of(
            subject, [(label, found.get(subject, ())) for label, found in built], today=today, caption=caption
        )
        for subject in framed
    }


def lifeline_of(
    subject: LifelineSubject,
    lanes: Sequence[tuple[str, Iterable[LifelineEntry]]],
    *,
    today: date,
    caption: str = "Livslinje",
) -> Lifeline:
    """Frames the entries of the lanes by the subject's agreements; lanes without any are left out."""
    start = min(span.start for span in subject.agreements)
    end = max(span.end or today for span in subject.agreements)
    frame = Period(start, max(start, end))
    mark = subject.known_on or today
    inside = [(label, tuple(entry for entry in entries if lies_in(entry, frame))) for label, entries in lanes]
    return Lifeline(
        key=f"lifeline-{subject.association_id}",
        caption=caption,
        start=frame.start,
        end=frame.end,
        mark=mark if frame.contains(mark) else None,
        mark_label=f"Udgangen af {mark.year}" if subject.known_on else "I dag",
        running_to=min(max(mark, frame.start), frame.end),
        lanes=tuple(LaneRow(label, entries) for label, entries in inside if entries),
    )


def lies_in(entry: LifelineEntry, frame: Period) -> bool:
    """Whether some of the entry lies inside the frame."""
    if isinstance(entry, LifelinePoint):
        return frame.contains(entry.on)
    return overlap(entry.start, entry.end, frame) is not None


def as_known(subject: LifelineSubject, entries: Iterable[LifelineSpan]) -> list[LifelineSpan]:
    """The spans as the subject's day knew them: later ones left out, those that end later still running."""
    day = subject.known_on
    if day is None:
        return list(entries)
    known = (entry for entry in entries if entry.start <= day)
    return [
        entry if entry.end and entry.end <= day else LifelineSpan(entry.start, None, entry.label, entry.style)
        for entry in known
    ]
