"""Forms of the pages that join apps."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from associations.domain.counts import CellKey, cell_label
from associations.enums import CountingRule, CountSource, Gender
from associations.models import AgeBand, MemberCount
from associations.models.counts import MOST_MEMBERS
from core.fields import WholeNumberField
from core.formats import number
from core.forms import Form
from overview.domain.addresses import Audience

AUDIENCE = "til"
CELL_NAME = re.compile(r"cell_(\d{1,9})_([a-z]{1,6})")


def cell_name(key: CellKey) -> str:
    """The name of a number's field: `cell_3_female`."""
    return f"cell_{key[0]}_{key[1]}"


def band_ids_sent(data: Mapping[str, str]) -> set[int]:
    """The age bands that a request carries a number for, so that a band shown earlier is never lost."""
    matches = ((CELL_NAME.fullmatch(name), value) for name, value in data.items())
    return {int(match[1]) for match, value in matches if match and value.strip()}


class AudienceForm(Form):
    """Whose e-mail addresses: a word of the address."""

    mark_optional = False

    til = forms.ChoiceField(label="Adresser på", choices=Audience.choices(), widget=forms.RadioSelect)

    @property
    def audience(self) -> Audience:
        """The choice; the chairs when there is none, or none that is offered."""
        return Audience(self.cleaned_data[AUDIENCE]) if self.is_valid() else Audience.CHAIRS


class MemberField(WholeNumberField):
    """A number of members, 0–99,999; an empty field is a number that has not been reported."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False, max_value=MOST_MEMBERS)
        message = f"Skriv et helt tal fra 0 til {number(MOST_MEMBERS)}."
        self.error_messages["invalid"] = message
        for validator in self.validators:
            if isinstance(validator, MinValueValidator | MaxValueValidator):
                validator.message = message


class MemberCountEditForm(Form):
    """The numbers of one year with their source. One field for each number: `cell_<age band's id>_<gender>`."""

    submit_label = "Gem medlemstal"

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={
            "required": "Siden er ufuldstændig. Hent den igen, og skriv tallene på ny.",
            "invalid": "Siden er ufuldstændig. Hent den igen, og skriv tallene på ny.",
        },
    )
    counting_rule = forms.ChoiceField(
        label="Sådan er der talt",
        choices=CountingRule.choices,
        widget=forms.RadioSelect,
        help_text="Registrets regel for foreningen afgør, om en person på to hold tæller en eller to gange.",
    )
    source = forms.ChoiceField(label="Tallene kommer fra", choices=CountSource.choices)
    note = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fx hvad der er særligt ved årets tal. Skriv aldrig navne eller CPR-numre.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        bands: Iterable[AgeBand],
        count: MemberCount | None,
        numbers: Mapping[CellKey, int],
        source: str,
    ) -> None:
        """`count` and its `numbers` are what is saved; `source` is proposed for a year without a count."""
        super().__init__(data, initial=saved_details(count, source))
        self.cells: dict[CellKey, MemberField] = {}
        for band in bands:
            for gender in Gender.values:
                label = cell_label(band, gender)
                self.cells[band.pk, gender] = MemberField(label=label[:1].upper() + label[1:])
        for key, field in self.cells.items():
            field.initial = numbers.get(key)
            self.fields[cell_name(key)] = field
        self.order_fields(cell_name(key) for key in self.cells)

    def numbers(self) -> dict[CellKey, int | None]:
        """The numbers as typed where they are valid, else as saved; None where there is none."""
        if not self.is_bound:
            return {key: field.initial for key, field in self.cells.items()}
        return {key: self.cleaned_data.get(cell_name(key)) for key in self.cells}


def saved_details(count: MemberCount | None, source: str) -> dict[str, Any]:
    """What the fields beside the numbers begin with."""
    if count is None:
        return {"version": 0, "counting_rule": CountingRule.ONCE, "source": source, "note": ""}
    return {
        "version": count.version,
        "counting_rule": count.counting_rule,
        "source": count.source,
        "note": count.note,
    }
