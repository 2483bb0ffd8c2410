"""Two wrote the same area: where their texts differ, and the area that follows from the writer's choices.

Nothing is chosen for the writer. A text can be one's own, the other's, or both after each other; a number one or the
other, and a goal that only one of them has can be kept or left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from actionplans.domain.content import ActivityContent, AreaContent, GoalContent
from core.formats import decimal_text, short_date_text

MINE, THEIRS, BOTH = "mine", "theirs", "both"
GOAL_TEXTS = {"aim": "Det vil vi opnå", "sign": "Sådan kan vi se det", "collaborators": "Samarbejdspartnere"}
GOAL_VALUES = {"measure": "Det tæller vi", "baseline": "Tal i dag", "target": "Tal, vi vil nå"}
Choices = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """A part of the area where the two differ. `options` are the choices, the first of them proposed."""

    path: str
    label: str
    mine: str
    theirs: str
    options: tuple[str, ...]


def differences(mine: AreaContent, theirs: AreaContent) -> list[Difference]:
    """Every part where the two contents differ, in the order of the page."""
    found = []
    if mine.in_focus != theirs.in_focus:
        texts = {None: "ikke valgt", True: "ja", False: "nej"}
        found.append(Difference("in_focus", "I fokus", texts[mine.in_focus], texts[theirs.in_focus], (MINE, THEIRS)))
    for name, label in (("reason_not", "Hvorfor ikke i fokus"), ("situation", "Sådan er det i dag")):
        found += _text_difference(name, label, getattr(mine, name), getattr(theirs, name))
    own, other = ({goal.key: goal for goal in content.goals} for content in (mine, theirs))
    for place, key in enumerate(_keys(mine, theirs), start=1):
        found += _goal_differences(f"goal-{key}", f"Mål {place}", own.get(key), other.get(key))
    return found


def merged(mine: AreaContent, theirs: AreaContent, choices: Choices) -> AreaContent:
    """The area by the choices; what differs and is not chosen stays the writer's own."""
    own, other = ({goal.key: goal for goal in content.goals} for content in (mine, theirs))
    goals = (_merged_goal(f"goal-{key}", own.get(key), other.get(key), choices) for key in _keys(mine, theirs))
    return AreaContent(
        in_focus=theirs.in_focus if choices.get("in_focus") == THEIRS else mine.in_focus,
        reason_not=_chosen_text(mine.reason_not, theirs.reason_not, choices.get("reason_not", MINE)),
        situation=_chosen_text(mine.situation, theirs.situation, choices.get("situation", MINE)),
        goals=tuple(goal for goal in goals if goal is not None),
    )


def _keys(mine: AreaContent, theirs: AreaContent) -> list[Any]:
    return list(dict.fromkeys(goal.key for content in (mine, theirs) for goal in content.goals))


def _text_difference(path: str, label: str, mine: str, theirs: str) -> list[Difference]:
    if mine == theirs:
        return []
    return [Difference(path, label, mine, theirs, (BOTH, MINE, THEIRS) if mine and theirs else (MINE, THEIRS))]


def _goal_differences(path: str, label: str, mine: GoalContent | None, theirs: GoalContent | None) -> list[Difference]:
    if mine is None or theirs is None:
        own, other = (goal_text(goal) if goal else "Målet er ikke med." for goal in (mine, theirs))
        return [Difference(path, label, own, other, (MINE, THEIRS) if mine else (THEIRS, MINE))]
    found = []
    for name, text in GOAL_TEXTS.items():
        found += _text_difference(f"{path}-{name}", f"{label}: {text}", getattr(mine, name), getattr(theirs, name))
    for name, text in GOAL_VALUES.items():
        own, other = (_value_text(getattr(goal, name)) for goal in (mine, theirs))
        if own != other:
            found.append(Difference(f"{path}-{name}", f"{label}: {text}", own, other, (MINE, THEIRS)))
    if mine.activities != theirs.activities:
        own, other = (activities_text(goal.activities) for goal in (mine, theirs))
        found.append(Difference(f"{path}-activities", f"{label}: Indsatser", own, other, (BOTH, MINE, THEIRS)))
    return found


def _merged_goal(
    path: str, mine: GoalContent | None, theirs: GoalContent | None, choices: Choices
) -> GoalContent | None:
    if mine is None or theirs is None:
        return {MINE: mine, THEIRS: theirs}[choices.get(path, MINE if mine else THEIRS)]
    values: dict[str, Any] = {
        name: _chosen_text(getattr(mine, name), getattr(theirs, name), choices.get(f"{path}-{name}", MINE))
        for name in GOAL_TEXTS
    }
    for name in GOAL_VALUES:
        values[name] = getattr(theirs if choices.get(f"{path}-{name}") == THEIRS else mine, name)
    values["activities"] = _chosen_activities(mine, theirs, choices.get(f"{path}-activities", MINE))
    return replace(mine, **values)


def _chosen_text(mine: str, theirs: str, choice: str) -> str:
    if mine == theirs or choice == MINE:
        return mine
    return theirs if choice == THEIRS else f"{theirs}\n\n{mine}"


def _chosen_activities(mine: GoalContent, theirs: GoalContent, choice: str) -> tuple[ActivityContent, ...]:
    if choice == BOTH:
        return tuple(dict.fromkeys((*theirs.activities, *mine.activities)))
    return theirs.activities if choice == THEIRS else mine.activities


def _value_text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else decimal_text(value)


def activities_text(activities: tuple[ActivityContent, ...]) -> str:
    """The activities as a "- " list."""
    return "\n".join(f"- {activity_text(activity)}" for activity in activities)


def activity_text(activity: ActivityContent) -> str:
    """`Møde med skolen, Ida, 01-02-2021 – 01-03-2021`, as much of it as is written."""
    days = [short_date_text(day) if day else "" for day in (activity.start, activity.end)]
    return ", ".join(part for part in (activity.what, activity.who, " – ".join(days).strip(" –")) if part)


def goal_text(goal: GoalContent) -> str:
    """A whole goal in words."""
    parts = (goal.aim, goal.sign, goal_number_text(goal), goal.collaborators, activities_text(goal.activities))
    return "\n\n".join(part for part in parts if part)


def goal_number_text(goal: GoalContent) -> str:
    """`frivillige trænere: 4 → 7`; empty where the goal counts nothing."""
    if not (goal.measure or goal.baseline is not None or goal.target is not None):
        return ""
    return f"{goal.measure or 'Tal'}: {_value_text(goal.baseline) or '–'} → {_value_text(goal.target) or '–'}"
