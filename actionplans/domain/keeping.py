"""How long plans are kept (R20): some years after their last day, then the plan goes with everything about it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import User
from actionplans.models import ActionPlan, Comment, GoalLine, PlanRevision, Progress, Thread
from associations.models import Association
from core import clock
from core.periods import years_after
from core.registry import Expired
from workflow import audit, logs


def expired(years: int, day: date) -> list[Expired]:
    """Plans whose last day is past the period."""
    rows = ActionPlan.objects.filter(end__lt=years_after(day, -years)).order_by("end", "pk")
    names: dict[int, list[str]] = {}
    clubs = Association.objects.filter(participations__partnership__action_plans__in=rows.order_by()).order_by(
        "sort_key", "pk"
    )
    for partnership, name in clubs.values_list("participations__partnership", "name").distinct():
        names.setdefault(partnership, []).append(name)
    return [
        Expired(row.pk, f"{row}, {' og '.join(names.get(row.partnership_id, []))}", years_after(row.end, years))
        for row in rows
    ]


@transaction.atomic
def carry_out(ids: Collection[int], by: User | None) -> None:
    """Deletes the plans with texts, comments and progress; the trace says so, but no longer what they held.

    A goal that goes on in a later plan keeps its line and what is written there.
    """
    plans = list(ActionPlan.objects.select_for_update(of=("self",)).filter(pk__in=ids, end__lt=clock.today()))
    partnerships = {plan.partnership_id for plan in plans}
    revisions = list(PlanRevision.objects.filter(plan__in=plans).select_related("plan"))
    keys = {row.pk for row in revisions}
    audit.forget_many(list(Comment.objects.filter(thread__plan__in=plans).select_related("thread__plan")), by=by)
    audit.forget_many(list(Thread.objects.filter(plan__in=plans).select_related("plan", "focus_area")), by=by)
    audit.forget_many(list(Progress.objects.filter(plan__in=plans).select_related("plan")), by=by)
    with logs.past_their_time():
        audit.forget_many(revisions, by=by)
    logs.forget_steps(PlanRevision, keys)
    audit.forget_many(plans, by=by)
    GoalLine.objects.filter(partnership__in=partnerships, wordings=None, progress=None, threads=None).delete()
