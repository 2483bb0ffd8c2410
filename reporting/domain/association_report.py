"""One association's year as a document: everything its status report shows, in words and numbers, without layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from associations.domain.tenure import tenure_start
from associations.domain.turnover import average_employed, ended_in, turnover_percent
from associations.enums import Gender
from associations.models import Association, Employment
from core.formats import date_text, decimal_text, kroner, number, period_text, plural
from core.periods import Period, overlap, whole_year
from core.registry import report_sections
from partnerships.models import Grant
from reporting.domain import figures, sentences_members, sentences_partnership, sentences_people  # noqa: F401 — the modules register their rules
from reporting.domain.attention import Attention, attention_of
from reporting.domain.facts import YearFacts, year_facts
from reporting.domain.loading import YEARS_OF_BANDS, Register, load_register
from reporting.domain.sentences import Paragraph, rules
from reporting.domain.sentences_members import ages_text
from reporting.domain.wording import duration, joined

Number = int | None
MOST_PEOPLE = 10


class NoPartnershipError(Exception):
    """The association had no partnership on any day of the year, so there is nothing to report."""


@dataclass(frozen=True)
class Fact:
    """A label and what held in the year, in words; None is shown as "ikke oplyst"."""

    label: str
    value: str | None


@dataclass(frozen=True)
class NumberRow:
    """A row of a table of members: None where nobody has reported."""

    label: str
    values: tuple[Number, ...]


@dataclass(frozen=True)
class Members:
    """Members on 31 December of each of `years`, the bands under 25; `genders` is the report's year alone."""

    years: tuple[int, ...]
    bands: tuple[NumberRow, ...]
    under_25: tuple[Number, ...]
    older: tuple[Number, ...]
    total: tuple[Number, ...]
    gender_names: tuple[str, ...]
    genders: tuple[NumberRow, ...]
    source: str
    note: str


@dataclass(frozen=True)
class PersonRow:
    """One employment; `in_year`: it held on a day of the report's year."""

    name: str
    period: str
    hours: str
    role: str
    tenure: str
    in_year: bool


@dataclass(frozen=True)
class GrantRow:
    """One year's grant under the partnership."""

    year: int
    months: int
    amount: int
    note: str
    is_report_year: bool


@dataclass(frozen=True)
class AgreementRow:
    """A stretch of the agreement and what it rests on."""

    period: str
    basis: str


@dataclass(frozen=True)
class Section:
    """A section registered by another capability, with the partial that draws it."""

    key: str
    title: str
    template: str
    content: Any


@dataclass(frozen=True)
class AssociationReport:
    """The whole report. `as_of` is the day it was drawn up; it does not count as content."""

    association_id: int
    name: str
    year: int
    as_of: date
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[Fact, ...]
    attention: tuple[Attention, ...]
    members: Members
    people: tuple[PersonRow, ...]
    people_figures: tuple[Fact, ...]
    grants: tuple[GrantRow, ...]
    first_year: int
    granted_in_all: int
    agreements: tuple[AgreementRow, ...]
    sections: tuple[Section, ...]


def build_association_report(association_id: int, year: int, as_of: date) -> AssociationReport:
    """The association's report of the year from today's records, in 12 queries and those of registered sections.

    Raises `Association.DoesNotExist`, and `NoPartnershipError` for a year without a partnership.
    """
    register = load_register(Association.objects.filter(pk=association_id), years=[year])
    return association_report(register, association_id, year, as_of)


def association_report(register: Register, association_id: int, year: int, as_of: date) -> AssociationReport:
    """The same from histories that are loaded already."""
    facts = year_facts(register.history(association_id), year, register)
    if facts is None:
        raise NoPartnershipError(f"{association_id} had no partnership in {year}")
    return AssociationReport(
        association_id=association_id,
        name=facts.name,
        year=year,
        as_of=as_of,
        paragraphs=tuple(rules.paragraphs(facts)),
        facts=_facts(facts),
        attention=attention_of(facts),
        members=_members(facts),
        people=_people(facts),
        people_figures=_people_figures(facts),
        grants=_grants(facts),
        first_year=facts.participation.start.year,
        granted_in_all=sum(row.amount for row in _granted_so_far(facts)),
        agreements=_agreements(facts),
        sections=_sections(register, association_id, year),
    )


def _facts(f: YearFacts) -> tuple[Fact, ...]:
    row: Any = f.history.association
    place = "Bydækkende" if row.citywide else (row.district.name if row.district else None)
    names = joined([post.name for post in f.at_end])
    post = f"{names}, {decimal_text(f.hours_at_end)} timer om ugen" if names else "stillingen er ledig"
    rows = [
        Fact("Medlemmer under 25 år", number(f.under_25)),
        Fact("Ressourceperson", post),
        Fact("Tilskud", kroner(f.granted)),
        Fact("Aftalen udløber", date_text(f.agreement_end)),
        Fact("Kontaktperson", f.contact_at_end.consultant.name if f.contact_at_end else None),
        Fact("Formand", f.chair.person.name if f.chair else None),
        Fact("Årgang", f.cohort),
        Fact("Bydel", place),
        Fact("Aktivitet", joined([activity.name for activity in row.report_activities]) or None),
        Fact("CVR-nummer", row.cvr),
    ]
    if f.get2sport:
        rows.append(Fact("DIF get2sport", "støttes sammen"))
    return tuple(rows)


def _members(f: YearFacts) -> Members:
    years = tuple(range(f.year - YEARS_OF_BANDS + 1, f.year + 1))
    known = [year for year in years if year in f.history.counts]
    # Years before the first number would only be empty columns, but five years are always shown.
    years = tuple(year for year in years if year > f.year - 5 or (known and year >= known[0]))
    counts = [f.history.counts.get(year) for year in years]
    bands = [ages for ages in figures.bands_of(c for c in counts if c) if figures.is_under_25(ages)]
    this = f.count
    genders = [g for g in Gender if this and any(gender == g for _, gender in this.cells)]
    return Members(
        years=years,
        bands=tuple(
            NumberRow(ages_text(ages), tuple(figures.band_total(c.cells, ages) if c else None for c in counts))
            for ages in bands
        ),
        under_25=tuple(c.under_25 if c else None for c in counts),
        older=tuple(figures.older_total(c) if c else None for c in counts),
        total=tuple(c.total if c else None for c in counts),
        gender_names=tuple(str(gender.label) for gender in genders),
        genders=tuple(
            NumberRow(ages_text(ages), tuple(this.cells.get((ages, gender)) for gender in genders))
            for ages in figures.bands_of([this])
            if figures.is_under_25(ages)
        )
        if this
        else (),
        source=str(this.source.label) if this else "",
        note=this.note if this else "",
    )


def _people(f: YearFacts) -> tuple[PersonRow, ...]:
    """The employments since the partnership began, the newest first, as they stood at the end of the year."""
    employments = f.history.employments
    first = f.history.first_start or f.in_force[0].start
    known = [row for row in employments if row.start <= f.last_day and (row.end is None or row.end >= first)]
    return tuple(_person(f, row) for row in sorted(known, key=lambda row: row.start, reverse=True)[:MOST_PEOPLE])


def _person(f: YearFacts, row: Employment) -> PersonRow:
    ended = row.end if row.end and row.end <= f.last_day else None
    return PersonRow(
        name=row.person.name,
        period=period_text(row.start, ended),
        hours=f"{decimal_text(row.weekly_hours)} timer",
        role="primær kontakt" if row.is_primary_contact else "medarbejder",
        tenure=duration(tenure_start(f.history.employments, row), ended or f.last_day),
        in_year=any(overlap(row.start, row.end, period) for period in f.in_force),
    )


def _people_figures(f: YearFacts) -> tuple[Fact, ...]:
    span = whole_year(f.year)
    ended = ended_in(f.history.employments, span)
    rate = turnover_percent(len(ended), average_employed(f.history.employments, f.year))
    under = figures.days_of(part.period for part in f.under_hours)
    required = f"{decimal_text(f.required_hours)} timer om ugen" if f.required_hours is not None else None
    return (
        Fact("Krav til arbejdstid", required),
        Fact("Dage uden ressourceperson", plural(f.vacancy_days, "dag", "dage")),
        Fact("Dage under timekravet", plural(under, "dag", "dage") if f.required_hours is not None else None),
        Fact("Ophørte ansættelser", number(len(ended))),
        Fact("Udskiftning", f"{rate} procent" if rate is not None else None),
    )


def _granted_so_far(f: YearFacts) -> list[Grant]:
    grants = f.participation.partnership.report_grants  # type: ignore[attr-defined]
    return [row for row in grants if row.programme_year.year <= f.year]


def _grants(f: YearFacts) -> tuple[GrantRow, ...]:
    """The grants of the agreement's present period: since the latest extension began to run, or from the start."""
    begun = [row.previous_end.year for row in f.extensions if row.previous_end.year < f.year]
    first = max(begun, default=f.participation.start.year - 1) + 1
    return tuple(
        GrantRow(
            year=row.programme_year.year,
            months=row.months,
            amount=row.amount,
            note=row.override_reason,
            is_report_year=row.programme_year.year == f.year,
        )
        for row in _granted_so_far(f)
        if row.programme_year.year >= first
    )


def _agreements(f: YearFacts) -> tuple[AgreementRow, ...]:
    participation, partnership = f.participation, f.participation.partnership
    ends = [partnership.first_end, *(row.new_end for row in f.extensions)]
    starts = [partnership.start, *(end + (date.resolution) for end in ends[:-1])]
    bases = [
        "Første aftale",
        *(f"Forlænget {date_text(row.decided_on)} af {row.decided_by}: {row.reason}" for row in f.extensions),
    ]
    own = Period(participation.start, max(participation.end, participation.start))
    rows = []
    for start, end, basis in zip(starts, ends, bases, strict=True):
        part = overlap(start, end, own) if end >= start else None
        rows.append(AgreementRow(period_text(part.start, part.end) if part else period_text(start, end), basis))
    return tuple(rows)


def _sections(register: Register, association_id: int, year: int) -> tuple[Section, ...]:
    built: Sequence[tuple[Any, Any]] = [
        (entry, register.sections.get(entry.key, {}).get((association_id, year))) for entry in report_sections
    ]
    return tuple(
        Section(entry.key, entry.title, entry.template, content) for entry, content in built if content is not None
    )
