"""Forms about contact persons: a transfer, giving back, and one association's change."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from associations.models import Association
from core import clock
from core.crispy import Layout, Row
from core.fields import DateField
from core.forms import Form
from partnerships.domain.contacts import active_consultants
from partnerships.domain.transfers import Wish
from partnerships.enums import TransferReason

SHOW = "Vis, hvad der ændres"


class ContactTransferForm(Form):
    """Which of the consultant's associations go to whom, from when and why."""

    submit_label = SHOW

    associations = forms.TypedMultipleChoiceField(
        label="Foreninger", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én forening."},
    )  # fmt: skip
    to = forms.ModelChoiceField(
        label="Ny kontaktperson",
        queryset=User.objects.none(),
        empty_label="Vælg",
        error_messages={"required": "Vælg en kollega."},
    )
    start = DateField(label="Fra og med")
    planned_return = DateField(
        label="Forventes ført tilbage",
        required=False,
        help_text="Kun til orientering: foreningerne føres først tilbage, når du gør det.",
    )
    reason = forms.ChoiceField(
        label="Årsag",
        choices=[("", "Vælg"), *TransferReason.choices],
        help_text="Kan kun ses af medarbejdere, ikke af foreningerne.",
        error_messages={"required": "Vælg en årsag."},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, consultant: User, offered: Sequence[Association], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultant = consultant
        choice, to = self.fields["associations"], self.fields["to"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)  # noqa: S101 — for the type checker
        assert isinstance(to, forms.ModelChoiceField)  # noqa: S101 — the same
        choice.choices = [(association.pk, association.name) for association in offered]
        choice.initial = [association.pk for association in offered]
        to.queryset = active_consultants().exclude(pk=consultant.pk)
        self.fields["start"].initial = clock.today
        self.fields["form_key"].initial = uuid.uuid4
        self.helper.layout = Layout("associations", Row("to", "reason"), Row("start", "planned_return"), "form_key")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        start, planned = typed.get("start"), typed.get("planned_return")
        if start and planned and planned <= start:
            self.add_error("planned_return", "Skriv en dato, der ligger efter overdragelsen.")
        return typed

    @property
    def wish(self) -> Wish:
        """The transfer that is asked for; the form must be valid."""
        typed = self.cleaned_data
        return Wish(
            consultant=self.consultant,
            to=typed["to"],
            start=typed["start"],
            association_ids=frozenset(typed["associations"]),
            reason=typed["reason"],
            planned_return=typed["planned_return"],
        )


class ContactReturnForm(Form):
    """From which day the associations are given back."""

    submit_label = SHOW

    start = DateField(label="Tilbage fra og med")

    def __init__(self, *args: Any, first: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["start"]
        assert isinstance(field, DateField)  # noqa: S101 — for the type checker
        field.min_value, field.initial = first, max(first, clock.today())


class ContactAssignForm(Form):
    """One association's new contact person."""

    submit_label = "Skift kontaktperson"

    consultant = forms.ModelChoiceField(
        label="Ny kontaktperson",
        queryset=User.objects.none(),
        empty_label="Vælg",
        error_messages={"required": "Vælg en konsulent."},
    )
    start = DateField(label="Fra og med", help_text="Den, der er kontaktperson i dag, er det til og med dagen før.")
    mark = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, mark: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consultant"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — for the type checker
        field.queryset = active_consultants()
        self.fields["start"].initial = clock.today
        self.fields["mark"].initial = mark
