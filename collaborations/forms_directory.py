"""Forms of the directory: administrations, initiatives and contact units."""

from typing import Any, cast

from django import forms

from collaborations.forms_partners import in_use_or
from collaborations.models import Administration, ContactUnit, Initiative
from core import clock
from core.crispy import Layout, Row
from core.forms import Form, ModelForm
from workflow.editing import EditForm

TEXT = forms.Textarea(attrs={"rows": 3})


class UnitFields(ModelForm):
    """A unit: what it helps with, and how it is reached."""

    class Meta:
        model = ContactUnit
        fields = ["administration", "initiative", "unit", "helps_with", "homepage", "phone", "email", "checked_on"]
        widgets = {"helps_with": TEXT}
        labels = {"homepage": "Adressen på enhedens side"}
        help_texts = {
            "unit": "Afdeling, team eller vagt. Skriv ikke navne på personer.",
            "helps_with": "Med ord, som en frivillig vil søge efter.",
            "initiative": "Hvis enheden tager sig af én indsats.",
            "homepage": "Skriv mindst en af de tre: side, telefon eller e-mail.",
            "checked_on": "Den dag, nogen sidst har set efter, at oplysningerne passer.",
        }
        error_messages = {
            "unit": {"required": "Skriv enhedens navn."},
            "helps_with": {"required": "Skriv, hvad enheden hjælper med."},
        }

    @property
    def unit(self) -> ContactUnit:
        """What is being written."""
        return cast("ContactUnit", self.instance)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["checked_on"] = clock.today()  # whoever saves has just looked
        fields: Any = self.fields
        fields["administration"].queryset = in_use_or(self.unit.administration_id)
        fields["administration"].empty_label = "Vælg"
        fields["initiative"].queryset = Initiative.objects.order_by("sort_key", "pk")
        fields["initiative"].empty_label = "Ingen bestemt"
        fields["checked_on"].max_value = clock.today()
        self.helper.layout = Layout(
            Row("administration", "initiative"), "unit", "helps_with", "homepage", Row("phone", "email"), "checked_on"
        )


class UnitAddForm(UnitFields):
    """A new unit."""

    submit_label = "Tilføj enhed"


class UnitEditForm(UnitFields, EditForm):
    """A unit that is there."""

    submit_label = "Gem enhed"

    class Meta(UnitFields.Meta):
        pass


class AdministrationForm(EditForm):
    """An administration, new or there."""

    submit_label = "Gem forvaltning"

    class Meta:
        model = Administration
        fields = ["name", "helps_with", "homepage", "in_use"]
        widgets = {"helps_with": TEXT}
        labels = {"in_use": "Vis den i vejviseren"}
        error_messages = {"name": {"required": "Skriv forvaltningens navn."}}


class InitiativeForm(EditForm):
    """An initiative, new or there."""

    submit_label = "Gem indsats"

    class Meta:
        model = Initiative
        fields = ["name", "administration", "link", "helps_with", "homepage", "in_use"]
        widgets = {"helps_with": TEXT}
        labels = {"in_use": "Vis den i vejviseren og i fødekæden"}
        help_texts = {"link": "Lad feltet være tomt, hvis indsatsen ligger ved siden af kæden."}
        error_messages = {"name": {"required": "Skriv indsatsens navn."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["administration"].queryset = in_use_or(self.instance.administration_id)  # type: ignore[attr-defined]
        fields["administration"].empty_label = "Vælg"


class DirectoryForm(Form):
    """Searching the directory."""

    mark_optional = False

    soeg = forms.CharField(label="Hvad har I brug for hjælp til?", required=False)
    forvaltning = forms.ModelChoiceField(
        label="Forvaltning", required=False, queryset=Administration.objects.in_use(), empty_label="Alle"
    )
