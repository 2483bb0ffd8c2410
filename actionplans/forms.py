"""The forms of drafts: an area with its goals and their activities is one page and one save."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms

from actionplans.domain.content import ActivityContent, AreaContent, GoalContent
from actionplans.domain.writing import MOST_ACTIVITIES, MOST_GOALS
from core.fields import DateField, DecimalField
from core.forms import Form

LIST_HINT = "Skriv i korte afsnit. En linje, der begynder med en bindestreg, bliver til et punkt på en liste."
YES_NO = (("ja", "Ja, vi arbejder med det i denne periode"), ("nej", "Nej, ikke i denne periode"))


def area_of_text(rows: int) -> forms.Textarea:
    """A plain text area; nothing to learn."""
    return forms.Textarea(attrs={"rows": rows})


class DraftForm(Form):
    """A part of a draft: nothing is required, since a draft may be half-written."""

    mark_optional = False


class AreaForm(DraftForm):
    """The area's own texts."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    in_focus = forms.ChoiceField(
        label="Er området i fokus?",
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        help_text="I vælger selv, hvad der er vigtigst for jer. Mindst ét område skal være i fokus.",
    )
    reason_not = forms.CharField(
        label="Hvis nej: hvorfor ikke?",
        required=False,
        widget=area_of_text(3),
        help_text="Fx at I har venteliste, eller at I lige nu bruger kræfterne et andet sted.",
    )
    situation = forms.CharField(label="Sådan er det i dag", required=False, widget=area_of_text(6), help_text=LIST_HINT)


class GoalForm(DraftForm):
    """One goal."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    aim = forms.CharField(
        label="Det vil vi opnå", required=False, widget=area_of_text(3), help_text="Jeres eget mål, med jeres egne ord."
    )
    sign = forms.CharField(
        label="Sådan kan vi se, at det lykkes",
        required=False,
        widget=area_of_text(3),
        help_text="Hvad ser eller hører I, når I er på vej?",
    )
    measure = forms.CharField(
        label="Kan det tælles? Hvad tæller vi?",
        required=False,
        max_length=120,
        help_text="Fx frivillige trænere. Må stå tomt.",
    )
    baseline = DecimalField(label="Tal i dag", required=False, max_digits=9, decimal_places=1)
    target = DecimalField(label="Tal, vi vil nå", required=False, max_digits=9, decimal_places=1)
    collaborators = forms.CharField(
        label="Hvem samarbejder vi med?",
        required=False,
        widget=area_of_text(2),
        help_text="Skoler, klubber, boligområder og andre. Må stå tomt.",
    )


class ActivityForm(DraftForm):
    """One activity of a goal."""

    what = forms.CharField(label="Hvad gør vi?", required=False, max_length=300)
    who = forms.CharField(label="Hvem gør det?", required=False, max_length=120)
    start = DateField(label="Fra", required=False)
    end = DateField(label="Til", required=False)

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "Slutdatoen skal være samme dag som startdatoen eller senere.")
        return data


@dataclass
class GoalPart:
    """A goal's form with those of its activities; `place` is its number on the page."""

    place: int
    form: GoalForm
    activities: list[ActivityForm]

    @property
    def prefix(self) -> str:
        return cast("str", self.form.prefix)

    def content(self) -> GoalContent:
        """What was typed; empty activities are left out."""
        typed = self.form.cleaned_data
        rows = (activity.cleaned_data for activity in self.activities)
        return GoalContent(
            key=typed.get("key") or uuid.uuid4(),
            aim=typed.get("aim", ""),
            sign=typed.get("sign", ""),
            measure=typed.get("measure", ""),
            baseline=typed.get("baseline"),
            target=typed.get("target"),
            collaborators=typed.get("collaborators", ""),
            activities=tuple(
                ActivityContent(row.get("what", ""), row.get("who", ""), row.get("start"), row.get("end"))
                for row in rows
                if any(row.values())
            ),
        )


class AreaPage:
    """All forms of one area. Bound with `data`, else drawn from `content`; `data` names how many parts it has.

    `goals` counts the goals, `goal-<n>-activities` a goal's activities, from 1.
    """

    def __init__(self, data: Mapping[str, Any] | None, *, content: AreaContent, version: int) -> None:
        self.data = data
        if data is None:
            self.form = AreaForm(initial=_initial(content, version))
            self.goals = [_drawn_goal(place, goal) for place, goal in enumerate(content.goals, start=1)]
        else:
            self.form = AreaForm(data)
            self.goals = [_bound_goal(data, place) for place in range(1, _count(data, "goals", MOST_GOALS) + 1)]

    @property
    def forms(self) -> list[Form]:
        """Every form of the page, in its order."""
        found: list[Form] = [self.form]
        for goal in self.goals:
            found += [goal.form, *goal.activities]
        return found

    @property
    def errors(self) -> list[tuple[Form, Any]]:
        """The fields in error with their form, for the summary."""
        return [(form, field) for form in self.forms for field in form if field.errors]

    def is_valid(self) -> bool:
        """Whether every part is; numbers and days can be wrong, texts are only too long."""
        # A list, so that every form looks at its fields also after one has failed.
        return self.data is not None and all([form.is_valid() for form in self.forms])  # noqa: C419

    @property
    def version(self) -> int:
        return int(self.form.cleaned_data["version"])

    def content(self) -> AreaContent:
        """What was typed; goals without a word are left out."""
        typed = self.form.cleaned_data
        goals = [goal.content() for goal in self.goals]
        return AreaContent(
            in_focus={"ja": True, "nej": False}.get(typed.get("in_focus", "")),
            reason_not=typed.get("reason_not", ""),
            situation=typed.get("situation", ""),
            goals=tuple(goal for goal in goals if goal != GoalContent(key=goal.key, aim="")),
        )


class TextsForm(DraftForm):
    """The plan's own texts. `asks` adds the lasting changes (R11)."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    introduction = forms.CharField(
        label="Indledning",
        required=False,
        widget=area_of_text(8),
        help_text=f"Hvem er I, og hvad vil I i denne periode? {LIST_HINT}",
    )
    lasting_changes = forms.CharField(
        label="Varige ændringer, siden partnerskabet begyndte",
        required=False,
        widget=area_of_text(8),
        help_text="Partnerskabet er over fire år gammelt. Hvad er blevet anderledes og bliver ved, også uden tilskud?",
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["lasting_changes"]


def with_part(data: Any, button: str) -> Any:
    """The data as sent, with what a button asks for: `add-goal`, `add-activity:<n>`, `remove-goal:<n>`."""
    copy = data.copy()
    action, _, place = button.partition(":")
    if action == "add-goal":
        count = _count(data, "goals", MOST_GOALS) + 1
        # The key is made here, so that saving the new goal twice makes one goal.
        copy["goals"], copy[f"goal-{count}-key"] = str(count), str(uuid.uuid4())
        copy[f"goal-{count}-activities"] = "1"
    elif action == "add-activity":
        name = f"goal-{place}-activities"
        copy[name] = str(_count(data, name, MOST_ACTIVITIES) + 1)
    elif action == "remove-goal":
        for name in [name for name in copy if name.startswith(f"goal-{place}-")]:
            copy[name] = ""
    return copy


def _initial(content: AreaContent, version: int) -> dict[str, Any]:
    return {
        "version": version,
        "in_focus": {True: "ja", False: "nej", None: ""}[content.in_focus],
        "reason_not": content.reason_not,
        "situation": content.situation,
    }


def _drawn_goal(place: int, goal: GoalContent) -> GoalPart:
    names = ("key", "aim", "sign", "measure", "baseline", "target", "collaborators")
    form = GoalForm(prefix=f"goal-{place}", initial={name: getattr(goal, name) for name in names})
    return GoalPart(place, form, list(_drawn_activities(place, goal.activities)))


def _drawn_activities(place: int, rows: Iterable[ActivityContent]) -> Iterable[ActivityForm]:
    """The activities, and one empty line to go on with."""
    for number, row in enumerate([*rows, ActivityContent("")][:MOST_ACTIVITIES], start=1):
        initial = {name: getattr(row, name) for name in ("what", "who", "start", "end")}
        yield ActivityForm(prefix=f"goal-{place}-activity-{number}", initial=initial)


def _bound_goal(data: Mapping[str, Any], place: int) -> GoalPart:
    count = _count(data, f"goal-{place}-activities", MOST_ACTIVITIES)
    activities = [ActivityForm(data, prefix=f"goal-{place}-activity-{number}") for number in range(1, count + 1)]
    return GoalPart(place, GoalForm(data, prefix=f"goal-{place}"), activities)


def _count(data: Mapping[str, Any], name: str, most: int) -> int:
    """A count of parts as the page sent it, never more than allowed; 0 for what is no number."""
    text = str(data.get(name, ""))[:3]
    return min(int(text), most) if text.isdecimal() else 0
