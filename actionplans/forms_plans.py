"""Forms around a plan: starting one, and taking a step."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from actionplans.domain.periods import Choice
from actionplans.enums import GoalStatus
from actionplans.models import ActionPlan, AreaText, FocusArea, Goal, GoalLine, PlanRevision, Progress
from core.crispy import Layout
from core.forms import DateField, DecimalField, Form
from core.periods import Period
from workflow.transitions import Transition


class PlanStartForm(Form):
    """The period of a new plan, and what it takes over: unfinished goals, or a whole earlier text of the same club."""

    submit_label = "Begynd planen"

    period = forms.ChoiceField(
        label="Periode",
        widget=forms.RadioSelect,
        help_text="En plan gælder i to eller tre kalenderår, dog højst til partnerskabets slutning.",
        error_messages={"required": "Vælg, hvilke år planen gælder."},
    )
    goals = forms.MultipleChoiceField(
        label="Mål fra den sidste plan, som går videre",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Målene beholder deres historie. Indsatserne skriver I på ny.",
    )
    copy = forms.ChoiceField(
        label="Begynd med teksten fra en tidligere plan",
        required=False,
        help_text="Så retter I i den gamle tekst i stedet for at begynde forfra.",
    )

    def __init__(
        self, *args: Any, periods: Sequence[Choice], goals: Sequence[Goal], plans: Sequence[ActionPlan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        self._choices("period", [(choice.key, choice.label) for choice in periods])
        offered = [(str(goal.line.key), f"{goal.area_text.focus_area.short_name}: {goal.aim}") for goal in goals]
        self._choices("goals", offered)
        self._choices(
            "copy", [("", "Nej, begynd med en tom plan"), *((pk, str(plan)) for pk, plan in self.plans.items())]
        )
        self.initial.setdefault("goals", [key for key, _ in offered])
        if len(periods) == 1:
            self.initial.setdefault("period", periods[0].key)
        for name, rows in (("goals", offered), ("copy", self.plans)):
            if not rows:
                del self.fields[name]
        self.helper.layout = Layout(*self.fields)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def chosen_period(self) -> Period:
        """The chosen days, both inclusive."""
        start, end = (date.fromisoformat(text) for text in self.cleaned_data["period"].split("/"))
        return Period(start, end)

    def carried_over(self) -> set[uuid.UUID]:
        """The keys of the goals that go on."""
        return {uuid.UUID(key) for key in self.cleaned_data.get("goals", [])}

    def copied_from(self) -> ActionPlan | None:
        """The plan whose text it begins with."""
        return self.plans.get(self.cleaned_data.get("copy", ""))


class TransitionForm(Form):
    """One button, with a comment where the step may or must have one."""

    comment = forms.CharField(
        label="Kommentar",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Den anden part kan læse kommentaren.",
    )

    def __init__(self, *args: Any, transition: Transition[PlanRevision], revision: PlanRevision, **kwargs: Any) -> None:
        self.submit_label = transition.label
        super().__init__(*args, **kwargs)
        if revision.state not in transition.sources:
            return  # refused for that, whatever is written: no other fault is told
        comment, why = self.fields["comment"], transition.to_explain(revision)
        comment.required = transition.needs_comment or bool(why)
        comment.error_messages["required"] = "Skriv en kommentar, så den anden part ved hvorfor."
        if why:
            comment.label = "Begrundelse"
            comment.error_messages["required"] = "Skriv en begrundelse, eller afslut kommentarerne først."
            comment.help_text = f"{why} {comment.help_text}"


WHOLE_PLAN = ""


class CommentForm(Form):
    """A new thread: what it is about, and the first comment."""

    submit_label = "Skriv kommentar"
    mark_optional = False

    about = forms.ChoiceField(label="Hvad handler det om?", required=False)
    text = forms.CharField(
        label="Kommentar",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Både foreningen og kommunen kan læse kommentaren.",
        error_messages={"required": "Skriv en kommentar."},
    )

    def __init__(self, *args: Any, areas: Sequence[AreaText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[FocusArea | None, GoalLine | None]] = {WHOLE_PLAN: (None, None)}
        choices = [(WHOLE_PLAN, "Hele planen")]
        for area in areas:
            key, name = area.focus_area.key, area.focus_area.short_name
            self.places[key] = (area.focus_area, None)
            choices.append((key, name))
            for place, goal in enumerate(area.goals.all(), start=1):
                self.places[f"{key}-{goal.line_id}"] = (area.focus_area, goal.line)
                choices.append((f"{key}-{goal.line_id}", f"{name}, mål {place}: {goal.aim[:60]}"))
        cast("forms.ChoiceField", self.fields["about"]).choices = choices

    def focus_area(self) -> FocusArea | None:
        """The area that the thread is about."""
        return self.places[self.cleaned_data["about"]][0]

    def line(self) -> GoalLine | None:
        """The goal that the thread is about."""
        return self.places[self.cleaned_data["about"]][1]


class ProgressForm(Form):
    """A look at a goal: how far, when, in words and perhaps a number."""

    submit_label = "Skriv fremgang"

    status = forms.ChoiceField(label="Hvor langt er I?", choices=GoalStatus.choices, widget=forms.RadioSelect)
    on = DateField(label="Dato")
    number = DecimalField(label="Tal", required=False, max_digits=9, decimal_places=1)
    note = forms.CharField(
        label="Med jeres egne ord",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hvad er sket siden sidst, og hvad bliver det næste?",
    )

    def __init__(self, *args: Any, goal: Goal, latest: Progress | None, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"on": day, "status": latest.status if latest else None})
        if goal.measure:
            self.fields["number"].label = f"Tal: {goal.measure}"
        else:
            del self.fields["number"]
        self.helper.layout = Layout(*self.fields)

    def arguments(self) -> dict[str, Any]:
        """What `record_progress` takes."""
        names = ("status", "on", "number", "note")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
