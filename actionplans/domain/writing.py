"""Saving drafts: whole areas at a time, never over somebody else's text, and nothing written is ever lost (R10).

Each save bears the version that the writer saw. A writer who saw an older one gets `StaleText`, sees what stands now
and chooses. What stood before is kept as a `DraftSnapshot`: one for each stretch of one person's writing.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actionplans.domain.content import AreaContent, GoalContent, as_json, content_of, tidied
from actionplans.domain.plain_text import tidy
from actionplans.enums import WRITABLE
from actionplans.models import Activity, AreaText, DraftSnapshot, Goal, GoalLine, PlanRevision

STRETCH = timedelta(minutes=10)
MOST_GOALS, MOST_ACTIVITIES = 20, 20


class NotWritable(ValidationError):
    """The revision is no longer a draft: it has been handed in or approved."""


class StaleText(Exception):
    """Somebody else has saved since the writer's page was drawn. `version` is that of what stands now."""

    def __init__(self, *, who: str, at: datetime | None, version: int) -> None:
        super().__init__("the text has been saved by somebody else since")
        self.who, self.at, self.version = who, at, version


@transaction.atomic
def save_area(*, area: AreaText, content: AreaContent, version: int, by: User) -> AreaText:
    """Stores the whole content of the area. Returns the area as it stands, with its new version.

    The same content as before changes nothing. Raises `NotWritable`, `StaleText`, and `ValidationError` for more than
    `MOST_GOALS` goals or what the models refuse.
    """
    revision = _writable(area.revision_id)
    locked = AreaText.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=area.pk)
    locked.revision = revision
    before, after = content_of(locked), tidied(content)
    if before == after:
        return locked
    _refuse_stale(locked.version, version, locked)
    if len(after.goals) > MOST_GOALS or any(len(goal.activities) > MOST_ACTIVITIES for goal in after.goals):
        raise ValidationError(f"Et område kan højst have {MOST_GOALS} mål, og et mål {MOST_ACTIVITIES} indsatser.")
    if not before.is_empty:
        keep(revision, locked, locked, as_json(before), by)
    locked.in_focus, locked.reason_not, locked.situation = after.in_focus, after.reason_not, after.situation
    _stamp(locked, by)
    locked.full_clean()
    locked.save()
    store_goals(locked, after.goals)
    return locked


@transaction.atomic
def save_texts(
    *, revision: PlanRevision, introduction: str, lasting_changes: str, version: int, by: User
) -> PlanRevision:
    """Stores the revision's own texts. Raises `NotWritable`, `StaleText`, `ValidationError`."""
    locked = _writable(revision.pk)
    before = {"introduction": locked.introduction, "lasting_changes": locked.lasting_changes}
    after = {"introduction": tidy(introduction), "lasting_changes": tidy(lasting_changes)}
    if before == after:
        return locked
    _refuse_stale(locked.version, version, locked)
    if any(before.values()):
        keep(locked, None, locked, before, by)
    locked.introduction, locked.lasting_changes = after["introduction"], after["lasting_changes"]
    _stamp(locked, by)
    locked.full_clean()
    locked.save()
    return locked


def _writable(revision_id: int) -> PlanRevision:
    """The revision, locked, so that nobody hands it in meanwhile. Raises `NotWritable`."""
    revision = (
        PlanRevision.objects.select_for_update(of=("self",)).select_related("saved_by", "plan").get(pk=revision_id)
    )
    if revision.state not in WRITABLE:
        raise NotWritable(
            f"Planen kan ikke ændres nu: den er {revision.get_state_display().lower()}. Din tekst står her stadig, "
            "så du kan kopiere den."
        )
    return revision


def _refuse_stale(stored: int, seen: int, record: AreaText | PlanRevision) -> None:
    if stored != seen:
        who = record.saved_by.name if record.saved_by else "En anden"
        raise StaleText(who=who, at=record.saved_at, version=stored)


def _stamp(record: AreaText | PlanRevision, by: User) -> None:
    record.version += 1
    record.saved_at, record.saved_by = timezone.now(), by


def keep(
    revision: PlanRevision, area: AreaText | None, record: AreaText | PlanRevision, content: Mapping[str, Any], by: User
) -> None:
    """Keeps what stood, unless it is the same person's text of a few minutes ago on its way to be finished."""
    recent = record.saved_at is not None and timezone.now() - record.saved_at < STRETCH
    if recent and record.saved_by_id == by.pk and _kept_lately(revision, area):
        return
    DraftSnapshot.objects.create(
        revision=revision,
        area_text=area,
        version=record.version,
        content=dict(content),
        saved_at=record.saved_at or timezone.now(),
        saved_by=record.saved_by,
    )


def _kept_lately(revision: PlanRevision, area: AreaText | None) -> bool:
    """Whether what stood before this stretch of writing has been kept."""
    since = timezone.now() - STRETCH
    return DraftSnapshot.objects.filter(revision=revision, area_text=area, kept_at__gte=since).exists()


@dataclass(frozen=True)
class _Lines:
    """The goals' lines by key: those of the partnership, made where a goal is new."""

    partnership_id: int
    known: dict[uuid.UUID, GoalLine]

    def line(self, key: uuid.UUID) -> GoalLine:
        if key not in self.known:
            # A key that belongs to another partnership is forged: the goal gets one of its own.
            taken = GoalLine.objects.filter(key=key).exists()
            self.known[key] = GoalLine.objects.create(
                partnership_id=self.partnership_id, **({} if taken else {"key": key})
            )
        return self.known[key]


def store_goals(area: AreaText, goals: tuple[GoalContent, ...]) -> None:
    """Makes the area's goals and activities what they shall be; goals keep their line."""
    partnership_id = area.revision.plan.partnership_id
    keys = [goal.key for goal in goals]
    known = {line.key: line for line in GoalLine.objects.filter(partnership=partnership_id, key__in=keys)}
    lines = _Lines(partnership_id, known)
    area.goals.exclude(line__key__in=keys).delete()
    stored = {goal.line.key: goal for goal in area.goals.select_related("line")}
    for position, content in enumerate(goals, start=1):
        goal = stored.get(content.key) or Goal(area_text=area, line=lines.line(content.key))
        goal.position = position
        goal.aim, goal.sign, goal.measure = content.aim, content.sign, content.measure
        goal.baseline, goal.target, goal.collaborators = content.baseline, content.target, content.collaborators
        goal.full_clean()
        goal.save()
        goal.activities.all().delete()
        rows = [
            Activity(goal=goal, position=place, what=a.what, who=a.who, start=a.start, end=a.end)
            for place, a in enumerate(content.activities, start=1)
        ]
        for row in rows:
            row.full_clean(validate_unique=False)
        Activity.objects.bulk_create(rows)
