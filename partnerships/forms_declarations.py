"""The form of the yearly child-protection declaration."""

from datetime import date
from typing import Any

from django import forms

from core import clock
from core.forms import DateField, Form


class DeclarationCreateForm(Form):
    """The declaration itself is a tick; the day and the name say when and by whom."""

    submit_label = "Afgiv erklæringen"

    is_declared = forms.BooleanField(
        label="Foreningen har indhentet børneattester på alle, der skal have det",
        error_messages={"required": "Sæt kryds ved erklæringen. Mangler der attester, så indhent dem først."},
    )
    declared_on = DateField(label="Erklæret den")
    declared_by = forms.CharField(
        label="Erklæret af",
        max_length=120,
        error_messages={"required": "Skriv navnet på den fra foreningen, der erklærer."},
    )

    def __init__(self, *args: Any, year: int, declared_by: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["declared_on"]
        day.min_value, day.max_value = date(year, 1, 1), clock.today()
        day.initial = clock.today()
        self.fields["declared_by"].initial = declared_by
        self.fields["declared_by"].help_text = "Navnet på den fra foreningen, der erklærer, fx formanden."
