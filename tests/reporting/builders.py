"""Histories made by hand, without a database: what sentences and figures are tested on.

f = facts(under_25={2021: 389, 2022: 412}, posts=[post("Amina Holm", "2020-01-01")])
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from accounts.models import User
from associations.enums import CountingRule, CountSource
from associations.models import ActivityKind, Association, BoardMember, DisadvantagedArea, District, Employment, Person
from partnerships.models import ContactPerson, Extension, Grant, Participation, Partnership, ProgrammeYear
from reporting.domain.facts import YearFacts, year_facts
from reporting.domain.loading import Ages, Count, History, Register

NAME = "Nørrebro United"
BANDS: tuple[Ages, ...] = ((0, 6), (7, 12), (13, 18), (19, 24))
_people: dict[str, int] = {}


def day(text: str) -> date:
    return date.fromisoformat(text)


def person(name: str) -> Person:
    return Person(pk=_people.setdefault(name, len(_people) + 1), name=name)


def post(name: str, start: str, end: str | None = None, *, hours: str = "20", primary: bool = True) -> Employment:
    return Employment(
        person=person(name),
        start=day(start),
        end=day(end) if end else None,
        weekly_hours=Decimal(hours),
        is_primary_contact=primary,
    )


def contact(name: str, start: str, end: str | None = None) -> ContactPerson:
    consultant = User(pk=_people.setdefault(name, len(_people) + 1), name=name)
    return ContactPerson(consultant=consultant, start=day(start), end=day(end) if end else None)


def extension(previous_end: str, new_end: str, decided: str, by: str = "Kultur- og Fritidsudvalget") -> Extension:
    return Extension(
        previous_end=day(previous_end), new_end=day(new_end), decided_on=day(decided), decided_by=by, reason="Gode år"
    )


def grant(year: int, amount: int = 200_000, months: int = 12, reason: str = "") -> Grant:
    row = Grant(pk=year, amount=amount, months=months, override_reason=reason)
    row.programme_year = ProgrammeYear(year=year)
    return row


def count(
    year: int, under_25: int | None, total: int | None = None, *, cells=None, rule: str = "once", note: str = ""
) -> Count:
    return Count(
        year=year,
        under_25=under_25,
        total=total,
        rule=CountingRule(rule),
        source=CountSource.REGISTER,
        note=note,
        cells=cells or {},
    )


def cells(**by_band: tuple[int | None, ...]) -> dict[tuple[Ages, str], int]:
    """`cells(_7=(48, 60))`: girls and boys, and other when there is a third, of the band that begins at seven."""
    bands = {lower: (lower, upper) for lower, upper in (*BANDS, (25, 39), (40, 59), (60, None))}
    genders = ("female", "male", "other")
    return {
        (bands[int(key.strip("_"))], gender): members
        for key, values in by_band.items()
        for gender, members in zip(genders, values, strict=False)
        if members is not None
    }


def history(
    *,
    name: str = NAME,
    start: str = "2018-01-01",
    first_end: str = "2021-12-31",
    end: str = "2025-12-31",
    extensions: Sequence[Extension] | None = None,
    posts: Sequence[Employment] = (),
    contacts: Sequence[ContactPerson] = (),
    grants: Sequence[Grant] = (),
    counts: Sequence[Count] = (),
    under_25: Mapping[int, int | None] | None = None,
    ended_early: str | None = None,
    district: str | None = "Nørrebro",
    activities: Sequence[str] = ("Fodbold",),
    areas: Sequence[str] = (),
    get2sport: tuple[str | None, str | None] = (None, None),
    chairs: Sequence[BoardMember] = (),
) -> History:
    association = Association(
        pk=7,
        name=name,
        district=District(name=district) if district else None,
        citywide=district is None,
        get2sport_start=day(get2sport[0]) if get2sport[0] else None,
        get2sport_end=day(get2sport[1]) if get2sport[1] else None,
    )
    association.report_activities = [ActivityKind(name=kind) for kind in activities]
    association.report_areas = [DisadvantagedArea(name=area, start=date(2010, 12, 1)) for area in areas]
    partnership = Partnership(start=day(start), first_end=day(first_end), end=day(end))
    if ended_early:
        partnership.ended_early_on, partnership.end_reason = day(ended_early), "Afdelingen lukkede."
    if extensions is None:
        extensions = (
            [extension(first_end, end, f"{first_end[:4]}-06-14")] if end > first_end and not ended_early else []
        )
    partnership.report_extensions, partnership.report_grants = list(extensions), list(grants)
    rows = [*counts, *(count(year, members) for year, members in (under_25 or {}).items())]
    return History(
        association=association,
        employments=list(posts),
        participations=[Participation(partnership=partnership, start=day(start), end=day(end))],
        contact_persons=list(contacts),
        chairs=list(chairs),
        counts={row.year: row for row in rows},
    )


def register(*histories: History, required: str | None = "20", years: Sequence[int] = (2021, 2022)) -> Register:
    opened = {
        year: ProgrammeYear(year=year, required_weekly_hours=Decimal(required))
        for year in years
        if required is not None
    }
    return Register(list(histories), opened)


def facts(year: int = 2022, *, required: str | None = "20", **arguments) -> YearFacts:
    """The facts of one association's year; the arguments are those of `history`."""
    own = history(**arguments)
    found = year_facts(own, year, register(own, required=required, years=[year]))
    assert found is not None, "no partnership in the year"
    return found
