"""What an association's page Medlemstal shows: years by age bands, with what is missing said. Pure reads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from associations.domain.counts import CellKey, latest_year, numbers_of, overlapping_bands
from associations.enums import Gender
from associations.models import AgeBand, Association, MemberCount
from core.periods import Period
from overview.domain.association_queries import agreements_of, participations_of

ASKED_GENDERS = (Gender.FEMALE.value, Gender.MALE.value)


@dataclass(frozen=True)
class BandNumber:
    """Members of one age band in one year. `is_partial`: women or men are missing, so the number is too small.

    `members` is None when nothing has been given.
    """

    members: int | None
    is_partial: bool


@dataclass(frozen=True)
class YearRow:
    """One year: `count` is None when nothing has been reported. `bands` follow the table's columns."""

    year: int
    count: MemberCount | None
    numbers: dict[CellKey, int]
    bands: list[BandNumber]
    can_be_edited: bool


@dataclass(frozen=True)
class AssociationCounts:
    """The table of years, the newest first. `missing` are the years of the partnership without a number under 25."""

    bands: list[AgeBand]
    rows: list[YearRow]
    missing: list[int]
    latest: int

    @property
    def next_year(self) -> int:
        """The year whose numbers are most likely to be written now: the newest missing one, else the last ended."""
        return self.missing[-1] if self.missing else self.latest

    @property
    def running_year(self) -> int:
        """The first year that cannot be written yet."""
        return self.latest + 1

    @property
    def counts(self) -> list[MemberCount]:
        """The reported years, the oldest first."""
        return [row.count for row in reversed(self.rows) if row.count]


def association_counts(association: Association, day: date) -> AssociationCounts:
    """Reads the page in four queries: every year from the first counted or expected one to the last ended one."""
    counts = {count.year: count for count in association.member_counts.prefetch_related("cells")}
    expected = expected_years(agreements_of(participations_of(association)), day)
    numbers = {year: numbers_of(count) for year, count in counts.items()}
    bands = bands_of_counts(AgeBand.objects.all(), {band_id for given in numbers.values() for band_id, _ in given})
    latest = latest_year(day)
    rows = [
        YearRow(
            year=year,
            count=counts.get(year),
            numbers=numbers.get(year, {}),
            bands=[band_number(numbers.get(year, {}), band) for band in bands],
            can_be_edited=year <= latest,
        )
        for year in reversed(years_between({*counts, *expected, latest}))
    ]
    complete = {year for year, count in counts.items() if count.under_25 is not None}
    return AssociationCounts(bands, rows, sorted(expected - complete), latest)


@dataclass(frozen=True)
class YearNumbers:
    """One year's numbers as saved (`count` is None before that), those of the year before, and the grid's bands."""

    count: MemberCount | None
    saved: dict[CellKey, int]
    before: dict[CellKey, int]
    bands: list[AgeBand]


def year_numbers(association: Association, year: int, *, also: Collection[int] = ()) -> YearNumbers:
    """Reads one year for its grid in three queries; the bands with the ids `also` are shown too."""
    counts = {
        count.year: count
        for count in association.member_counts.filter(year__in=(year, year - 1)).prefetch_related("cells")
    }
    count = counts.get(year)
    saved = numbers_of(count) if count else {}
    before = numbers_of(counts[year - 1]) if year - 1 in counts else {}
    bands = bands_of_grid(AgeBand.objects.all(), {band_id for band_id, _ in saved} | set(also))
    return YearNumbers(count, saved, before, bands)


def expected_years(agreements: Iterable[Period], day: date) -> set[int]:
    """The years that ended inside a partnership, until the last one that could be counted on the day."""
    latest = latest_year(day)
    return {
        year
        for agreement in agreements
        for year in range(agreement.start.year, min(agreement.end.year, latest) + 1)
        if agreement.contains(date(year, 12, 31))
    }


def years_between(years: Iterable[int]) -> list[int]:
    """Every year from the first to the last of them, so that a year without a count shows as a gap."""
    known = sorted(years)
    return list(range(known[0], known[-1] + 1)) if known else []


def band_number(numbers: dict[CellKey, int], band: AgeBand) -> BandNumber:
    """The sum of the genders given for a band."""
    given = {gender: numbers[band.pk, gender] for gender in Gender.values if (band.pk, gender) in numbers}
    if not given:
        return BandNumber(None, is_partial=False)
    return BandNumber(sum(given.values()), is_partial=any(gender not in given for gender in ASKED_GENDERS))


def bands_of_counts(bands: Iterable[AgeBand], used: set[int]) -> list[AgeBand]:
    """The bands that some count uses, and those in use now, by age: the columns of a table over several years."""
    return sorted(
        (band for band in bands if band.pk in used or band.in_use),
        key=lambda band: (band.lower, band.upper is None, band.upper),
    )


def bands_of_grid(bands: Iterable[AgeBand], used: set[int]) -> list[AgeBand]:
    """The bands that one count is written in: those it uses, and those in use now that overlap none of them."""
    every = list(bands)
    chosen = [band for band in every if band.pk in used]
    for band in every:
        if band.in_use and band.pk not in used and not overlapping_bands([*chosen, band]):
            chosen.append(band)
    return bands_of_counts(chosen, {band.pk for band in chosen})
