"""What an area says, as plain data: for saving, comparing, keeping and showing. Decimals and days keep their type."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from actionplans.domain.plain_text import tidy
from actionplans.models import Activity, AreaText, Goal


@dataclass(frozen=True)
class ActivityContent:
    """What, who, from–to; days inclusive, None open."""

    what: str
    who: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class GoalContent:
    """A goal's wording. `key` names the goal through all revisions and plans."""

    key: uuid.UUID
    aim: str
    sign: str = ""
    measure: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    collaborators: str = ""
    activities: tuple[ActivityContent, ...] = ()


@dataclass(frozen=True)
class AreaContent:
    """All that one focus area says in one revision; `in_focus` None: nobody has chosen yet."""

    in_focus: bool | None = None
    reason_not: str = ""
    situation: str = ""
    goals: tuple[GoalContent, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written."""
        return self == AreaContent()


def tidied(content: AreaContent) -> AreaContent:
    """The same with every text tidy: what is stored is what is shown."""
    return replace(
        content,
        reason_not=tidy(content.reason_not),
        situation=tidy(content.situation),
        goals=tuple(
            replace(
                goal,
                aim=tidy(goal.aim),
                sign=tidy(goal.sign),
                measure=goal.measure.strip(),
                collaborators=tidy(goal.collaborators),
                activities=tuple(
                    replace(activity, what=activity.what.strip(), who=activity.who.strip())
                    for activity in goal.activities
                ),
            )
            for goal in content.goals
        ),
    )


def content_of(area: AreaText) -> AreaContent:
    """What the area says; reads its goals, their lines and activities, which may be prefetched."""
    return AreaContent(area.in_focus, area.reason_not, area.situation, tuple(map(_goal, area.goals.all())))


def _goal(goal: Goal) -> GoalContent:
    return GoalContent(
        key=goal.line.key,
        aim=goal.aim,
        sign=goal.sign,
        measure=goal.measure,
        baseline=goal.baseline,
        target=goal.target,
        collaborators=goal.collaborators,
        activities=tuple(map(_activity, goal.activities.all())),
    )


def _activity(activity: Activity) -> ActivityContent:
    return ActivityContent(activity.what, activity.who, activity.start, activity.end)


def as_json(content: AreaContent) -> dict[str, Any]:
    """For the database and for the checksum: the same content always gives the same value."""
    return {
        "in_focus": content.in_focus,
        "reason_not": content.reason_not,
        "situation": content.situation,
        "goals": [
            {
                "key": str(goal.key),
                "aim": goal.aim,
                "sign": goal.sign,
                "measure": goal.measure,
                "baseline": _number(goal.baseline),
                "target": _number(goal.target),
                "collaborators": goal.collaborators,
                "activities": [
                    {
                        "what": activity.what,
                        "who": activity.who,
                        "start": activity.start.isoformat() if activity.start else None,
                        "end": activity.end.isoformat() if activity.end else None,
                    }
                    for activity in goal.activities
                ],
            }
            for goal in content.goals
        ],
    }


def from_json(stored: Mapping[str, Any]) -> AreaContent:
    """The content that `as_json` has written."""
    return AreaContent(
        stored["in_focus"],
        stored["reason_not"],
        stored["situation"],
        tuple(
            GoalContent(
                key=uuid.UUID(goal["key"]),
                aim=goal["aim"],
                sign=goal["sign"],
                measure=goal["measure"],
                baseline=None if goal["baseline"] is None else Decimal(goal["baseline"]),
                target=None if goal["target"] is None else Decimal(goal["target"]),
                collaborators=goal["collaborators"],
                activities=tuple(
                    ActivityContent(a["what"], a["who"], _day(a["start"]), _day(a["end"])) for a in goal["activities"]
                ),
            )
            for goal in stored["goals"]
        ),
    )


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
