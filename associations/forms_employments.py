"""Forms of employments: start, correct, new hours from a date, end, and switch of primary contact (R4–R6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from associations.domain.employments import ENDING_REASONS
from associations.domain.funding import Share, share_label, share_text, shares_of
from associations.enums import FundingSource
from associations.forms_persons import WhoForm
from associations.models import Association, Employment
from core import clock
from core.crispy import Fieldset, Helper, Layout, Row
from core.formats import decimal_text
from core.forms import DateField, Form, HoursField
from workflow.audit import StaleError
from workflow.editing import Difference, EditForm

YES_NO = ((True, "Ja"), (False, "Nej"))
NOTED = (FundingSource.FUND.value, FundingSource.OTHER.value)
"""The sources whose name does not say who pays."""


def hours_field(label: str, **kwargs: Any) -> HoursField:
    """Hours a week with at most one decimal, as the register keeps them."""
    return HoursField(label=label, **{"max_digits": 4, "decimal_places": 1, "max_value": 60, **kwargs})


def weekly_hours_field() -> HoursField:
    """The hours of an employment in all."""
    return hours_field(
        "Timer om ugen", min_value=1, help_text="Timer som ressourceperson i alt, uanset hvem der betaler."
    )


def funded_hours_field() -> HoursField:
    """The hours that the grant pays."""
    return hours_field("Timer betalt af tilskuddet", required=False, help_text="Tomt betyder »ikke oplyst«.")


def primary_contact_field() -> forms.TypedChoiceField:
    """Whether the employment is the one primary contact."""
    return forms.TypedChoiceField(
        label="Primær kontakt",
        choices=YES_NO,
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial=True,
        help_text="Den, forvaltningen skriver til. Der er én ad gangen, når nogen er ansat.",
    )


class FundingFields(forms.Form):
    """What other sources than the grant pay (R5): hours of each, and which one where its name does not say that."""

    hours_get2sport = hours_field("Timer fra DIF get2sport", required=False)
    hours_fund = hours_field("Timer fra pulje eller fond", required=False)
    note_fund = forms.CharField(label="Hvilken pulje eller fond?", max_length=200, required=False)
    hours_own = hours_field("Timer fra egne midler", required=False)
    hours_other = hours_field("Timer fra andet", required=False)
    note_other = forms.CharField(label="Hvad er det?", max_length=200, required=False)
    helper: Helper

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.says_no_children = True  # anything may be written in the notes

    @property
    def shares(self) -> dict[str, Share]:
        """What was written, by source; a source with no hours pays nothing."""
        given = self.cleaned_data
        return {
            source: Share(given[f"hours_{source}"], given.get(f"note_{source}", ""))
            for source in FundingSource.values
            if given.get(f"hours_{source}")
        }

    def clean(self) -> Any:
        cleaned = super().clean()
        for source in NOTED:
            if self.cleaned_data.get(f"note_{source}") and not self.cleaned_data.get(f"hours_{source}"):
                self.add_error(f"hours_{source}", "Skriv også, hvor mange timer det er om ugen.")
        return cleaned


def funding_layout() -> Fieldset:
    """The fields of `FundingFields` below the grant's hours, under one heading."""
    return Fieldset(
        "Hvem betaler timerne?",
        "funded_hours",
        "hours_get2sport",
        Row("hours_fund", "note_fund"),
        "hours_own",
        Row("hours_other", "note_other"),
    )


def initial_shares(employment: Employment) -> dict[str, Any]:
    """The saved shares as initial values of `FundingFields`."""
    saved = shares_of(employment)
    hours = {f"hours_{source}": share.hours for source, share in saved.items()}
    return hours | {f"note_{source}": saved[source].note for source in NOTED if source in saved}


class EmploymentStartForm(FundingFields, WhoForm):
    """A new employment of somebody known or new."""

    submit_label = "Gem ansættelsen"

    start = DateField(label="Ansat fra", help_text="Første dag.")
    weekly_hours = weekly_hours_field()
    is_primary_contact = primary_contact_field()
    funded_hours = funded_hours_field()
    end = DateField(label="Sidste dag", required=False, help_text="Kun hvis den er aftalt eller allerede ovre.")
    end_reason = forms.ChoiceField(label="Årsag til ophør", required=False, choices=[("", "Vælg"), *ENDING_REASONS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            *self.who_layout(),
            Fieldset("Ansættelsen", "start", "weekly_hours", "is_primary_contact"),
            funding_layout(),
            Fieldset("Hvis ansættelsen har en slutdato", "end", "end_reason"),
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("end_reason") and not self.cleaned_data.get("end") and "end" not in self.errors:
            self.add_error("end", "Skriv den sidste dag, når der er en årsag til ophør.")
        if self.cleaned_data.get("end") and not self.cleaned_data.get("end_reason"):
            self.add_error("end_reason", "Vælg, hvorfor ansættelsen slutter.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The keyword arguments of `start_employment`, apart from the association."""
        names = ("start", "weekly_hours", "is_primary_contact", "funded_hours", "end", "end_reason")
        return {"who": self.who, "shares": self.shares, **{name: self.cleaned_data[name] for name in names}}


class EmploymentEditForm(FundingFields, EditForm):
    """What the employment should have said all the time."""

    submit_label = "Gem rettelserne"

    weekly_hours = weekly_hours_field()
    funded_hours = funded_hours_field()
    is_primary_contact = primary_contact_field()

    class Meta:
        model = Employment
        fields = ["start", "weekly_hours", "is_primary_contact", "funded_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(initial_shares(cast("Employment", self.instance)))
        self.helper.layout = Layout("start", "weekly_hours", "is_primary_contact", funding_layout())

    def meet(self, stale: StaleError) -> None:
        """Also the funding, which is no field of the record: what this editor left alone takes the new value."""
        typed = self.shares
        super().meet(stale)
        before = _share_texts(stale)
        stored = shares_of(Employment.objects.get(pk=self.instance.pk))
        data, told = cast("QueryDict", self.data), {}
        for source, (label, old) in before.items():
            yours = share_text(typed.get(source))
            untouched = yours in {old, share_text(stored.get(source))}
            if untouched:
                self._put_share(data, source, stored.get(source))
            told[label] = (yours, not untouched)
        if self.conflict:
            lines = [_with_yours(line, told) for line in self.conflict.differences]
            self.conflict = replace(self.conflict, differences=lines)

    def _put_share(self, data: QueryDict, source: str, share: Share | None) -> None:
        field = self.fields[f"hours_{source}"]
        data[f"hours_{source}"] = str(field.prepare_value(share.hours)) if share else ""
        if f"note_{source}" in self.fields:
            data[f"note_{source}"] = share.note if share else ""


def _share_texts(stale: StaleError) -> Mapping[str, tuple[str, str]]:
    """The label and the text before the first change of each source whose share the others changed."""
    labels = {share_label(source): source for source in FundingSource.values}
    found: dict[str, tuple[str, str]] = {}
    for event in stale.events:
        for change in event.changes:
            if change["field"] in labels:
                found.setdefault(labels[change["field"]], (change["field"], change["from"]))
    return found


def _with_yours(line: Difference, told: Mapping[str, tuple[str, bool]]) -> Difference:
    return replace(line, yours=told[line.label][0], is_kept=told[line.label][1]) if line.label in told else line


class StepForm(EditForm):
    """A step of a record: its fields are not the record's own, so a conflict tells what others changed and keeps what
    was typed.
    """

    def meet(self, stale: StaleError) -> None:
        typed = cast("QueryDict", self.data).copy()
        super().meet(stale)
        typed[self.add_prefix("based_on")] = self.data[self.add_prefix("based_on")]
        self.data = typed


class EmploymentHoursForm(FundingFields, StepForm):
    """New hours from a date."""

    submit_label = "Gem det nye timetal"

    start = DateField(label="Fra", help_text="Første dag med de nye timer.")
    weekly_hours = weekly_hours_field()
    funded_hours = funded_hours_field()

    class Meta:
        model = Employment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employment = cast("Employment", self.instance)
        self.initial.update({"funded_hours": employment.funded_hours, **initial_shares(employment)})
        self.helper.layout = Layout("start", "weekly_hours", funding_layout())

    @property
    def values(self) -> dict[str, Any]:
        """The keyword arguments of `change_hours`, apart from the employment."""
        names = ("start", "weekly_hours", "funded_hours")
        return {"shares": self.shares, **{name: self.cleaned_data[name] for name in names}}


class ContactField(forms.ModelChoiceField):
    """Somebody's employment, told by name and hours."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name}, {decimal_text(obj.weekly_hours)} timer om ugen"


def possible_contacts(association: Association) -> QuerySet[Employment]:
    """Those employed today or later who are not the primary contact."""
    rows = Employment.objects.filter(association=association, is_primary_contact=False)
    rows = rows.filter(Q(end=None) | Q(end__gte=clock.today()))
    return rows.select_related("person", "association").order_by("person__sort_key", "start", "pk")


class EmploymentEndForm(StepForm):
    """The last day and why; and who is primary contact from then on, where others stay."""

    submit_label = "Gem slutdatoen"

    end = DateField(label="Sidste dag", help_text="Den sidste dag, personen er ansat.")
    end_reason = forms.ChoiceField(label="Årsag til ophør", choices=[("", "Vælg"), *ENDING_REASONS])
    new_primary = ContactField(
        Employment.objects.none(),
        label="Primær kontakt fra dagen efter",
        empty_label="Ingen: der er ikke andre ansat den dag",
        required=False,
        help_text="Er andre stadig ansat, skal en af dem være primær kontakt.",
    )

    class Meta:
        model = Employment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employment = cast("Employment", self.instance)
        self.initial.update({"end": employment.end, "end_reason": employment.end_reason})
        others = possible_contacts(employment.association) if employment.is_primary_contact else None
        self.helper.layout = Layout("end", "end_reason")
        if others is None or not others.exists():
            del self.fields["new_primary"]
        else:
            self.fields["new_primary"].queryset = others  # type: ignore[attr-defined]  # the field above
            self.helper.layout.fields.append("new_primary")


class PrimaryContactForm(Form):
    """Who is primary contact from a date."""

    submit_label = "Skift primær kontakt"

    to = ContactField(Employment.objects.none(), label="Ny primær kontakt", empty_label="Vælg")
    start = DateField(label="Fra", help_text="Den første dag som primær kontakt.")

    def __init__(self, *args: Any, association: Association, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("start", clock.today())
        self.fields["to"].queryset = possible_contacts(association)  # type: ignore[attr-defined]
