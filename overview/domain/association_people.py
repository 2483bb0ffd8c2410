"""What an association's page Personer shows: employments with the vacancies between them, and the board. Pure reads."""

from dataclasses import dataclass
from datetime import date

from associations.domain.employment import vacancies
from associations.domain.tenure import duration_text, time_in_post
from associations.models import Association, BoardMember, Employment
from core.periods import Period, overlap
from overview.domain.association_queries import agreements_of, employments_of, in_board_order, participations_of


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


@dataclass(frozen=True)
class AssociationPeople:
    """The people of an association on a day. `posts`: employments and vacancies, the newest first."""

    posts: list[PostRow]
    board: list[BoardMember]
    former_board: list[BoardMember]

    @property
    def person_ids(self) -> set[int]:
        """Whose data it shows."""
        employed = {post.employment.person_id for post in self.posts if post.employment}
        return employed | {seat.person_id for seat in (*self.board, *self.former_board)}

    @property
    def employment_count(self) -> int:
        return sum(post.employment is not None for post in self.posts)

    @property
    def ended_count(self) -> int:
        return sum(post.employment is not None and post.is_over for post in self.posts)


def association_people(association: Association, day: date) -> AssociationPeople:
    """Reads the page in three queries."""
    employments = employments_of(association)
    seats = list(BoardMember.objects.filter(association=association).select_related("person").order_by("-start", "pk"))
    return AssociationPeople(
        posts=post_rows(employments, agreements_of(participations_of(association)), day),
        board=in_board_order(seat for seat in seats if seat.end is None or seat.end >= day),
        former_board=[seat for seat in seats if seat.end is not None and seat.end < day],
    )


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
            first_day, goes_on=employment.end is None, is_over=False, days=None, duration="", employment=employment
        )
    return PostRow(
        period=Period(employment.start, employment.end or day),
        goes_on=employment.end is None,
        is_over=employment.end is not None and employment.end < day,
        days=elapsed.days,
        duration=duration_text(elapsed),
        employment=employment,
    )


def _vacancy_row(gap: Period, *, goes_on: bool) -> PostRow:
    return PostRow(gap, goes_on=goes_on, is_over=not goes_on, days=gap.days, duration=duration_text(gap))
