"""The programme's year as a document: against the year before, money, members, people, a line per association."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.formats import date_text, decimal_text
from core.ordering import danish_key
from partnerships.domain.funding import YearMoney, money_of
from partnerships.models import ProgrammeYear
from reporting.domain import figures, programme_sentences
from reporting.domain.association_report import NumberRow
from reporting.domain.facts import YearFacts, year_facts
from reporting.domain.loading import YEARS_OF_BANDS, Register, band_totals, in_partnership_any, load_register
from reporting.domain.programme_year import ProgrammeFacts
from reporting.domain.sentences import Paragraph
from reporting.domain.sentences_members import ages_text

MOST_LINES = 60  # a PDF with hundreds of rows is slow to make and hard to read; Excel holds them
CITYWIDE = "Bydækkende"
Number = int | None


class NoProgrammeError(Exception):
    """No association had a partnership in the year."""


@dataclass(frozen=True)
class Compared:
    """A figure of the year and of the year before, in words; None is shown as "ikke oplyst"."""

    label: str
    before: str | None
    now: str | None
    change: str


@dataclass(frozen=True)
class Group:
    """Associations with something in common, and their members under 25 as far as reported."""

    name: str
    associations: int
    under_25: Number
    reported: int


@dataclass(frozen=True)
class Lack:
    """A vacancy or too few hours in the year: where, when, how long."""

    name: str
    days: int
    detail: str


@dataclass(frozen=True)
class Line:
    """One association in one line."""

    name: str
    cohort: str
    place: str
    under_25: Number
    change: Number
    hours: str
    vacancy_days: int
    contact: str
    granted: Number


@dataclass(frozen=True)
class ProgrammeMembers:
    """Members of the associations of the year on 31 December of each of `years`, as far as reported."""

    years: tuple[int, ...]
    bands: tuple[NumberRow, ...]
    under_25: tuple[Number, ...]
    reported: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammeReport:
    """The whole report. `as_of` is the day it was drawn up; it does not count as content."""

    year: int
    as_of: date
    paragraphs: tuple[Paragraph, ...]
    key_figures: tuple[tuple[str, str | None, str], ...]
    compared: tuple[Compared, ...]
    money: YearMoney | None
    reserved_posts: tuple[tuple[str, int], ...]
    cohorts: tuple[Group, ...]
    districts: tuple[Group, ...]
    consultants: tuple[tuple[str, int], ...]
    members: ProgrammeMembers
    vacancies: tuple[Lack, ...]
    under_hours: tuple[Lack, ...]
    missing_counts: tuple[str, ...]
    lines: tuple[Line, ...]
    associations: int

    @property
    def year_before(self) -> int:
        return self.year - 1


def build_programme_report(year: int, as_of: date) -> ProgrammeReport:
    """The programme's report of the year from today's records, in 18 queries. Raises `NoProgrammeError`."""
    register = load_register(in_partnership_any(range(year - YEARS_OF_BANDS + 1, year + 1)), years=[])
    return programme_report(register, year, as_of)


def programme_report(register: Register, year: int, as_of: date) -> ProgrammeReport:
    """The same from a register that holds the associations of the year and of those shown beside it."""
    now = _programme_facts(register, year)
    if not now.rows:
        raise NoProgrammeError(str(year))
    before = _programme_facts(register, year - 1)
    lacks = _lacks(now)
    return ProgrammeReport(
        year=year,
        as_of=as_of,
        paragraphs=tuple(programme_sentences.paragraphs(now, before)),
        key_figures=programme_sentences.key_figures(now),
        compared=tuple(Compared(*row) for row in programme_sentences.comparison(now, before)),
        money=now.money,
        reserved_posts=reserved_posts(register.programme_years.get(year)),
        cohorts=_groups(now, lambda f: f.cohort, key=_cohort_order),
        districts=_groups(now, place, key=lambda name: (name == CITYWIDE, danish_key(name))),
        consultants=_consultants(now),
        members=_members(register, year),
        vacancies=lacks[0],
        under_hours=lacks[1],
        missing_counts=tuple(f.name for f in now.at_end if f.under_25 is None),
        lines=tuple(_line(f) for f in now.rows) if len(now.rows) <= MOST_LINES else (),
        associations=len(now.rows),
    )


def _programme_facts(register: Register, year: int) -> ProgrammeFacts:
    found = [year_facts(history, year, register) for history in register.histories]
    opened = register.programme_years.get(year)
    return ProgrammeFacts(
        year=year,
        rows=[facts for facts in found if facts],
        money=money_of(opened) if opened else None,
    )


def reserved_posts(year: ProgrammeYear | None) -> tuple[tuple[str, int], ...]:
    """What the year's money is set aside for besides grants, with whole kroner."""
    return tuple(year.reserved_posts.values_list("title", "amount")) if year else ()


def place(f: YearFacts) -> str:
    """The association's district, or that it is citywide."""
    row = f.history.association
    return CITYWIDE if row.citywide else (row.district.name if row.district else "Ikke oplyst")


def _cohort_order(name: str) -> tuple[object, ...]:
    return (name.removeprefix("medio "), name.startswith("medio"))


def _groups(
    now: ProgrammeFacts, name_of: Callable[[YearFacts], str], *, key: Callable[[str], Any]
) -> tuple[Group, ...]:
    found: dict[str, list[YearFacts]] = {}
    for f in now.at_end:
        found.setdefault(name_of(f), []).append(f)
    rows = []
    for name in sorted(found, key=key):
        total, known = figures.sum_known([f.under_25 for f in found[name]])
        rows.append(Group(name, len(found[name]), total if known else None, known))
    return tuple(rows)


def _consultants(now: ProgrammeFacts) -> tuple[tuple[str, int], ...]:
    found: dict[tuple[str, int], int] = {}
    for f in now.at_end:
        if f.contact_at_end:
            user = f.contact_at_end.consultant
            found[user.name, user.pk] = found.get((user.name, user.pk), 0) + 1
    return tuple((name, count) for (name, _), count in sorted(found.items(), key=lambda item: danish_key(item[0][0])))


def _members(register: Register, year: int) -> ProgrammeMembers:
    years = tuple(range(year - YEARS_OF_BANDS + 1, year + 1))
    totals = band_totals(years)
    bands = sorted({ages for known in totals.values() for ages in known if figures.is_under_25(ages)})
    sums, reported = [], []
    for each in years:
        last = date(each, 12, 31)
        rows = [h for h in register.histories if any(p.start <= last <= p.end for p in h.participations)]
        total, known = figures.sum_known([figures.under_25(h.counts, each) for h in rows])
        sums.append(total if known else None)
        reported.append(f"{known} af {len(rows)}")
    return ProgrammeMembers(
        years=years,
        bands=tuple(NumberRow(ages_text(a), tuple(totals.get(y, {}).get(a) for y in years)) for a in bands),
        under_25=tuple(sums),
        reported=tuple(reported),
    )


def _lacks(now: ProgrammeFacts) -> tuple[tuple[Lack, ...], tuple[Lack, ...]]:
    vacancies, hours = [], []
    for f in now.rows:
        if f.vacancies:
            open_since = f.vacancies[-1] if f.vacancies[-1].end == f.last_day else None
            detail = f"ledig siden {date_text(open_since.start)}" if open_since else "besat igen"
            vacancies.append(Lack(f.name, f.vacancy_days, detail))
        if f.under_hours:
            fewest = min(part.hours for part in f.under_hours)
            days = figures.days_of(part.period for part in f.under_hours)
            hours.append(Lack(f.name, days, f"lavest {decimal_text(fewest)} timer"))
    return _longest(vacancies), _longest(hours)


def _longest(lacks: Sequence[Lack]) -> tuple[Lack, ...]:
    return tuple(sorted(lacks, key=lambda lack: (-lack.days, danish_key(lack.name)))[:MOST_LINES])


def _line(f: YearFacts) -> Line:
    return Line(
        name=f.name,
        cohort=f.cohort,
        place=place(f),
        under_25=f.under_25,
        change=figures.change(f.under_25, f.under_25_before),
        hours=decimal_text(f.hours_at_end) if f.at_end else "ledig",
        vacancy_days=f.vacancy_days,
        contact=f.contact_at_end.consultant.name if f.contact_at_end else "ingen",
        granted=f.granted,
    )
