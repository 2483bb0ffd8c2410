"""Posts reserved on a funding line for something else than grants (R16)."""

from django.db import transaction

from accounts.models import User
from partnerships.domain.funding import lock_years, refuse_over_commitment
from partnerships.domain.grants import refuse_line_without_money
from partnerships.models import ReservedPost
from workflow import audit


@transaction.atomic
def reserve(*, post: ReservedPost, by: User | None, based_on: int | None = None) -> ReservedPost:
    """Creates or changes a post. Raises `ValidationError` naming the amount missing when the line has no room."""
    year = lock_years([post.programme_year.year], also=post.funding_line)[0]
    refuse_line_without_money(post.funding_line, year)
    saved = audit.save(post, by=by, based_on=based_on)
    refuse_over_commitment([year])
    return saved


@transaction.atomic
def release(*, post: ReservedPost, by: User | None) -> None:
    """The money is free again; the post leaves its trace in Historik."""
    lock_years([post.programme_year.year], also=post.funding_line)
    audit.delete(post, by=by)
