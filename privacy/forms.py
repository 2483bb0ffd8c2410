"""Forms about personal data."""

from typing import Any, cast

from django import forms

from core.forms import DateField, Form
from privacy.domain.people_queries import FEWEST_LETTERS
from privacy.domain.read_queries import Choice


class PersonSearchForm(Form):
    """A name or an e-mail, in the address."""

    mark_optional = False

    soeg = forms.CharField(
        label="Navn eller e-mail",
        required=False,
        min_length=FEWEST_LETTERS,
        error_messages={"min_length": "Skriv mindst to bogstaver."},
    )


class PersonEraseForm(Form):
    """Why the person is erased: kept with the trace, so that it can be answered for later."""

    submit_label = "Slet persondata"

    reason = forms.CharField(
        label="Begrundelse",
        max_length=200,
        help_text="Fx at personen selv har bedt om det. Skriv ikke personens navn. Begrundelsen bliver stående.",
        error_messages={"required": "Skriv, hvorfor oplysningerne slettes."},
    )


class ReadFilterForm(Form):
    """Who has read, about which association, and when; words of the address."""

    mark_optional = False

    laeser = forms.ChoiceField(label="Medarbejder", required=False)
    forening = forms.CharField(label="Forening", required=False)
    fra = DateField(label="Fra", required=False)
    til = DateField(label="Til", required=False)

    def __init__(self, *args: Any, readers: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = [("", "Alle"), *readers]
        cast("forms.ChoiceField", self.fields["laeser"]).choices = self.readers

    def value(self, name: str) -> Any:
        """What was written; nothing when it cannot be used (the field says so)."""
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get(name) or None

    def in_words(self) -> list[str]:
        """The filters that hold, for the sheet."""
        texts = {
            "laeser": dict(self.readers).get(self.value("laeser") or "", ""),
            "forening": self.value("forening"),
            "fra": self.value("fra") and f"{self.value('fra'):%d-%m-%Y}",
            "til": self.value("til") and f"{self.value('til'):%d-%m-%Y}",
        }
        return [f"{self.fields[name].label}: {text}." for name, text in texts.items() if self.value(name)]
