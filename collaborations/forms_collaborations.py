"""Forms of collaborations and participation in initiatives."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from associations.models import Association, District
from collaborations.domain.collaborations import Wanted
from collaborations.enums import CollaborationState, PartnerKind, Precision
from collaborations.models import Collaboration, Initiative, InitiativeParticipation, Partner
from collaborations.models.chain import FIRST_YEAR
from collaborations.since import parse_since, short_since_text
from core import clock
from core.crispy import Fieldset, Layout, Row
from core.forms import Form, ModelForm
from workflow import audit
from workflow.editing import EditForm

SINCE_INVALID = "Skriv et årstal, en måned eller en dato, fx 2021, 08-2021 eller 15-08-2021."


class CollaborationFields(ModelForm):
    """What a new and a changed collaboration have in common; `since` stands for `start` and `precision`."""

    since = forms.CharField(
        label="Siden", required=False, max_length=40, help_text="Årstallet er nok: 2021, 08-2021 eller 15-08-2021."
    )

    class Meta:
        model = Collaboration
        fields = ["about", "state", "end", "contact", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        labels = {"about": "Hvad går samarbejdet ud på?", "end": "Sidste dag", "contact": "Kontakt hos partneren"}
        help_texts = {
            "about": "Fx »Idræt i SFO’en hver tirsdag« eller »Hold for piger i gymnastiksalen«.",
            "end": "Kun når samarbejdet er afsluttet.",
            "contact": "Afdeling eller funktion, fx »SFO-leder«. Skriv ikke navne på personer.",
        }
        error_messages = {"about": {"required": "Skriv, hvad samarbejdet går ud på."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.collaboration
        self.fields["since"].initial = short_since_text(row.start, row.precision)
        self.helper.layout = Layout("about", Row("state", "since"), "end", "contact", "note")

    @property
    def collaboration(self) -> Collaboration:
        """What is being written."""
        return cast("Collaboration", self.instance)

    def clean_since(self) -> str:
        """Sets the first day and how exactly it is known; empty for none."""
        text = str(self.cleaned_data["since"])
        try:
            start, precision = parse_since(text) if text else (None, Precision.DAY)
        except ValueError as error:
            raise ValidationError(SINCE_INVALID) from error
        self.collaboration.start, self.collaboration.precision = start, precision
        return text

    def clean(self) -> dict[str, Any]:
        """The rules over two fields, told at the field to change."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        state, start, end = given.get("state"), self.collaboration.start, given.get("end")
        if state and state != CollaborationState.IDEA and given.get("since") == "":
            self.add_error("since", "Skriv, siden hvornår. Årstallet er nok. Kun en idé kan være uden.")
        if state == CollaborationState.ENDED and "end" in given and not end:
            self.add_error("end", "Skriv den sidste dag, når samarbejdet er afsluttet.")
        if state and state != CollaborationState.ENDED and end:
            self.add_error("end", "Vælg tilstanden »Afsluttet«, eller fjern den sidste dag.")
        if given.get("since") and start and end and end < start:
            self.add_error("end", "Sidste dag kan ikke ligge, før samarbejdet begyndte.")
        return given


class CollaborationAddForm(CollaborationFields):
    """A new collaboration, with a partner that stands in the register."""

    submit_label = "Tilføj samarbejde"


class NewPartnerForm(CollaborationFields):
    """A new collaboration with a partner that is new in the register."""

    submit_label = "Tilføj samarbejde"

    name = forms.CharField(
        label="Partnerens navn",
        max_length=120,
        error_messages={"required": "Skriv navnet på skolen, institutionen eller hvem det er."},
    )
    kind = forms.ChoiceField(label="Slags", choices=[("", "Vælg"), *PartnerKind.choices])
    district = forms.ModelChoiceField(
        label="Bydel", queryset=District.objects.all(), required=False, empty_label="Hele byen eller ved ikke"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset("Hvem", "name", Row("kind", "district")),
            Fieldset("Samarbejdet", "about", Row("state", "since"), "end", "contact", "note"),
        )

    def clean_name(self) -> str:
        """Spaces at the ends and double ones are none."""
        return " ".join(str(self.cleaned_data["name"]).split())

    @property
    def partner(self) -> Partner:
        """The partner as it was written."""
        typed = self.cleaned_data
        return Partner(name=typed["name"], kind=typed["kind"], district=typed["district"])


class CollaborationEditForm(CollaborationFields, EditForm):
    """A collaboration that is there."""

    submit_label = "Gem samarbejde"

    class Meta(CollaborationFields.Meta):
        pass

    def meet(self, stale: audit.StaleError) -> None:
        """Takes over another's first day where this editor left it alone."""
        mine = audit.snapshot(self.collaboration)["start"]
        super().meet(stale)
        moves = [change for event in stale.events for change in event.changes if change["field"] == "start"]
        if moves and mine in {moves[0]["from"], moves[-1]["to"]}:
            stored = Collaboration.objects.get(pk=self.collaboration.pk)
            cast("QueryDict", self.data)["since"] = short_since_text(stored.start, stored.precision)


class ParticipationFields(ModelForm):
    """Year, number and note."""

    class Meta:
        model = InitiativeParticipation
        fields = ["number", "note"]
        labels = {"number": "Antal børn og unge"}
        help_texts = {
            "number": "Lad feltet være tomt, hvis I ikke har talt.",
            "note": "Fx hvilken ferie, eller hvad I stod for.",
        }

    @property
    def participation(self) -> InitiativeParticipation:
        """What is being written."""
        return cast("InitiativeParticipation", self.instance)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.says_no_children = True


class ParticipationAddForm(ParticipationFields):
    """A new participation."""

    submit_label = "Tilføj deltagelse"

    year = forms.TypedChoiceField(label="År", coerce=int)

    class Meta(ParticipationFields.Meta):
        fields = ["initiative", "year", "number", "note"]
        error_messages = {"initiative": {"required": "Vælg indsatsen."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = cast("forms.TypedChoiceField", self.fields["year"])
        year.choices, year.initial = year_choices(), clock.today().year
        field: Any = self.fields["initiative"]
        field.queryset = Initiative.objects.filter(in_use=True, computed_by="")
        field.label_from_instance = _initiative_label
        field.empty_label = "Vælg"
        self.helper.layout = Layout("initiative", Row("year", "number"), "note")


def year_choices() -> list[tuple[int, str]]:
    """Next year, because it may be agreed already, and back to the first."""
    return [(year, str(year)) for year in range(clock.today().year + 1, FIRST_YEAR - 1, -1)]


def _initiative_label(initiative: Any) -> str:
    return f"{initiative} ({initiative.link_label.lower()})"


class ParticipationEditForm(ParticipationFields, EditForm):
    """A participation that is there."""

    submit_label = "Gem deltagelse"

    class Meta(ParticipationFields.Meta):
        pass


class CollaborationFilterForm(Form):
    """Search and filters, as words of the address."""

    mark_optional = False

    soeg = forms.CharField(label="Søg", required=False)
    slags = forms.ChoiceField(label="Slags partner", required=False, choices=[("", "Alle"), *PartnerKind.choices])
    tilstand = forms.ChoiceField(label="Tilstand", required=False, choices=[("", "Alle"), *CollaborationState.choices])
    bydel = forms.ModelChoiceField(
        label="Partnerens bydel", required=False, queryset=District.objects.all(), empty_label="Alle"
    )
    forening = forms.ModelChoiceField(
        label="Forening", required=False, queryset=Association.objects.none(), empty_label="Alle"
    )
    aar = forms.TypedChoiceField(label="I gang i", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, associations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Association]", self.fields["forening"]).queryset = associations
        cast("forms.TypedChoiceField", self.fields["aar"]).choices = [("", "Alle år"), *year_choices()]

    @property
    def wanted(self) -> Wanted | None:
        """What is looked for; None for a filter that does not exist: nothing is found then."""
        if not self.is_bound:
            return Wanted()
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        return Wanted(
            text=chosen["soeg"],
            kind=chosen["slags"],
            state=chosen["tilstand"],
            association=chosen["forening"].pk if chosen["forening"] else None,
            district=chosen["bydel"].pk if chosen["bydel"] else None,
            year=chosen["aar"],
        )
