"""Forms of programme years, funding lines and reserved posts."""

from typing import Any, ClassVar

from django import forms

from core.crispy import Fieldset, Layout
from core.fields import WholeNumberField
from core.formats import kroner, number, plural
from core.forms import ModelForm, prepare_messages, prepare_text
from partnerships.domain.funding import LineMoney
from partnerships.domain.years import effect_of
from partnerships.enums import FundingKind
from partnerships.models import FundingAmount, FundingLine, Grant, ProgrammeYear, ReservedPost
from workflow.editing import EditForm

YEAR_FIELDS = (
    "default_grant",
    "instalments_per_year",
    "required_weekly_hours",
    "required_status_meetings",
    "required_network_meetings",
    "minimum_members",
    "requires_endorsement",
    "chair_told_after",
    "consultant_told_after",
    "manager_told_after",
)
YEAR_LABELS = {
    "default_grant": "Tilskud pr. partnerskab",
    "instalments_per_year": "Rater om året",
    "required_weekly_hours": "Timer om ugen, som kræves",
    "required_status_meetings": "Statusmøder, som kræves",
    "required_network_meetings": "Netværksmøder, som kræves",
    "minimum_members": "Medlemmer under 25 år, som mindst ventes",
    "requires_endorsement": "Bestyrelsen skal godkende handleplaner, før de indsendes",
    "chair_told_after": "Dage over tiden, før formanden får besked",
    "consultant_told_after": "Dage over tiden, før kontaktpersonen får besked",
    "manager_told_after": "Dage over tiden, før lederen får besked",
}
YEAR_HELP = {
    "default_grant": "Et helt års tilskud. Partnerskaber, der starter eller slutter i året, får deres andel.",
    "instalments_per_year": "Så mange rater foreslås et helt års tilskud udbetalt i.",
    "required_weekly_hours": "Så mange timer skal en forenings ressourcepersoner tilsammen være ansat.",
    "minimum_members": "Der er ikke krav om vækst. Tallet viser, hvor en samtale kan være nyttig.",
    "requires_endorsement": "Så venter en plan, som ressourcepersonen indsender, på formandens ord. Et medlem af "
    "bestyrelsen, der selv indsender, siger god for planen med det.",
    "chair_told_after": "Når det var ressourcepersonens tur.",
    "consultant_told_after": "Når det var foreningens tur.",
    "manager_told_after": "Uanset hvis tur det var.",
}


class KronerField(WholeNumberField):
    """Whole kroner, with full stops between thousands."""

    addon = "kr."
    what = "et beløb"
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Skriv et helt antal kroner, fx 200.000."}

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value


class FundingLineForm(EditForm):
    """A funding line; its confirmation has a form of its own."""

    submit_label = "Gem bevillingen"

    class Meta:
        model = FundingLine
        fields = ("name", "reference", "kind", "start", "end", "yearly_amount", "conditional", "condition")
        labels = {
            "name": "Bevillingens navn",
            "reference": "Beslutning",
            "kind": "Varighed",
            "start": "Første dag",
            "end": "Sidste dag",
            "yearly_amount": "Beløb for et helt år",
            "conditional": "Bevillingen er betinget: pengene tæller først med, når den er bekræftet",
            "condition": "Hvad den venter på",
        }
        help_texts = {
            "end": "Kun for en midlertidig bevilling.",
            "yearly_amount": "Et år, som bevillingen kun dækker en del af, får sin andel efter måneder.",
            "condition": "Fx at budgettet for næste år vedtages.",
        }
        widgets = {"kind": forms.RadioSelect}
        field_classes = {"yearly_amount": KronerField}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == FundingKind.TEMPORARY and "end" in cleaned and cleaned["end"] is None:
            self.add_error("end", "Skriv den sidste dag, eller vælg, at bevillingen er varig.")
        if cleaned.get("kind") == FundingKind.PERMANENT and cleaned.get("end"):
            self.add_error("end", "En varig bevilling har ingen sidste dag. Slet datoen, eller vælg midlertidig.")
        if cleaned.get("condition") and not cleaned.get("conditional"):
            self.add_error("conditional", "Sæt kryds, når bevillingen venter på noget, eller slet teksten nedenfor.")
        return cleaned


class FundingLineConfirmForm(EditForm):
    """That the condition of a line is met: when, and who decided."""

    submit_label = "Bekræft bevillingen"

    class Meta:
        model = FundingLine
        fields = ("confirmed_on", "confirmed_by")
        labels = {"confirmed_on": "Bekræftet den", "confirmed_by": "Bekræftet af"}
        help_texts = {"confirmed_by": "Det udvalg eller den forsamling, der har vedtaget den."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].required = True
        self.fields["confirmed_on"].error_messages["required"] = "Skriv dagen, bevillingen blev bekræftet."
        self.fields["confirmed_by"].error_messages["required"] = "Skriv, hvem der har bekræftet bevillingen."


class FundingAmountForm(EditForm):
    """What a line brings in a year."""

    submit_label = "Gem beløbet"

    class Meta:
        model = FundingAmount
        fields = ("amount", "override_reason")
        labels = {"amount": "Beløb", "override_reason": "Begrundelse for andet beløb"}
        field_classes = {"amount": KronerField}
        help_texts = {"override_reason": "Udfyldes kun, når beløbet er et andet end det foreslåede."}

    def __init__(self, *args: Any, proposed: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposed is None:
            del self.fields["override_reason"]
            self.helper.layout.fields.remove("override_reason")
        else:
            self.fields["amount"].help_text = f"Efter bevillingens beløb og måneder er det {kroner(proposed)}"


class LineChoiceField(forms.ModelChoiceField):
    """A year's funding line, with what is free on it."""

    def __init__(self, *, lines: list[LineMoney], **kwargs: Any) -> None:
        self.money = {row.line.pk: row for row in lines}
        super().__init__(
            queryset=FundingLine.objects.filter(pk__in=self.money),
            label="Bevilling",
            error_messages={"required": "Vælg den bevilling, pengene skal stå på."},
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        row = self.money[obj.pk]
        return f"{obj.name}: {kroner(row.free)} fri" if obj.counts else f"{obj.name}: betinget, tæller ikke med endnu"


def choose_line(form: ModelForm, lines: list[LineMoney]) -> None:
    """Lets the form's line be one of the year's, and says what is free on each."""
    form.fields["funding_line"] = LineChoiceField(lines=lines)
    prepare_messages(form.fields["funding_line"])


class ReservedPostForm(EditForm):
    """Money set aside for something else than grants."""

    submit_label = "Gem posten"

    class Meta:
        model = ReservedPost
        fields = ("funding_line", "title", "amount")
        labels = {"title": "Formål", "amount": "Beløb"}
        field_classes = {"amount": KronerField}
        error_messages = {"title": {"required": "Skriv, hvad pengene er sat af til."}}

    def __init__(self, *args: Any, lines: list[LineMoney], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_line(self, lines)


class GrantMoveForm(EditForm):
    """Another line for a grant."""

    submit_label = "Flyt tilskuddet"

    class Meta:
        model = Grant
        fields = ("funding_line",)

    def __init__(self, *args: Any, lines: list[LineMoney], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_line(self, lines)


class ProgrammeYearForm(EditForm):
    """A year's default grant and requirements. Another default grant is asked about first: it changes the grants."""

    submit_label = "Gem programåret"

    instance: ProgrammeYear
    confirm = forms.BooleanField(label="Ja, ret årets tilskud", required=False)

    class Meta:
        model = ProgrammeYear
        fields = YEAR_FIELDS
        field_classes = {"default_grant": KronerField}
        labels = YEAR_LABELS
        help_texts = YEAR_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old_grant = self.instance.default_grant
        self._ask(shown=False)

    def _ask(self, *, shown: bool) -> None:
        """Shows the box to tick, or leaves it out when nothing follows."""
        layout = self.helper.layout.fields
        if "confirm" in layout and not shown:
            layout.remove("confirm")
        elif shown and "confirm" not in layout:
            layout.append("confirm")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        wanted = cleaned.get("default_grant")
        if wanted is None or wanted == self.old_grant:
            return cleaned
        effect = effect_of(self.instance, wanted)
        self._ask(shown=bool(effect.grants))
        if effect.grants and not cleaned.get("confirm"):
            self.add_error(
                "confirm",
                f"{plural(effect.grants, 'tilskud', 'tilskud')} i {self.instance.year} ændres, fra "
                f"{kroner(effect.before)} til {kroner(effect.after)} i alt. Sæt kryds, hvis de skal rettes med det.",
            )
        return cleaned


class YearOpenForm(ModelForm):
    """A new programme year: its requirements, what each line brings, and the reserved posts to carry over."""

    submit_label = "Åbn året"

    class Meta:
        model = ProgrammeYear
        fields = YEAR_FIELDS
        field_classes = {"default_grant": KronerField}
        labels = YEAR_LABELS
        help_texts = YEAR_HELP

    def __init__(
        self,
        *args: Any,
        lines: list[tuple[FundingLine, int | None]],
        posts: list[ReservedPost],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {f"line_{line.pk}": line for line, _ in lines}
        for line, proposed in lines:
            note = "" if line.counts else " Betinget: tæller først med, når den er bekræftet."
            self.fields[f"line_{line.pk}"] = self._amount_field(line, proposed, note)
        reason = forms.CharField(
            label="Begrundelse, hvis et beløb er et andet end det foreslåede", required=False, max_length=200
        )
        prepare_text(reason)
        self.fields["reason"] = reason
        self.posts = {str(post.pk): post for post in posts}
        self.fields["posts"] = forms.MultipleChoiceField(
            label="Reserverede poster, der føres videre",
            choices=[
                (key, f"{post.title}: {kroner(post.amount)} på {post.funding_line.name}")
                for key, post in self.posts.items()
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for name in ("reason", "posts", *self.lines):
            prepare_messages(self.fields[name])
        sections = [
            Fieldset("Årets tilskud og krav", *YEAR_FIELDS),
            Fieldset("Bevillingernes beløb", *self.lines, "reason") if lines else None,
            Fieldset("Reserverede poster", "posts") if posts else None,
        ]
        self.helper.layout = Layout(*(section for section in sections if section))

    @staticmethod
    def _amount_field(line: FundingLine, proposed: int | None, note: str) -> KronerField:
        text = "Intet forslag: den har intet årligt beløb." if proposed is None else f"Forslag: {kroner(proposed)}"
        return KronerField(
            label=line.name,
            initial=proposed,
            required=False,
            help_text=f"{text}{note} Tom: bevillingen bruges ikke i året.",
        )

    def amounts(self) -> dict[FundingLine, int]:
        """What each line brings: as sent, else as proposed."""
        return {line: value for name, line in self.lines.items() if (value := self._value(name)) is not None}

    def chosen_posts(self) -> list[ReservedPost]:
        """The posts to carry over: those ticked; all of them before anything is sent."""
        return [self.posts[key] for key in self._value("posts") or ()]

    def _value(self, name: str) -> Any:
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get(name)
        return self.get_initial_for_field(self.fields[name], name)
