"""The feeder chain in a year: who took part in what, typed or computed (docs/figures.md, *Fødekæden*)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.permissions import AnyUser
from associations.domain.locking import lock_association
from associations.models import Association
from collaborations.domain.collaborations import adding_blockers
from collaborations.enums import ChainLink
from collaborations.models import Initiative, InitiativeParticipation
from core.ordering import danish_key
from core.registry import chain_participations
from workflow import audit

COMPUTED = "{} regnes ud af sig selv og skal ikke skrives."


@transaction.atomic
def add_participation(row: InitiativeParticipation, *, by: User | None) -> InitiativeParticipation:
    """Saves a new participation; the same one sent twice is the first one.

    Raises `ValidationError`; the caller has asked who may.
    """
    lock_association(row.association)
    if reasons := adding_blockers(Association.objects.get(pk=row.association_id)):
        raise ValidationError(reasons)
    if row.initiative.computed_by:
        raise ValidationError({"initiative": COMPUTED.format(row.initiative)})
    known = InitiativeParticipation.objects.filter(
        association=row.association_id, initiative=row.initiative_id, year=row.year, number=row.number, note=row.note
    )
    return known.first() or audit.save(row, by=by)


@transaction.atomic
def edit_participation(row: InitiativeParticipation, *, based_on: int, by: User | None) -> InitiativeParticipation:
    """Saves the changed number and note. Raises `ValidationError`, `audit.StaleError`; the caller has asked who may."""
    return audit.save(row, by=by, based_on=based_on)


@transaction.atomic
def remove_participation(*, association: Association, key: int, by: User) -> InitiativeParticipation | None:
    """Removes one that was written by mistake; None when it is gone already."""
    rows = InitiativeParticipation.objects.select_for_update(of=("self",)).select_related("initiative")
    row = rows.filter(pk=key, association=association).first()
    if row:
        audit.delete(row, by=by)
    return row


@dataclass(frozen=True)
class Part:
    """An association in an initiative in a year; `key` None: computed."""

    association_id: int
    association: str
    initiative: Initiative
    year: int
    number: int | None = None
    note: str = ""
    key: int | None = None

    @property
    def name_key(self) -> str:
        return danish_key(self.association)


def parts(
    years: Collection[int], *, user: AnyUser | None = None, associations: Collection[int] | None = None
) -> list[Part]:
    """Everybody's part in everything in these years, the computed ones too: in order of link, initiative and name.

    Limited to what the user may see, or to some associations, whose names are not read then. Three queries at most and
    those of the computed initiatives.
    """
    initiatives = {row.pk: row for row in Initiative.objects.select_related("administration")}
    if associations is None:
        clubs = Association.objects.all() if user is None else Association.objects.visible_to(user)
        names = dict(clubs.values_list("pk", "name"))
    else:
        names = dict.fromkeys(associations, "")
    typed = InitiativeParticipation.objects.filter(year__in=years)
    if associations is not None:
        typed = typed.filter(association__any_of=associations)
    found = [
        Part(row.association_id, names[row.association_id], initiatives[row.initiative_id], row.year, row.number,
             row.note, row.pk)
        for row in typed
        if row.association_id in names
    ]  # fmt: skip
    by_source = {row.computed_by: row for row in initiatives.values() if row.computed_by}
    for source in chain_participations:
        if initiative := by_source.get(source.key):
            found += [
                Part(club, names[club], initiative, year)
                for club, year in source.find(associations, years)
                if club in names
            ]
    return sorted(found, key=_place)


def _place(part: Part) -> tuple[int, str, int, str, int]:
    initiative = part.initiative
    return (
        initiative.link or len(ChainLink) + 1,
        danish_key(initiative.name),
        -part.year,
        part.name_key,
        part.association_id,
    )


@dataclass(frozen=True)
class InitiativeCount:
    """An initiative in a year: associations that took part, and the children and young people where counted."""

    initiative: Initiative
    associations: int
    counted: int
    number: int | None


@dataclass(frozen=True)
class LinkCount:
    """A link of the chain in a year; `associations` counts each once. `link` None: beside the chain."""

    link: ChainLink | None
    associations: int
    initiatives: list[InitiativeCount] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.link.label) if self.link else "Ved siden af kæden"


def link_counts(found: Iterable[Part]) -> list[LinkCount]:
    """The four links in order, then what lies beside them; initiatives out of use only where somebody took part."""
    by_initiative: dict[int, list[Part]] = {}
    for part in found:
        by_initiative.setdefault(part.initiative.pk, []).append(part)
    rows = Initiative.objects.select_related("administration").order_by("sort_key", "pk")
    counts = [_count(row, by_initiative.get(row.pk, [])) for row in rows if row.in_use or row.pk in by_initiative]
    return [
        LinkCount(
            link,
            len({part.association_id for members in by_initiative.values() for part in members
                 if part.initiative.link == link}),
            [row for row in counts if row.initiative.link == link],
        )
        for link in (*ChainLink, None)
    ]  # fmt: skip


def _count(initiative: Initiative, members: list[Part]) -> InitiativeCount:
    numbers = [part.number for part in members if part.number is not None]
    return InitiativeCount(
        initiative, len({part.association_id for part in members}), len(numbers), sum(numbers) if numbers else None
    )


def association_links(found: Iterable[Part]) -> Mapping[ChainLink, list[Part]]:
    """One association's parts by link; those beside the chain are left out."""
    by_link: dict[ChainLink, list[Part]] = {link: [] for link in ChainLink}
    for part in found:
        if part.initiative.link:
            by_link[ChainLink(part.initiative.link)].append(part)
    return by_link


def known_years(today: int) -> list[int]:
    """The years that something is written about, and the running one: the newest first."""
    years = set(InitiativeParticipation.objects.order_by().values_list("year", flat=True).distinct())
    return sorted(years | {today}, reverse=True)


def years_text(years: Iterable[int]) -> str:
    """`2019–2021 og 2023`."""
    spans = [f"{first}–{last}" if first < last else str(first) for first, last in _spans(sorted(set(years)))]
    return f"{', '.join(spans[:-1])} og {spans[-1]}" if len(spans) > 1 else "".join(spans)


def _spans(years: list[int]) -> Iterator[tuple[int, int]]:
    for place, year in enumerate(years):
        if place == 0 or years[place - 1] != year - 1:
            last = year
            while last + 1 in years:
                last += 1
            yield year, last
