"""The filters of the staff's lists, and one's own choice of reminders."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from core.forms import Form
from reminders.domain.ledger_queries import kinds
from reminders.enums import Delivery, Outcome, Stage
from reminders.models import ReminderChoice
from workflow.editing import EditForm


class ReminderFilterForm(Form):
    """Kind, stage, what became of it, and a name, as words of the address."""

    mark_optional = False

    slags = forms.ChoiceField(label="Slags", required=False)
    trin = forms.ChoiceField(label="Trin", required=False, choices=[("", "Alle"), *Stage.choices])
    tilstand = forms.ChoiceField(label="Hvad der skete", required=False, choices=[("", "Alle"), *Outcome.choices])
    navn = forms.CharField(label="Forening eller modtager", required=False)

    outcomes = Outcome.choices

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["slags"]).choices = [("", "Alle"), *kinds()]

    def narrow(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows that the filters find; none for a filter that does not exist."""
        if not self.is_valid():
            return rows.none() if self.is_bound else rows
        chosen = self.cleaned_data
        wanted = {"kind": chosen["slags"], "stage": chosen["trin"], "outcome": chosen.get("tilstand", "")}
        found = rows.filter(**{name: value for name, value in wanted.items() if value})
        name = chosen["navn"].strip()
        return found.filter(Q(association__name__icontains=name) | Q(user__name__icontains=name)) if name else found

    def in_words(self) -> list[str]:
        """The filters that hold, for the sheet."""
        if not self.is_valid():
            return []
        told = []
        for name, value in self.cleaned_data.items():
            choices = dict(getattr(self.fields[name], "choices", ()))
            if value:
                told.append(f"{self.fields[name].label}: {choices.get(value, value)}.")
        return told


class UpcomingFilterForm(ReminderFilterForm):
    """The same for the days to come."""

    tilstand = forms.ChoiceField(
        label="Hvordan",
        required=False,
        choices=[("", "Alle"), *((o.value, o.label) for o in (Outcome.WAITING, Outcome.IN_DIGEST, Outcome.PAGE_ONLY))],
    )


class ReminderChoiceForm(EditForm):
    """How one wants to be reminded; a box that is ticked means mail about it."""

    submit_label = "Gem mit valg"
    mark_optional = False

    instance: ReminderChoice
    wanted = forms.MultipleChoiceField(
        label="Mails om", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Fjern krydset ved det, du ikke vil have mails om. Det står stadig på siden.",
    )  # fmt: skip

    class Meta:
        model = ReminderChoice
        fields = ("delivery",)
        labels = {"delivery": "Sådan vil jeg have besked"}
        widgets = {"delivery": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"] = forms.ChoiceField(
            label="Sådan vil jeg have besked",
            choices=Delivery.choices,
            widget=forms.RadioSelect,
            initial=self.instance.delivery,
            error_messages={"required": "Vælg, hvordan du vil have besked."},
        )
        known = kinds()
        wanted = cast("forms.MultipleChoiceField", self.fields["wanted"])
        wanted.choices = known
        wanted.initial = [key for key, _ in known if key not in self.instance.muted]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "wanted" in cleaned:
            self.instance.muted = [key for key, _ in kinds() if key not in cleaned["wanted"]]
        return cleaned
