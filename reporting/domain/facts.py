"""What held for one association in one year: the computed facts that sentences, tables and warnings are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from associations.domain.employment import HoursPeriod, holds_on, hours_by_period, under_hours, vacancies
from associations.domain.tenure import tenure_start
from associations.domain.turnover import ended_in
from associations.models import BoardMember, Employment
from core.periods import Period, merged, overlap, whole_year
from partnerships.models import ContactPerson, Extension, Grant, Participation
from reporting.domain import figures
from reporting.domain.loading import Count, History, Register


@dataclass(frozen=True)
class InPost:
    """One employment as far as it lies in the year; `since` is when the person's unbroken time in post began."""

    employment: Employment
    period: Period
    since: date
    at_start: bool  # in post before the year's first day of partnership
    at_end: bool

    @property
    def name(self) -> str:
        return self.employment.person.name


@dataclass(frozen=True)
class YearFacts:
    """An association's year. `in_force`: the year's days inside a partnership, at least one of them."""

    history: History
    year: int
    in_force: Sequence[Period]
    participation: Participation
    agreement_end: date
    extensions: Sequence[Extension]  # all decided by the end of the year
    grants: Sequence[Grant]
    required_hours: Decimal | None
    posts: Sequence[InPost]
    ended: Sequence[Employment]
    vacancies: Sequence[Period]
    hours: Sequence[HoursPeriod]
    under_hours: Sequence[HoursPeriod]
    contacts: Sequence[ContactPerson]
    chair: BoardMember | None

    @property
    def name(self) -> str:
        """The association's name today."""
        return self.history.association.name

    @property
    def last_day(self) -> date:
        """The last day of the year inside a partnership."""
        return self.in_force[-1].end

    @property
    def whole_year(self) -> bool:
        return figures.days_of(self.in_force) == whole_year(self.year).days

    @property
    def is_first_year(self) -> bool:
        return self.history.first_start is not None and self.history.first_start.year == self.year

    @property
    def count(self) -> Count | None:
        return self.history.counts.get(self.year)

    @property
    def under_25(self) -> int | None:
        return figures.under_25(self.history.counts, self.year)

    @property
    def under_25_before(self) -> int | None:
        return figures.under_25(self.history.counts, self.year - 1)

    @property
    def at_end(self) -> list[InPost]:
        """Those in post on the last day, the primary contact first, then by hours."""
        rows = [post for post in self.posts if post.at_end]
        return sorted(rows, key=lambda post: (not post.employment.is_primary_contact, -post.employment.weekly_hours))

    @property
    def hours_at_end(self) -> Decimal:
        return self.hours[-1].hours

    @property
    def vacancy_days(self) -> int:
        return figures.days_of(self.vacancies)

    @property
    def granted(self) -> int | None:
        """The year's grant in kroner; None when none is recorded."""
        return sum(grant.amount for grant in self.grants) if self.grants else None

    @property
    def contact_at_end(self) -> ContactPerson | None:
        return next((row for row in self.contacts if row.end is None or row.end >= self.last_day), None)

    @property
    def cohort(self) -> str:
        return figures.cohort(self.history.first_start)

    @property
    def get2sport(self) -> bool:
        """Supported together with DIF get2sport on a day of the year."""
        row = self.history.association
        return row.get2sport_start is not None and bool(
            overlap(row.get2sport_start, row.get2sport_end, whole_year(self.year))
        )


def year_facts(history: History, year: int, register: Register) -> YearFacts | None:
    """The association's facts of the year, or None when it had no partnership on any day of it."""
    agreements = history.agreements_in(year)
    if not agreements:
        return None
    span = whole_year(year)
    in_force = merged(period for _, period in agreements)
    participation, last = agreements[-1]
    partnership = participation.partnership
    opened = register.programme_years.get(year)
    required_hours = opened.required_weekly_hours if opened else None
    extensions = [row for row in partnership.report_extensions if row.decided_on <= span.end]  # type: ignore[attr-defined]
    return YearFacts(
        history=history,
        year=year,
        in_force=in_force,
        participation=participation,
        agreement_end=figures.agreement_end(partnership, participation, span.end),
        extensions=extensions,
        grants=_grants(agreements, year),
        required_hours=required_hours,
        posts=_posts(history, in_force),
        ended=[row for part in in_force for row in ended_in(history.employments, part)],
        vacancies=[gap for part in in_force for gap in vacancies(history.employments, part)],
        hours=[stretch for part in in_force for stretch in hours_by_period(history.employments, part)],
        under_hours=[
            stretch
            for part in in_force
            for stretch in (under_hours(history.employments, part, required_hours) if required_hours else [])
        ],
        contacts=[row for row in history.contact_persons if any(overlap(row.start, row.end, p) for p in in_force)],
        chair=next(
            (row for row in history.chairs if row.start <= last.end and (not row.end or row.end >= last.end)), None
        ),
    )


def _grants(agreements: Sequence[tuple[Participation, Period]], year: int) -> list[Grant]:
    found = {
        grant.pk: grant
        for participation, _ in agreements
        for grant in participation.partnership.report_grants  # type: ignore[attr-defined]
        if grant.programme_year.year == year
    }
    return list(found.values())


def _posts(history: History, in_force: Sequence[Period]) -> list[InPost]:
    first, last = in_force[0].start, in_force[-1].end
    posts = []
    for row in history.employments:
        parts = [part for period in in_force if (part := overlap(row.start, row.end, period))]
        if parts:
            posts.append(
                InPost(
                    employment=row,
                    period=Period(parts[0].start, parts[-1].end),
                    since=tenure_start(history.employments, row),
                    at_start=holds_on(row, first),
                    at_end=holds_on(row, last),
                )
            )
    return posts
