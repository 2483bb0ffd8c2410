"""The programme in a year, beside the year before (docs/figures.md, *Programmet i et år*). Pure reads.

Every figure bears the address of its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

from django.db.models import F, Max, Subquery, Sum
from django.urls import reverse

from associations.models import Association, Employment, MemberCount
from core.ordering import danish_key
from overview.domain.list_conditions import OWN, Cohort, Moment, in_force, in_partnership_on
from overview.domain.list_queries import Rows
from overview.domain.list_rows import WarningKind, signed
from partnerships.domain.funding import LineMoney, YearMoney, lines_by_year, sum_of
from partnerships.models import ContactPerson, Participation, ProgrammeYear


@dataclass(frozen=True)
class Club:
    """An association in a partnership at the moment. None is what nobody has reported, or nobody there."""

    cohort: Cohort
    district: int | None
    district_name: str
    citywide: bool
    contact: int | None
    contact_name: str
    hours: Decimal | None
    under_25: int | None
    counted: bool  # in a partnership when the member counts were taken


@dataclass(frozen=True)
class Year:
    """One programme year at its moment; `opened` None: nobody has opened it."""

    number: int
    moment: Moment
    opened: ProgrammeYear | None
    lines: list[LineMoney]
    clubs: list[Club]

    @property
    def money(self) -> YearMoney:
        return sum_of(self.lines)

    @property
    def reported(self) -> list[int]:
        """Members under 25 of each association that was to report, and has."""
        return [club.under_25 for club in self.clubs if club.counted and club.under_25 is not None]

    @property
    def expected(self) -> int:
        """How many associations were to report."""
        return sum(club.counted for club in self.clubs)

    @property
    def under_25(self) -> int | None:
        return sum(self.reported) if self.reported else None

    def count(self, condition: Callable[[Club], bool]) -> int:
        return sum(condition(club) for club in self.clubs)


def clubs_at(moment: Moment) -> list[Club]:
    """The associations in a partnership at the moment, in Danish order; one query."""
    first = Participation.objects.filter(association=OWN).order_by("start", "pk").values("start")
    hours: Rows = in_force(Employment, moment.day).values("association")
    contact = in_force(ContactPerson, moment.day)
    then = Participation.objects.filter(
        association=OWN, start__lte=date(moment.count_year, 12, 31), end__gte=date(moment.count_year, 12, 31)
    )
    count = MemberCount.objects.filter(association=OWN, year=moment.count_year).order_by()
    rows = (
        Association.objects.filter(in_partnership_on(moment.day))
        .order_by("sort_key", "pk")
        .annotate(
            first=Subquery(first[:1]),
            hours=Subquery(hours.annotate(sum=Sum("weekly_hours")).values("sum")),
            contact=Subquery(contact.values("consultant")),
            contact_name=Subquery(contact.values("consultant__name")),
            under_25=Subquery(count.values("under_25")),
            then=Subquery(then.order_by().values("association").annotate(last=Max("end")).values("last")),
            district_name=F("district__name"),
        )
        .values_list(
            "first", "district", "district_name", "citywide", "contact", "contact_name", "hours", "under_25", "then"
        )
    )
    return [
        Club(Cohort.of(begun), district, name or "", citywide, contact, who or "", hours, under_25, then is not None)
        for begun, district, name, citywide, contact, who, hours, under_25, then in rows
    ]


@dataclass(frozen=True)
class Pair:
    """A year and the year before it; the years whose ends the latest member counts tell about, and the one before.

    `money` is every opened year's by number, the oldest first.
    """

    now: Year
    before: Year
    counted: Year
    counted_before: Year
    money: dict[int, YearMoney]


def year_pair(number: int, today: date) -> Pair:
    """The year and the year before; four queries, one more for the running year."""
    opened = list(ProgrammeYear.objects.order_by("year"))
    by_number = {year.year: year for year in opened}
    lines = lines_by_year(opened)

    def build(which: int) -> Year:
        moment, year = Moment.of_year(which, today), by_number.get(which)
        return Year(which, moment, year, lines.get(year.pk, []) if year else [], clubs_at(moment))

    money = {year.year: sum_of(lines.get(year.pk, ())) for year in opened}
    found = {which: build(which) for which in (number, number - 1)}
    counted = found[number].moment.count_year
    for which in (counted, counted - 1):
        if which not in found:
            found[which] = build(which)
    return Pair(found[number], found[number - 1], found[counted], found[counted - 1], money)


# --- Lines of the page -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """A value and the address of its rows; empty for somebody who may not see them."""

    value: int | None
    url: str = ""


@dataclass(frozen=True)
class Compared:
    """A line: what it counts, then the year and the year before. `unit` is `kr.` or empty."""

    label: str
    now: Figure
    before: Figure
    unit: str = ""
    note: str = ""

    @property
    def change(self) -> int | None:
        """The year less the year before; None when one of them is unknown."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def change_text(self) -> str:
        """The change with its sign and unit; that it is unknown."""
        if self.change is None:
            return "ukendt"
        return f"{signed(self.change)} {self.unit}".strip()


Links = Callable[..., str]


def links_to_list(*, may_see: bool) -> Links:
    """Makes addresses of the association list; empty ones for somebody who may not see it."""
    address = reverse("overview:association-list")

    def url(year: Year, **filters: object) -> str:
        query = {"kontaktperson": "", "aar": year.number, "partnerskab": "ja", **filters}
        return f"{address}?{urlencode(query)}" if may_see and year.opened else ""

    return url


def headline(pair: Pair, links: Links) -> list[Compared]:
    """The associations, their members, and the money."""
    now, before, counted = pair.now, pair.before, pair.counted
    lines = [
        _compared("Foreninger i partnerskab", now, before, lambda year: Figure(len(year.clubs), links(year))),
        _compared(
            "Medlemmer under 25 år",
            counted,
            pair.counted_before,
            lambda year: Figure(year.under_25, links(year, sort="-under_25")),
            note=f"{len(counted.reported)} af {counted.expected} har indberettet pr. 31. december {counted.number}",
        ),
    ]
    return lines + [
        _compared(label, now, before, partial(_money, read=read, url=url), unit="kr.")
        for label, read, url in MONEY_LINES
    ]


def _compared(
    label: str, now: Year, before: Year, figure: Callable[[Year], Figure], *, unit: str = "", note: str = ""
) -> Compared:
    return Compared(label, figure(now), figure(before), unit, note)


def _money_url(year: int) -> str:
    return f"{reverse('partnerships:programmeyear-detail', args=[year])}#lines"


def _grants_url(year: int) -> str:
    return reverse("overview:grant-list", args=[year])


def _reserved_url(year: int) -> str:
    return f"{reverse('partnerships:programmeyear-detail', args=[year])}#reserved"


MoneyLine = tuple[str, Callable[[YearMoney], int], Callable[[int], str]]
MONEY_LINES: tuple[MoneyLine, ...] = (
    ("Budget", lambda money: money.budget, _money_url),
    ("Tilsagn", lambda money: money.committed, _grants_url),
    ("Reserveret", lambda money: money.reserved, _reserved_url),
    ("Fri", lambda money: money.free, _money_url),
)


def _money(year: Year, read: Callable[[YearMoney], int], url: Callable[[int], str]) -> Figure:
    return Figure(read(year.money), url(year.number)) if year.opened else Figure(None)


def requirement_lines(pair: Pair, links: Links) -> list[Compared]:
    """How many meet what the year requires of hours, and how many reach its minimum of members."""

    def hours(wanted: Callable[[Decimal | None, Decimal], bool], **filters: str) -> Callable[[Year], Figure]:
        def figure(year: Year) -> Figure:
            if year.opened is None:
                return Figure(None)
            required = year.opened.required_weekly_hours
            return Figure(year.count(lambda club: wanted(club.hours, required)), links(year, **filters))

        return figure

    def minimum(wanted: Callable[[int | None, int], bool], value: str) -> Callable[[Year], Figure]:
        def figure(year: Year) -> Figure:
            if year.opened is None:
                return Figure(None)
            least = year.opened.minimum_members
            found = year.count(lambda club: club.counted and wanted(club.under_25, least))
            return Figure(found, links(year, minimum=value))

        return figure

    by_hours = (
        ("Opfylder timekravet", hours(lambda own, required: own is not None and own >= required, timekrav="ja")),
        (
            "For få timer",
            hours(lambda own, required: own is not None and own < required, advarsel=WarningKind.TOO_FEW_HOURS),
        ),
        ("Ledige stillinger", hours(lambda own, _: own is None, advarsel=WarningKind.VACANCY)),
    )
    by_members = (
        ("Når minimum af medlemmer", minimum(lambda own, least: own is not None and own >= least, "ja")),
        ("Under minimum af medlemmer", minimum(lambda own, least: own is not None and own < least, "nej")),
        ("Medlemstal mangler", minimum(lambda own, _: own is None, "mangler")),
    )
    return [
        *(_compared(label, pair.now, pair.before, figure) for label, figure in by_hours),
        *(_compared(label, pair.counted, pair.counted_before, figure) for label, figure in by_members),
    ]


def cohort_lines(now: Year, before: Year, links: Links) -> list[Compared]:
    """Associations by cohort, the oldest first."""
    cohorts = sorted({club.cohort for year in (now, before) for club in year.clubs})

    def figure(year: Year, cohort: Cohort) -> Figure:
        return Figure(year.count(lambda club: club.cohort == cohort), links(year, aargang=cohort.key))

    return [_compared(cohort.label, now, before, partial(figure, cohort=cohort)) for cohort in cohorts]


CITYWIDE = "bydaekkende"
Place = tuple[str, str]  # what stands in the address, and the name
NO_DISTRICT: Place = ("", "Ingen bydel oplyst")


def district_lines(now: Year, before: Year, links: Links) -> list[Compared]:
    """Associations by district in Danish order, then those of the whole city."""

    found = {_place(club) for year in (now, before) for club in year.clubs}
    order = sorted(found, key=lambda one: (one[0] == CITYWIDE, one == NO_DISTRICT, danish_key(one[1])))

    def figure(year: Year, place: Place) -> Figure:
        return Figure(year.count(lambda club: _place(club) == place), links(year, bydel=place[0]) if place[0] else "")

    return [_compared(place[1], now, before, partial(figure, place=place)) for place in order]


def _place(club: Club) -> Place:
    if club.citywide:
        return CITYWIDE, "Bydækkende"
    return (str(club.district), club.district_name) if club.district else NO_DISTRICT


@dataclass(frozen=True)
class Load:
    """What one contact person has: associations, and their members under 25 from those that have reported."""

    name: str
    associations: Compared
    under_25: int | None
    reported: int
    expected: int


def contact_loads(now: Year, before: Year, links: Links) -> list[Load]:
    """The contact persons of either year in Danish order, then the associations that have none."""
    names = {(club.contact, club.contact_name) for year in (now, before) for club in year.clubs}
    order = sorted(names, key=lambda one: (one[0] is None, danish_key(one[1]), one[0] or 0))
    return [_load(pk, name, now, before, links) for pk, name in order]


def _load(pk: int | None, name: str, now: Year, before: Year, links: Links) -> Load:
    own = [club for club in now.clubs if club.contact == pk]
    given = [club.under_25 for club in own if club.counted and club.under_25 is not None]
    key = "ingen" if pk is None else str(pk)

    def figure(year: Year) -> Figure:
        having = year.count(lambda club: club.contact == pk)
        return Figure(having, links(year, kontaktperson=key) if having else "")

    associations = _compared(name or "Ingen kontaktperson", now, before, figure)
    return Load(
        name=name or "Ingen kontaktperson",
        associations=associations,
        under_25=sum(given) if given else None,
        reported=len(given),
        expected=sum(club.counted for club in own),
    )
