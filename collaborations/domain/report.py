"""The collaborations' section of the status report, and their sentence in the dossier. Pure reads."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from collaborations.domain.chain import Part, parts
from collaborations.domain.collaborations import in_year
from collaborations.enums import ChainLink, CollaborationState
from collaborations.models import Collaboration
from collaborations.since import since_text
from core.formats import date_text, number, plural

MOST_NAMES = 4


@dataclass(frozen=True)
class ReportLine:
    """A collaboration that the association had in the year; `when` tells of nothing after the year."""

    partner: str
    kind: str
    about: str
    when: str


@dataclass(frozen=True)
class ReportPart:
    """An initiative that the association took part in in the year."""

    initiative: str
    link: str
    number: str


@dataclass(frozen=True)
class Section:
    """What a year's report tells of collaborations and of the feeder chain."""

    collaborations: tuple[ReportLine, ...]
    parts: tuple[ReportPart, ...]


def sections(association_ids: Collection[int], years: Collection[int]) -> Mapping[tuple[int, int], Section]:
    """A section for each association and year with something to tell; four queries for any number of them."""
    rows = (
        Collaboration.objects.filter(association__any_of=association_ids)
        .exclude(state=CollaborationState.IDEA)
        .select_related("partner")
        .order_by("partner__sort_key", "start", "pk")
    )
    lines: dict[tuple[int, int], list[ReportLine]] = {}
    for row in rows:
        for year in years:
            if row.start and row.start <= date(year, 12, 31) and (row.end is None or row.end >= date(year, 1, 1)):
                lines.setdefault((row.association_id, year), []).append(_line(row, year))
    told: dict[tuple[int, int], list[ReportPart]] = {}
    for part in parts(years, associations=association_ids):
        told.setdefault((part.association_id, part.year), []).append(_part(part))
    return {
        key: Section(tuple(lines.get(key, ())), tuple(told.get(key, ()))) for key in sorted(lines.keys() | told.keys())
    }


def _line(row: Collaboration, year: int) -> ReportLine:
    since = since_text(row.start, row.precision)
    ended = f", afsluttet {date_text(row.end)}" if row.end and row.end.year == year else ""
    return ReportLine(row.partner.name, str(row.partner.get_kind_display()).lower(), row.about, f"siden {since}{ended}")


def _part(part: Part) -> ReportPart:
    initiative = part.initiative
    link = f"{initiative.link}. {ChainLink(initiative.link).label}" if initiative.link else "Anden forvaltning"
    return ReportPart(initiative.name, link, "–" if part.key is None else number(part.number))


def dossier_sentences(association_id: int, day: date) -> Iterator[str]:
    """How many collaborations are running on the day, and with whom; one query, nothing without any."""
    rows = Collaboration.objects.filter(in_year(day.year), association=association_id, start__lte=day)
    names = list(
        rows.filter(state=CollaborationState.RUNNING)
        .order_by("partner__sort_key")
        .values_list("partner__name", flat=True)
    )
    if names:
        known = list(dict.fromkeys(names))
        more = f" og {len(known) - MOST_NAMES} flere" if len(known) > MOST_NAMES else ""
        count = plural(len(names), "lokalt samarbejde er i gang", "lokale samarbejder er i gang")
        yield f"{count}: {', '.join(known[:MOST_NAMES])}{more}."
