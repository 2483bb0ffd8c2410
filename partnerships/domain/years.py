"""Programme years: changing one with what follows for its grants (R2), and opening the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core.periods import Period, months_begun
from partnerships.domain.funding import LineMoney, YearMoney, lock_years, missing_texts, proposed_amount, sum_of
from partnerships.domain.funding_lines import settle_reason
from partnerships.domain.grants import recalculate
from partnerships.domain.line_choice import Room, give_lines, usual_lines
from partnerships.domain.shares import proportional_amount
from partnerships.models import FundingAmount, FundingLine, Grant, Partnership, ProgrammeYear, ReservedPost
from workflow import audit


def in_force_in(year: int) -> QuerySet[Partnership]:
    """The partnerships with a day in the year, the oldest first."""
    return Partnership.objects.filter(start__lte=date(year, 12, 31), end__gte=date(year, 1, 1)).order_by("start", "pk")


@dataclass(frozen=True)
class GrantEffect:
    """What another default grant would do: how many grants change, and their sum before and after in kroner."""

    grants: int
    before: int
    after: int


def effect_of(year: ProgrammeYear, default_grant: int) -> GrantEffect:
    """The effect on the year's grants; overridden amounts stay as they are. One query."""
    rows = list(Grant.objects.filter(programme_year=year, override_reason="").values_list("months", "amount"))
    changed = [
        (amount, after) for months, amount in rows if (after := proportional_amount(default_grant, months)) != amount
    ]
    return GrantEffect(len(changed), sum(before for before, _ in changed), sum(after for _, after in changed))


@transaction.atomic
def save_year(*, year: ProgrammeYear, by: User | None, based_on: int | None = None) -> ProgrammeYear:
    """Changes a year's default grant and requirements; the grants follow (R2).

    Raises `ValidationError` naming the money missing when they no longer fit (R16).
    """
    lock_years([year.year])
    saved = audit.save(year, by=by, based_on=based_on)
    recalculate(partnerships=in_force_in(year.year), only=year.year, by=by)
    return saved


# --- Opening a year ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlannedGrant:
    """A grant that follows by R2 when the year is opened; `line` None: no line of the year counts."""

    partnership: Partnership
    months: int
    amount: int
    line: FundingLine | None


@dataclass(frozen=True)
class Opening:
    """What opening a year would do. `missing` says which money is missing; empty: the year can be opened."""

    year: int
    lines: list[LineMoney]
    grants: list[PlannedGrant]
    missing: list[str]

    @property
    def money(self) -> YearMoney:
        return sum_of(self.lines)


def year_before(year: int) -> ProgrammeYear | None:
    """The latest opened year before: what the proposals come from."""
    return ProgrammeYear.objects.filter(year__lt=year).order_by("-year").first()


def values_of(year: ProgrammeYear) -> dict[str, Any]:
    """The year's default grant and requirements, for the next one to begin with."""
    left_out = {"id", "year"}
    return {field.name: getattr(year, field.name) for field in year._meta.concrete_fields if field.name not in left_out}


def proposed_lines(year: int) -> list[tuple[FundingLine, int | None]]:
    """The lines whose span reaches the year, with the amount that each brings; the oldest first.

    A line without a yearly amount brings what it brought the year before, when it covers both in full.
    """
    lines = [line for line in FundingLine.objects.order_by("start", "name", "pk") if line.months_in(year)]
    last = dict(FundingAmount.objects.filter(programme_year__year=year - 1).values_list("funding_line", "amount"))
    return [(line, _proposal(line, year, last.get(line.pk))) for line in lines]


def _proposal(line: FundingLine, year: int, last: int | None) -> int | None:
    proposed = proposed_amount(line, year)
    if proposed is None and line.months_in(year) == line.months_in(year - 1):
        return last
    return proposed


def carried_posts(year: int) -> list[ReservedPost]:
    """The posts of the year before that can be carried over: their line reaches the year."""
    posts = ReservedPost.objects.filter(programme_year__year=year - 1).select_related("funding_line", "programme_year")
    return [post for post in posts if post.funding_line.months_in(year)]


def plan_opening(year: ProgrammeYear, *, amounts: Mapping[FundingLine, int], posts: Iterable[ReservedPost]) -> Opening:
    """What would follow from opening the unsaved year with these amounts and posts carried over. A pure read."""
    chosen = list(posts)
    reserved = {line.pk: sum(post.amount for post in chosen if post.funding_line_id == line.pk) for line in amounts}
    entries = [FundingAmount(funding_line=line, programme_year=year, amount=amounts[line]) for line in amounts]
    room = Room([LineMoney(entry, 0, reserved[entry.funding_line_id]) for entry in entries])
    partnerships = list(in_force_in(year.year).prefetch_related("participations__association"))
    grants = [_new_grant(partnership, year) for partnership in partnerships]
    missing: list[str] = []
    try:
        give_lines(grants, {None: room}, usual=usual_lines(partnerships, year.year))
    except ValidationError as refusal:
        missing = refusal.messages
    lines = [
        LineMoney(
            entry,
            sum(grant.amount for grant in grants if grant.funding_line_id == entry.funding_line_id),
            reserved[entry.funding_line_id],
        )
        for entry in entries
    ]
    planned = [
        PlannedGrant(g.partnership, g.months, g.amount, g.funding_line if g.funding_line_id else None) for g in grants
    ]
    return Opening(year.year, lines, planned, [*missing, *missing_texts(lines)])


def _new_grant(partnership: Partnership, year: ProgrammeYear) -> Grant:
    months = months_begun(Period(partnership.start, partnership.end), year.year)
    amount = proportional_amount(year.default_grant, months)
    return Grant(partnership=partnership, programme_year=year, months=months, amount=amount)


@transaction.atomic
def open_year(
    *,
    year: ProgrammeYear,
    amounts: Mapping[FundingLine, int],
    reason: str = "",
    posts: Iterable[ReservedPost] = (),
    by: User | None,
) -> tuple[ProgrammeYear, bool]:
    """Opens the year with its lines' amounts, the posts carried over, and the grants that follow, all or nothing.

    Gives the year, and False when somebody has opened it already: then nothing is done. `reason` stands at amounts
    that are others than proposed. Raises `ValidationError` naming the amount missing (R16).
    """
    before = year_before(year.year)
    lock_years([before.year] if before else ())  # the second of two clicks waits here
    opened = ProgrammeYear.objects.filter(year=year.year).first()
    if opened:
        return opened, False
    audit.save(year, by=by)
    for line, amount in amounts.items():
        entry = FundingAmount(funding_line=line, programme_year=year, amount=amount, override_reason=reason)
        settle_reason(entry)
        audit.save(entry, by=by)
    for post in posts:
        copy = ReservedPost(funding_line=post.funding_line, programme_year=year, title=post.title, amount=post.amount)
        audit.save(copy, by=by)
    recalculate(partnerships=in_force_in(year.year), only=year.year, by=by)
    return year, True
