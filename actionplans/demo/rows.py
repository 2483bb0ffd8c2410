"""Rows of the past: made through the models, since the domain's own functions always stamp this very moment.

The order is the database's: texts while the revisions are drafts, then states and checksums, since approved text is
frozen. `auto_now_add` columns are set afterwards.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from actionplans.domain.content import AreaContent, GoalContent
from actionplans.domain.documents import build_plan, checksum
from actionplans.domain.workflow import BY_NAME
from actionplans.enums import FROZEN, PlanState
from actionplans.models import (
    ActionPlan,
    Activity,
    AreaText,
    Comment,
    FocusArea,
    Goal,
    GoalLine,
    PlanRevision,
    Progress,
    Thread,
)
from partnerships.models import Partnership
from workflow import audit
from workflow.models import TransitionLog

BATCH = 2000
STAMPS = ("submitted", "endorsed", "returned", "approved")


def at(day: date, minute: int = 0) -> datetime:
    """A moment of the day: ten in the morning and some minutes."""
    return timezone.make_aware(datetime.combine(day, time(10 + minute // 60, minute % 60)))


@dataclass
class Rows:
    """What is to be written, in the order it happened."""

    plans: list[ActionPlan] = field(default_factory=list)
    revisions: list[PlanRevision] = field(default_factory=list)
    areas: list[AreaText] = field(default_factory=list)
    lines: dict[str, GoalLine] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    steps: list[tuple[PlanRevision, TransitionLog]] = field(default_factory=list)
    # What the columns that stamp themselves shall say: model, object → column and moment.
    moments: dict[type[models.Model], list[tuple[models.Model, str, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def keep(self, row: models.Model, column: str, moment: datetime) -> None:
        """The row's own stamp shall be this moment."""
        self.moments[type(row)].append((row, column, moment))

    def line(self, partnership: Partnership, goal: GoalContent, day: date) -> GoalLine:
        """The goal's line through all plans, made the first time."""
        key = str(goal.key)
        if key not in self.lines:
            self.lines[key] = GoalLine(partnership=partnership, key=goal.key)
            self.keep(self.lines[key], "created_at", at(day))
        return self.lines[key]

    def area(
        self, revision: PlanRevision, focus_area: FocusArea, content: AreaContent, day: date, by: User | None
    ) -> AreaText:
        """One area's text as it was saved on the day."""
        row = AreaText(
            revision=revision,
            focus_area=focus_area,
            in_focus=content.in_focus,
            reason_not=content.reason_not,
            situation=content.situation,
            saved_at=None if content.is_empty else at(day),
            saved_by=None if content.is_empty else by,
        )
        self.areas.append(row)
        for position, goal in enumerate(content.goals, start=1):
            self._goal(row, goal, position, day)
        return row

    def _goal(self, area: AreaText, content: GoalContent, position: int, day: date) -> None:
        goal = Goal(
            area_text=area,
            line=self.line(area.revision.plan.partnership, content, day),
            position=position,
            aim=content.aim,
            sign=content.sign,
            measure=content.measure,
            baseline=content.baseline,
            target=content.target,
            collaborators=content.collaborators,
        )
        self.goals.append(goal)
        self.activities += [
            Activity(goal=goal, position=place, what=row.what, who=row.who, start=row.start, end=row.end)
            for place, row in enumerate(content.activities, start=1)
        ]

    def step(self, revision: PlanRevision, name: str, day: date, by: User | None, *, minute: int = 0) -> None:
        """A step of the revision's life, as the executor would have taken it on that day."""
        transition = BY_NAME[name]
        row = TransitionLog(
            model=revision._meta.label_lower,
            transition=name,
            told=transition.told,
            from_state=revision.state,
            to_state=transition.target,
            actor_id=by.pk if by else None,
            actor_name=by.name if by else audit.SYSTEM_NAME,
            at=at(day, minute),
        )
        self.steps.append((revision, row))
        revision.state = PlanState(transition.target)
        if transition.stamp:
            setattr(revision, f"{transition.stamp}_at", row.at)
            setattr(revision, f"{transition.stamp}_by", by)

    @transaction.atomic
    def write(self) -> None:
        """Writes everything. A plan has one open revision at a time: the first ones are frozen before the second."""
        ActionPlan.objects.bulk_create(self.plans)
        GoalLine.objects.bulk_create(self.lines.values(), batch_size=BATCH)
        for number in sorted({row.number for row in self.revisions}):
            self._write_revisions(number)
        Progress.objects.bulk_create(self.progress, batch_size=BATCH)
        Thread.objects.bulk_create(self.threads, batch_size=BATCH)
        Comment.objects.bulk_create(self.comments, batch_size=BATCH)
        for revision, step in self.steps:
            step.object_id = revision.pk  # known only now
        TransitionLog.objects.bulk_create([step for _, step in self.steps], batch_size=BATCH)
        for kind, kept in self.moments.items():
            for row, column, moment in kept:
                setattr(row, column, moment)
            columns = sorted({column for _, column, _ in kept})
            kind._default_manager.bulk_update(dict.fromkeys(row for row, _, _ in kept), columns, batch_size=BATCH)
        audit.trace_many([audit.Draft(row, None) for row in (*self.plans, *self.revisions)], by=None)

    def _write_revisions(self, number: int) -> None:
        revisions = [row for row in self.revisions if row.number == number]
        states = [row.state for row in revisions]
        for row in revisions:
            row.state = PlanState.DRAFT
        PlanRevision.objects.bulk_create(revisions)
        AreaText.objects.bulk_create([row for row in self.areas if row.revision.number == number], batch_size=BATCH)
        goals = [row for row in self.goals if row.area_text.revision.number == number]
        Goal.objects.bulk_create(goals, batch_size=BATCH)
        activities = [row for row in self.activities if row.goal.area_text.revision.number == number]
        Activity.objects.bulk_create(activities, batch_size=BATCH)
        for row, state in zip(revisions, states, strict=True):
            row.state = state
        _freeze(revisions)


def _freeze(revisions: Sequence[PlanRevision]) -> None:
    """States and stamps; the approved ones with the checksum of what the database holds."""
    areas = defaultdict(list)
    rows = AreaText.objects.filter(revision__in=revisions).select_related("focus_area")
    for area in rows.prefetch_related("goals__line", "goals__activities").order_by("focus_area__number", "pk"):
        areas[area.revision_id].append(area)
    for revision in revisions:
        if revision.state in FROZEN:
            revision.loaded_areas = areas[revision.pk]
            revision.text_hash = checksum(build_plan(revision))
    columns = ["state", "text_hash", "approved_on", *(f"{name}_{end}" for name in STAMPS for end in ("at", "by"))]
    PlanRevision.objects.bulk_update(revisions, columns, batch_size=BATCH)
