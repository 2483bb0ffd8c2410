"""The forms of a grant's money: another amount, instalments, the account."""

from datetime import date
from typing import Any

from django import forms

from core import clock
from core.crispy import Fieldset, Layout, Row
from core.fields import DateField, WholeNumberField
from core.formats import kroner, short_date_text
from core.forms import Form
from partnerships.models import Grant, GrantAccount, Instalment
from workflow.editing import EditForm

MOST_KRONER = 2_000_000_000
REASON_LENGTH = 200


class KronerField(WholeNumberField):
    """An amount in whole kroner."""

    addon = "kr."
    what = "et beløb i hele kroner"

    def __init__(self, *, max_value: int | None = MOST_KRONER, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": "Skriv et beløb i hele kroner, fx 100.000."})
        super().__init__(max_value=max_value, **kwargs)


def not_later_than_today(day: date) -> None:
    """Nothing is recorded before it has happened."""
    if day > clock.today():
        raise forms.ValidationError(f"Skriv en dag, der senest er i dag, {short_date_text(clock.today())}.")


class GrantAmountForm(Form):
    """Another amount for one year, with its reason; an empty amount goes back to the usual one."""

    amount = KronerField(label="Årets tilskud", required=False)
    reason = forms.CharField(
        label="Hvorfor et andet beløb?",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    submit_label = "Se, hvad det betyder"
    mark_optional = False

    def __init__(self, *args: Any, usual: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        self.fields[
            "amount"
        ].help_text = f"Lad feltet stå tomt for at bruge det beløb, der følger af reglen: {kroner(usual)}"

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("amount") is not None and not typed.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Skriv, hvorfor beløbet er et andet.")
        return typed


class InstalmentForm(EditForm):
    """One planned instalment."""

    submit_label = "Gem raten"

    class Meta:
        model = Instalment
        fields = ("due_on", "amount", "note")
        field_classes = {"amount": KronerField}
        labels = {"due_on": "Betales den", "amount": "Beløb", "note": "Bemærkning"}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"amount": {"required": "Skriv ratens beløb."}}


class InstalmentPayForm(Form):
    """The day on which an instalment was paid."""

    paid_on = DateField(label="Betalt den", validators=[not_later_than_today])
    submit_label = "Registrér betalingen"


class InstalmentReverseForm(Form):
    """Money of a paid instalment taken back."""

    amount = KronerField(label="Beløb, der føres tilbage", min_value=1)
    on = DateField(label="Ført tilbage den", validators=[not_later_than_today])
    reason = forms.CharField(
        label="Hvorfor?",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Fx at raten ved en fejl var registreret som betalt, eller at foreningen har betalt pengene tilbage.",
        error_messages={"required": "Skriv, hvorfor pengene føres tilbage."},
    )
    submit_label = "Før pengene tilbage"


class GrantAccountForm(EditForm):
    """One year's account."""

    submit_label = "Gem regnskabet"

    class Meta:
        model = GrantAccount
        fields = ("received_on", "wages_spent", "other_spent", "other_what", "note", "decision", "settled_on")
        field_classes = {"wages_spent": KronerField, "other_spent": KronerField}
        labels = {
            "received_on": "Modtaget den",
            "wages_spent": "Brugt til løn til ressourcepersoner",
            "other_spent": "Brugt til andet",
            "other_what": "Hvad er det andet?",
            "note": "Bemærkning",
            "decision": "Hvad skal der ske med forskellen?",
            "settled_on": "Afgjort den",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "other_spent": "Skriv 0, når alt er gået til løn.",
            "decision": "Kun når der er en forskel mellem tilskuddet og lønnen.",
            "settled_on": "Dagen, hvor pengene er betalt tilbage eller overført. Tom: ikke endnu.",
        }

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant = grant
        self.fields["other_spent"].required = True
        self.helper.layout = Layout(
            "based_on",
            Fieldset("Regnskabet", "received_on", "wages_spent", Row("other_spent", "other_what"), "note"),
            Fieldset("Forskellen", "decision", "settled_on"),
        )
