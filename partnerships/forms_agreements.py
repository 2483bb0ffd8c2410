"""The forms of a partnership's life. Each ends with the decision behind it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from associations.models import Association
from core import clock
from core.crispy import Fieldset, Layout, Row
from core.fields import DateField
from core.formats import date_text, short_date_text
from core.forms import Form
from core.widgets import PlainSelect
from partnerships.domain.corrections import Dates
from partnerships.domain.partnerships import Decided, Member
from partnerships.domain.periods import default_end
from partnerships.models import Partnership

SHARED = (1, 2)
REASON_LENGTH, DECIDED_BY_LENGTH = 200, 120


class DecisionForm(Form):
    """A form that ends with the decision; `what` are the names of its own fields, in their order."""

    decided_on = DateField(label="Besluttet den")
    decided_by = forms.CharField(
        label="Besluttet af",
        max_length=DECIDED_BY_LENGTH,
        help_text="Fx udvalg, møde og punkt: Kultur- og Fritidsudvalget, 24. november 2022, punkt 7.",
        error_messages={"required": "Skriv, hvem der har besluttet det, fx udvalg og møde."},
    )
    reason = forms.CharField(
        label="Begrundelse",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv begrundelsen."},
    )
    submit_label = "Se, hvad det betyder"
    what_legend = "Datoer"
    decision_legend = "Beslutningen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in DecisionForm.base_fields])
        decision = Fieldset(self.decision_legend, "decided_on", "decided_by", "reason")
        self.helper.layout = Layout(*self.layout_of_own_fields(), decision)

    def layout_of_own_fields(self) -> list[Any]:
        """The part above the decision."""
        own = [name for name in self.fields if name not in DecisionForm.base_fields]
        return [Fieldset(self.what_legend, *own)] if own else []

    @property
    def decided(self) -> Decided:
        """The decision as it was typed."""
        typed = self.cleaned_data
        return Decided(typed["decided_on"], typed["decided_by"], typed["reason"])

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise forms.ValidationError(f"Skriv en dag, der senest er i dag, {short_date_text(clock.today())}.")
        return day


if TYPE_CHECKING:
    AssociationField = forms.ModelChoiceField[Association]
else:  # generic for the type checker only
    AssociationField = forms.ModelChoiceField


class AssociationChoice(AssociationField):
    """One association of the register."""

    widget = PlainSelect

    def __init__(self, queryset: "QuerySet[Association] | None" = None, **kwargs: Any) -> None:
        rows = Association.objects.open().only("name").order_by("sort_key", "pk") if queryset is None else queryset
        super().__init__(queryset=rows, empty_label="Vælg en forening", **kwargs)


class PartnershipCreateForm(DecisionForm):
    """A new partnership with one association, or two or three that share it."""

    association = AssociationChoice(label="Forening")
    start = DateField(label="Første dag")
    end = DateField(
        label="Sidste dag", required=False, help_text="Lad feltet stå tomt, så løber partnerskabet i fire år."
    )
    shared_1 = AssociationChoice(label="Deles med", required=False)
    shared_1_start = DateField(label="Med fra", required=False)
    shared_1_end = DateField(label="Med til", required=False)
    shared_2 = AssociationChoice(label="Deles også med", required=False)
    shared_2_start = DateField(label="Med fra", required=False)
    shared_2_end = DateField(label="Med til", required=False)

    def layout_of_own_fields(self) -> list[Any]:
        shared: list[Any] = []
        for n in SHARED:
            shared += [f"shared_{n}", Row(f"shared_{n}_start", f"shared_{n}_end")]
        return [
            Fieldset("Partnerskabet", "association", Row("start", "end")),
            Fieldset("Deler foreningen partnerskabet med andre? Tomme datoer følger partnerskabets", *shared),
        ]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        start = typed.get("start")
        end = typed.get("end") or (default_end(start) if start else None)
        if start and end and end < start:
            self.add_error("end", "Slutdatoen skal være samme dag som startdatoen eller senere.")
        chosen = [typed.get("association")]
        for n in SHARED:
            name = f"shared_{n}"
            first, last = typed.get(f"{name}_start"), typed.get(f"{name}_end")
            if not typed.get(name) and (first or last):
                self.add_error(name, "Vælg den forening, datoerne gælder for.")
            elif typed.get(name) and typed[name] in chosen:
                self.add_error(name, "Foreningen er valgt allerede. Vælg en anden.")
            if first and last and last < first:
                self.add_error(f"{name}_end", "Slutdatoen skal være samme dag som startdatoen eller senere.")
            chosen.append(typed.get(name))
        return typed

    @property
    def members(self) -> list[Member]:
        """The associations with their own periods."""
        typed = self.cleaned_data
        shared = [
            Member(typed[f"shared_{n}"], typed[f"shared_{n}_start"], typed[f"shared_{n}_end"])
            for n in SHARED
            if typed[f"shared_{n}"]
        ]
        return [Member(typed["association"]), *shared]


class PartnershipExtendForm(DecisionForm):
    """A later last day; four more years proposed."""

    new_end = DateField(label="Ny sidste dag")
    what_legend = "Forlængelsen"


class PartnershipEndForm(DecisionForm):
    """An earlier last day."""

    last_day = DateField(label="Partnerskabets sidste dag")
    what_legend = "Afslutningen"


class ParticipationAddForm(DecisionForm):
    """One more association in the partnership."""

    association = AssociationChoice(label="Forening")
    start = DateField(label="Med fra")
    end = DateField(label="Med til", required=False, help_text="Lad feltet stå tomt: så længe som partnerskabet.")
    what_legend = "Foreningen"

    def layout_of_own_fields(self) -> list[Any]:
        return [Fieldset(self.what_legend, "association", Row("start", "end"))]

    @property
    def member(self) -> Member:
        typed = self.cleaned_data
        return Member(typed["association"], typed["start"], typed["end"])


class ParticipationEndForm(DecisionForm):
    """An association leaves."""

    last_day = DateField(label="Foreningens sidste dag i partnerskabet")
    what_legend = "Udtræden"


class PartnershipCorrectForm(DecisionForm):
    """All dates of a partnership, to be put right."""

    decision_legend = "Hvorfor er datoerne forkerte?"

    def __init__(self, *args: Any, partnership: Partnership, mark: int, **kwargs: Any) -> None:
        self.partnership = partnership
        self.extensions = list(partnership.extensions.order_by("new_end", "pk"))
        self.rows = list(partnership.participations.select_related("association").order_by("start", "pk"))
        # Django makes a form's fields from here, so this form has its own.
        self.base_fields = {**self._date_fields(mark), **type(self).base_fields}  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def _date_fields(self, mark: int) -> dict[str, forms.Field]:
        partnership = self.partnership
        hidden = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=mark)
        found: dict[str, forms.Field] = {
            "based_on": hidden,
            "start": DateField(label="Første dag", initial=partnership.start),
            "first_end": DateField(label="Første aftale til", initial=partnership.first_end),
        }
        for row in self.extensions:
            label = f"Forlængelse, besluttet {date_text(row.decided_on)}: til"
            found[f"extension_{row.pk}"] = DateField(
                label=label, initial=row.new_end, required=False, help_text="Tom: forlængelsen gælder ikke."
            )
        if partnership.ended_early_on:
            found["early_end"] = DateField(
                label="Afsluttet før tid: sidste dag",
                initial=partnership.end,
                required=False,
                help_text="Tom: partnerskabet slutter ikke før tid.",
            )
        for member in self.rows if len(self.rows) > 1 else []:
            name = member.association.name
            found[f"member_{member.pk}_start"] = DateField(label=f"{name}: med fra", initial=member.start)
            found[f"member_{member.pk}_end"] = DateField(label=f"{name}: med til", initial=member.end)
        return found

    def layout_of_own_fields(self) -> list[Any]:
        members = [Row(f"member_{one.pk}_start", f"member_{one.pk}_end") for one in self.rows if len(self.rows) > 1]
        single = [name for name in self.fields if name.startswith("extension_") or name == "early_end"]
        parts = [Fieldset("Partnerskabets datoer", "based_on", Row("start", "first_end"), *single)]
        return [*parts, Fieldset("Foreningernes egne perioder", *members)] if members else parts

    @property
    def dates(self) -> Dates:
        """The dates as they were typed."""
        typed = self.cleaned_data
        members = {
            row.pk: (typed[f"member_{row.pk}_start"], typed[f"member_{row.pk}_end"])
            for row in self.rows
            if len(self.rows) > 1
        }
        extensions = {row.pk: typed[f"extension_{row.pk}"] for row in self.extensions}
        return Dates(typed["start"], typed["first_end"], typed.get("early_end"), extensions, members)
