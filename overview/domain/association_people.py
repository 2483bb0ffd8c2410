"""What an association's page Personer shows: employments with the vacancies between them, and the board. Pure reads."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from associations.domain.employment import vacancies
from associations.domain.funding import Shares, shares_of
from associations.domain.post_notices import PostNotice, post_notices_on
from associations.domain.tenure import duration_text, time_in_post
from associations.domain.turnover import YearTurnover, turnover_by_year
from associations.domain.warnings import UnderHours, Vacancy, under_hours_on, vacancy_on
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment
from core.periods import Period, overlap
from overview.domain.association_queries import agreements_of, employments_of, in_board_order, participations_of

YEARS_SHOWN = 10


@dataclass(frozen=True)
class PostRow:
    """A line of the table of employments: an employment, or (without one) a vacancy inside a partnership.

    `period` ends on the day asked where there is no later end; `goes_on` tells so, `is_over` that it ended before. An
    employment that has not begun has no `days` and no `duration`.
    """

    period: Period
    goes_on: bool
    is_over: bool
    days: int | None
    duration: str
    employment: Employment | None = None
    shares: Shares = field(default_factory=dict)


@dataclass(frozen=True)
class AssociationPeople:
    """The people of an association on a day. `posts`: employments and vacancies, the newest first.

    `attention` and `post_notices` are about the posts; `turnover` is of the years, the newest first.
    """

    posts: list[PostRow]
    board: list[BoardMember]
    former_board: list[BoardMember]
    attention: list[Vacancy | UnderHours]
    post_notices: list[PostNotice]
    turnover: list[YearTurnover]

    @property
    def person_ids(self) -> set[int]:
        """Whose data it shows."""
        employed = {post.employment.person_id for post in self.posts if post.employment}
        return employed | {seat.person_id for seat in (*self.board, *self.former_board)}

    @property
    def chair(self) -> BoardMember | None:
        """Who the board's chair is."""
        return next((seat for seat in self.board if seat.role == BoardRole.CHAIR), None)

    @property
    def may_switch(self) -> bool:
        """Whether there is anybody who could be primary contact in place of another."""
        current = [post.employment for post in self.posts if post.employment and not post.is_over]
        return any(not employment.is_primary_contact for employment in current)

    @property
    def employment_count(self) -> int:
        return sum(post.employment is not None for post in self.posts)

    @property
    def ended_count(self) -> int:
        return sum(post.employment is not None and post.is_over for post in self.posts)


def association_people(
    association: Association, day: date, *, required_hours: Decimal | None = None
) -> AssociationPeople:
    """Reads the page in four queries; `required_hours` are the day's programme year's, None when it is not opened."""
    employments = employments_of(association)
    prefetch_related_objects(employments, "other_funding")
    seats = list(BoardMember.objects.filter(association=association).select_related("person").order_by("-start", "pk"))
    agreements = agreements_of(participations_of(association))
    found = (
        vacancy_on(employments=employments, agreements=agreements, day=day),
        under_hours_on(employments=employments, required=required_hours, day=day),
    )
    return AssociationPeople(
        posts=post_rows(employments, agreements, day),
        board=in_board_order(seat for seat in seats if seat.end is None or seat.end >= day),
        former_board=[seat for seat in seats if seat.end is not None and seat.end < day],
        attention=[warning for warning in found if warning],
        post_notices=post_notices_on(employments=employments, agreements=agreements, day=day),
        turnover=_turnover(employments, day),
    )


def _turnover(employments: list[Employment], day: date) -> list[YearTurnover]:
    """The latest years, from the first employment's on; none before anybody was employed."""
    begun = [row.start.year for row in employments if row.start <= day]
    return turnover_by_year(employments, first=max(min(begun), day.year - YEARS_SHOWN + 1), day=day) if begun else []


def post_rows(employments: list[Employment], agreements: list[Period], day: date) -> list[PostRow]:
    """Employments and the vacancies of the agreements until the day, newest first."""
    rows = [_employment_row(employment, day) for employment in employments]
    for agreement in agreements:
        elapsed = overlap(agreement.start, agreement.end, Period(date.min, day))
        if elapsed:
            goes_on = agreement.contains(day)
            rows += [_vacancy_row(gap, goes_on=goes_on and gap.end == day) for gap in vacancies(employments, elapsed)]
    return sorted(rows, key=lambda row: (row.period.start, row.employment is not None), reverse=True)


def _employment_row(employment: Employment, day: date) -> PostRow:
    elapsed = time_in_post(employment, day)
    if elapsed is None:
        first_day = Period(employment.start, employment.end or employment.start)
        return PostRow(
            first_day,
            goes_on=employment.end is None,
            is_over=False,
            days=None,
            duration="",
            employment=employment,
            shares=shares_of(employment),
        )
    return PostRow(
        period=Period(employment.start, employment.end or day),
        goes_on=employment.end is None,
        is_over=employment.end is not None and employment.end < day,
        days=elapsed.days,
        duration=duration_text(elapsed),
        employment=employment,
        shares=shares_of(employment),
    )


def _vacancy_row(gap: Period, *, goes_on: bool) -> PostRow:
    return PostRow(gap, goes_on=goes_on, is_over=not goes_on, days=gap.days, duration=duration_text(gap))
