"""What a draft still lacks before it can be handed in, and how far each area is: one list for pages and refusals."""

from collections.abc import Sequence
from dataclasses import dataclass

from actionplans.domain.content import AreaContent, GoalContent, content_of
from actionplans.domain.periods import tells_of_lasting_changes
from actionplans.models import AreaText, PlanRevision

NOT_BEGUN, BEGUN, COMPLETE = "not_begun", "begun", "complete"
LABELS = {NOT_BEGUN: "Ikke begyndt", BEGUN: "Begyndt", COMPLETE: "Færdig"}


@dataclass(frozen=True)
class Missing:
    """A thing to write before handing in. `area` is the focus area's key, empty for the plan's own texts."""

    area: str
    text: str


@dataclass(frozen=True)
class Step:
    """One area's place in the step guide."""

    area: AreaText
    content: AreaContent
    missing: tuple[Missing, ...]

    @property
    def progress(self) -> str:
        """`not_begun`, `begun` or `complete`."""
        return NOT_BEGUN if self.content.is_empty else BEGUN if self.missing else COMPLETE

    @property
    def progress_label(self) -> str:
        return LABELS[self.progress]


def steps_of(areas: Sequence[AreaText]) -> list[Step]:
    """The step guide; the areas with goals, lines and activities prefetched."""
    return [Step(area, content := content_of(area), tuple(_missing_in(area, content))) for area in areas]


def missing_in(revision: PlanRevision, steps: Sequence[Step]) -> list[Missing]:
    """All that is lacking, the plan's own texts first (R9: at least one area in focus; R11)."""
    found = missing_texts(revision)
    found += [missing for step in steps for missing in step.missing]
    if all(step.content.in_focus is False for step in steps):
        found.append(Missing("", "Vælg mindst ét indsatsområde, der er i fokus."))
    return found


def missing_texts(revision: PlanRevision) -> list[Missing]:
    """What the plan's own texts lack."""
    found = []
    if not revision.introduction:
        found.append(Missing("", "Skriv en indledning."))
    if asks_for_lasting_changes(revision) and not revision.lasting_changes:
        found.append(Missing("", "Beskriv de varige ændringer, siden partnerskabet begyndte."))
    return found


def asks_for_lasting_changes(revision: PlanRevision) -> bool:
    """Whether the plan tells of the lasting changes (R11); reads the plan and its partnership."""
    return tells_of_lasting_changes(revision.plan.partnership.start, revision.plan.start)


def _missing_in(area: AreaText, content: AreaContent) -> list[Missing]:
    key, name = area.focus_area.key, area.focus_area.short_name
    if content.in_focus is None:
        return [Missing(key, f"{name}: Vælg, om området er i fokus.")]
    if not content.in_focus:
        return [] if content.reason_not else [Missing(key, f"{name}: Skriv, hvorfor området ikke er i fokus.")]
    found = []
    if not content.situation:
        found.append(Missing(key, f"{name}: Beskriv, hvordan det er i dag."))
    if not content.goals:
        found.append(Missing(key, f"{name}: Skriv mindst ét mål."))
    for place, goal in enumerate(content.goals, start=1):
        found += [Missing(key, f"{name}, mål {place}: {text}") for text in _missing_of_goal(goal)]
    return found


def _missing_of_goal(goal: GoalContent) -> list[str]:
    found = []
    if not goal.aim:
        found.append("Skriv, hvad I vil opnå.")
    if not goal.sign:
        found.append("Skriv, hvordan I kan se, at det lykkes.")
    if (goal.baseline is not None or goal.target is not None) and not goal.measure:
        found.append("Skriv, hvad tallet tæller.")
    if not goal.activities:
        found.append("Skriv mindst én indsats.")
    if any(not activity.what for activity in goal.activities):
        found.append("Skriv, hvad I vil gøre, i hver indsats.")
    return found
