"""Forms of the journal."""

import uuid
from typing import Any

from django import forms

from core import clock
from core.crispy import Layout, Row
from core.fields import DateField
from core.forms import Form, ModelForm
from journal.domain.entry_queries import DONE, OPEN, Wanted
from journal.enums import EntryKind
from journal.models import JournalEntry
from workflow.editing import EditForm

Choice = tuple[str, str]


class EntryForm(ModelForm):
    """What a new entry and a changed one have in common."""

    class Meta:
        model = JournalEntry
        fields = ["kind", "held_on", "with_whom", "text", "follow_up_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        labels = {"follow_up_on": "Vend tilbage den", "kind": "Slags"}
        help_texts = {
            "with_whom": "Navn og rolle. Kan stå tomt ved et notat.",
            "follow_up_on": "Så kommer det på konsulentens forside, når tiden nærmer sig.",
        }
        error_messages = {
            "kind": {"required": "Vælg slags."},
            "held_on": {"required": "Skriv datoen som dag-måned-år, fx 24-03-2026."},
            "text": {"required": "Skriv, hvad I talte om, eller hvad der er værd at huske."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 — for the type checker
        kind.choices = [("", "Vælg"), *EntryKind.choices]
        self.helper.layout = Layout(Row("kind", "held_on"), "with_whom", "text", "follow_up_on")


class EntryAddForm(EntryForm):
    """A new entry."""

    submit_label = "Gem i journalen"

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        self.initial["held_on"] = clock.today()
        self.helper.layout.append("form_key")


class EntryEditForm(EntryForm, EditForm):
    """An entry that its author changes."""

    submit_label = "Gem ændringer"

    class Meta(EntryForm.Meta):
        pass


class EntryFilterForm(Form):
    """Search and filters, as words of the address."""

    mark_optional = False

    soeg = forms.CharField(label="Søg", required=False)
    slags = forms.ChoiceField(label="Slags", required=False, choices=[("", "Alle"), *EntryKind.choices])
    forfatter = forms.ChoiceField(label="Skrevet af", required=False)
    fra = DateField(label="Fra", required=False)
    til = DateField(label="Til", required=False)
    opfoelgning = forms.ChoiceField(
        label="Opfølgning", required=False, choices=[("", "Alle"), (OPEN, "Vend tilbage"), (DONE, "Fulgt op")]
    )

    def __init__(self, *args: Any, authors: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["forfatter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the type checker
        field.choices = [("", "Alle"), *authors]

    @property
    def wanted(self) -> Wanted:
        """What is looked for. A value that makes no sense narrows nothing, and its field says so."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        return Wanted(
            text=values.get("soeg", ""),
            kind=values.get("slags", ""),
            author=values.get("forfatter", ""),
            first=values.get("fra"),
            last=values.get("til"),
            follow_up=values.get("opfoelgning", ""),
        )

    def in_words(self) -> list[str]:
        """The filters that hold, for the sheet: `Slags: Telefon.`"""
        self.is_valid()
        lines = []
        for name, value in getattr(self, "cleaned_data", {}).items():
            if value:
                text = dict(getattr(self.fields[name], "choices", ())).get(value, value)
                lines.append(f"{self.fields[name].label}: {self.fields[name].prepare_value(text)}.")
        return lines
