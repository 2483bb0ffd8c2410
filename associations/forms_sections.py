"""Forms of satellite sections."""

from typing import Any, cast

from django.db.models import Q

from associations.models import DisadvantagedArea, SatelliteSection
from core import clock
from core.crispy import Layout, Row
from core.forms import ModelForm
from workflow.editing import EditForm


class SectionFields(ModelForm):
    """A section: its name, where it is, what it offers, and since when."""

    class Meta:
        model = SatelliteSection
        fields = ["name", "district", "area", "activity", "start", "end"]
        labels = {"start": "Fra", "end": "Til og med"}
        help_texts = {
            "name": "Fx »Afdeling Tingbjerg«.",
            "area": "Vælg mindst et af de to: bydel eller udsat byområde.",
            "end": "Lad feltet være tomt, så længe afdelingen findes.",
        }
        error_messages = {
            "name": {"required": "Skriv afdelingens navn."},
            "start": {"required": "Skriv, fra hvilken dag afdelingen har været der."},
        }

    @property
    def section(self) -> SatelliteSection:
        """What is being edited."""
        return cast("SatelliteSection", self.instance)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        listed = Q(end=None) | Q(end__gte=clock.today()) | Q(pk=self.section.area_id)
        fields["area"].queryset = DisadvantagedArea.objects.filter(listed)
        fields["district"].empty_label = "Ingen bydel"
        fields["area"].empty_label = "Intet udsat byområde"
        fields["activity"].empty_label = "Ikke oplyst"
        hidden = ["based_on"] if "based_on" in fields else []
        self.helper.layout = Layout(*hidden, "name", "district", "area", "activity", Row("start", "end"))

    def clean(self) -> dict[str, Any]:
        """The rules over two fields, told at the field to change."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "district" in given and "area" in given and not (given["district"] or given["area"]):
            self.add_error("district", "Vælg en bydel eller et udsat byområde, så man kan se, hvor afdelingen er.")
        if given.get("start") and given.get("end") and given["end"] < given["start"]:
            self.add_error("end", "Slutdatoen ligger før startdatoen. Ret en af dem.")
        return given


class SectionCreateForm(SectionFields):
    """A new section."""

    submit_label = "Tilføj afdeling"


class SectionEditForm(SectionFields, EditForm):
    """A section that is there."""

    submit_label = "Gem afdeling"
