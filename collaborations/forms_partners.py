"""Forms of the shared register of partners."""

from typing import Any, cast

from django import forms

from associations.models import District
from collaborations.enums import PartnerKind
from collaborations.models import Administration, Partner
from core.crispy import Layout, Row
from core.forms import Form
from workflow.editing import EditForm


class PartnerEditForm(EditForm):
    """A partner's details; what is changed shows on every association that works with it."""

    submit_label = "Gem partner"

    class Meta:
        model = Partner
        fields = ["name", "kind", "district", "address", "homepage", "administration"]
        help_texts = {"administration": "Den forvaltning, som partneren hører under, hvis der er en."}
        error_messages = {"name": {"required": "Skriv partnerens navn."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["district"].empty_label = "Hele byen eller ved ikke"
        fields["administration"].empty_label = "Ingen"
        fields["administration"].queryset = in_use_or(self.instance.administration_id)  # type: ignore[attr-defined]
        self.helper.layout = Layout("name", Row("kind", "district"), "address", "homepage", "administration")


def in_use_or(chosen: int | None) -> Any:
    """Administrations in use, and the one that is chosen already."""
    return Administration.objects.in_use() | Administration.objects.filter(pk=chosen or 0)


class PartnerFilterForm(Form):
    """Search and filters, as words of the address."""

    mark_optional = False

    soeg = forms.CharField(label="Søg", required=False)
    slags = forms.ChoiceField(label="Slags", required=False, choices=[("", "Alle"), *PartnerKind.choices])
    bydel = forms.ModelChoiceField(label="Bydel", required=False, queryset=District.objects.all(), empty_label="Alle")

    @property
    def wanted(self) -> dict[str, Any] | None:
        """What `partner_list` looks for; None for a filter that does not exist."""
        if not self.is_bound:
            return {}
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        district = cast("District | None", chosen["bydel"])
        return {"text": chosen["soeg"], "kind": chosen["slags"], "district": district.pk if district else None}
