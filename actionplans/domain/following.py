"""Following a goal: its progress at any time, and especially at the status meetings (R12)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from actionplans.domain.plain_text import tidy
from actionplans.enums import GoalStatus, PlanState
from actionplans.models import ActionPlan, Goal, GoalLine, Progress
from core import clock
from workflow import audit


@transaction.atomic
def record_progress(
    *,
    plan: ActionPlan,
    line: GoalLine,
    status: str,
    by: User | None,
    on: date | None = None,
    note: str = "",
    number: Decimal | None = None,
) -> Progress:
    """One look at a goal of the plan's approved text on a day (today unless told). The meetings call it too.

    The same look twice on a day changes the first one's words instead of standing twice. Raises `ValidationError` for a
    goal that the approved text does not have, and for a day outside the plan or in the future.
    """
    day = on or clock.today()
    revision = plan.revisions.filter(state__in=[PlanState.APPROVED, PlanState.CLOSED]).order_by("-number").first()
    if revision is None:
        raise ValidationError("Fremgang kan skrives, når planen er godkendt.")
    if not Goal.objects.filter(area_text__revision=revision, line=line).exists():
        raise ValidationError("Målet står ikke i den godkendte plan. Hent siden igen.")
    if day > clock.today():
        raise ValidationError({"on": ["Skriv en dag, der har været."]})
    if day < plan.start:
        raise ValidationError({"on": ["Skriv en dag efter planens første dag."]})
    GoalLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    row = Progress.objects.filter(plan=plan, line=line, on=day, by=by).first()
    row = row or Progress(plan=plan, line=line, on=day, by=by)
    row.status, row.note, row.number = GoalStatus(status), tidy(note), number
    audit.save(row, by=by)
    return row


def latest_progress(lines: Collection[int], *, until: date | None = None) -> dict[int, Progress]:
    """The newest look at each goal line (by key), until a day inclusive; one query."""
    rows = Progress.objects.filter(line__in=lines).order_by("line_id", "-on", "-pk").distinct("line_id")
    if until:
        rows = rows.filter(on__lte=until)
    return {row.line_id: row for row in rows}
