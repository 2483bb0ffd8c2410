"""Forms of an association's details, of closing it, and of its satellite sections."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from associations.fields import NamesField
from associations.models import Association, DisadvantagedArea
from core import clock
from core.crispy import Field, Fieldset, Layout, Row
from core.forms import DateField, Form, ModelForm
from workflow.editing import EditForm

# What the association's own people may change; the rest is the authority's (R19).
OWN_DETAILS = ("address", "postal_code", "city", "email", "phone", "website", "activities")
ALL_DETAILS = (
    "name", "other_names", "cvr", "district", "citywide", "areas", "activities", "new_activities", "address",
    "postal_code", "city", "email", "phone", "website", "get2sport_start", "get2sport_end",
)  # fmt: skip
REACH = Fieldset("Sådan får man fat i foreningen", "address", Row("postal_code", "city"), "email", "phone", "website")


class WebsiteField(forms.URLField):
    """A web address; `https://` is added where it is missing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class Details(ModelForm):
    """What forms of an association share; which fields a form has is said in its `Meta`."""

    website = WebsiteField(label="Hjemmeside", required=False, max_length=200)

    class Meta:
        model = Association
        fields = list(OWN_DETAILS)
        widgets = {"activities": forms.CheckboxSelectMultiple, "areas": forms.CheckboxSelectMultiple}
        error_messages = {"name": {"required": "Skriv foreningens navn."}}

    @property
    def related(self) -> dict[str, Iterable[Any]]:
        """The chosen members of the many-to-many fields."""
        return {name: self.cleaned_data[name] for name in ("activities", "areas") if name in self.fields}

    @property
    def named_activities(self) -> list[str]:
        """Names of kinds of activity that may be new."""
        return list(self.cleaned_data.get("new_activities", []))

    @property
    def association(self) -> Association:
        """What is being edited."""
        return cast("Association", self.instance)


class OwnDetailsForm(Details, EditForm):
    """The details that the association's own people keep up to date."""

    submit_label = "Gem oplysninger"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "based_on", REACH, Fieldset("Aktiviteter", Field("activities", wrapper_class="choices-inline"))
        )


class EveryDetail(Details):
    """All details, for consultants."""

    other_names = NamesField(
        label="Andre navne",
        longest=120,
        required=False,
        help_text="Adskil dem med komma. De findes i søgning og ved indlæsning.",
    )
    new_activities = NamesField(
        label="Andre aktiviteter",
        longest=80,
        required=False,
        help_text="Mangler der noget på listen, så skriv det her, adskilt af komma. Det kommer med på listen.",
    )

    class Meta(Details.Meta):
        fields = [name for name in ALL_DETAILS if name != "new_activities"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["district"].empty_label = "Ingen bydel"
        fields["citywide"].help_text = "Foreningen arbejder i hele byen og har ingen bydel."
        fields["areas"].queryset = areas_to_choose(self.association)
        fields["get2sport_start"].label, fields["get2sport_end"].label = "Fra", "Til og med"
        self.helper.layout = Layout(
            *(["based_on"] if "based_on" in fields else []),
            Fieldset("Foreningen", "name", "other_names", "cvr"),
            Fieldset("Hvor den er", "district", "citywide", Field("areas", wrapper_class="choices-inline")),
            Fieldset("Aktiviteter", Field("activities", wrapper_class="choices-inline"), "new_activities"),
            REACH,
            Fieldset("Støttet sammen med DIF get2sport", Row("get2sport_start", "get2sport_end")),
        )

    def clean(self) -> dict[str, Any]:
        """The rules over two fields, told at the field to change."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("citywide") and given.get("district"):
            self.add_error("district", "En bydækkende forening har ingen bydel. Fjern bydelen eller mærket.")
        start, end = given.get("get2sport_start"), given.get("get2sport_end")
        if end and not start and "get2sport_start" not in self.errors:
            self.add_error("get2sport_start", "Skriv også, hvornår samarbejdet begyndte.")
        if start and end and end < start:
            self.add_error("get2sport_end", "Slutdatoen ligger før startdatoen. Ret en af dem.")
        return given


class AssociationCreateForm(EveryDetail):
    """A new association."""

    submit_label = "Opret forening"


class AssociationEditForm(EveryDetail, EditForm):
    """All details of an association that is there."""

    submit_label = "Gem oplysninger"


def areas_to_choose(association: Association) -> QuerySet[DisadvantagedArea]:
    """The areas on today's lists, and those that the association has already."""
    listed = Q(end=None) | Q(end__gte=clock.today())
    chosen = Q(pk__in=association.areas.values("pk")) if association.pk else Q()
    return DisadvantagedArea.objects.filter(listed | chosen)


def reason_field(label: str, help_text: str) -> forms.CharField:
    """Why, in one or two sentences."""
    return forms.CharField(
        label=label,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": f"Skriv {label[:1].lower()}{label[1:]}."},
    )


class AssociationCloseForm(Form):
    """The last day, why, and the association it was merged into."""

    submit_label = "Luk foreningen"

    closed_on = DateField(label="Foreningens sidste dag")
    closed_reason = reason_field("Årsagen", "Fx »Opløst på generalforsamlingen« eller »Lagt sammen med nabo-klubben«.")
    merged_into = forms.ModelChoiceField(
        label="Lagt sammen med",
        queryset=Association.objects.none(),
        required=False,
        empty_label="Ikke lagt sammen med nogen",
        help_text="Den forening, som er fortsat. Intet flyttes: historikken bliver stående her, med et link til den.",
    )

    def __init__(self, *args: Any, association: Association, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["merged_into"]
        choice.queryset = Association.objects.open().exclude(pk=association.pk)
        day: Any = self.fields["closed_on"]
        day.max_value = clock.today()
        self.fields["closed_on"].initial = clock.today()


class AssociationReopenForm(Form):
    """Why a closed association is opened again."""

    submit_label = "Åbn foreningen igen"

    reason = reason_field("Årsagen", "Fx »Lukket ved en fejl«. Den står i foreningens historik.")
