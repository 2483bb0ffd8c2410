"""Forms of enquiries: asking, writing in the thread, passing on, closing, and the staff's notes."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File

from accounts.models import User
from collaborations.models import ContactUnit
from core import clock
from core.crispy import Layout, Row
from core.fields import DateField
from core.forms import Form, ModelForm
from documents.forms import ACCEPT, CHOOSE_AGAIN, DocumentFileField
from enquiries.domain.enquiry import ANSWER_FIRST
from enquiries.domain.people import consultants_for
from enquiries.domain.queries import WAITING_CHOICES, Wanted
from enquiries.enums import CameBy, EnquiryKind
from enquiries.models import Enquiry

MOST_FILES = 5
TO_WHOM = "Vælg eller skriv, hvilken forvaltning eller enhed henvendelsen er sendt videre til."
TOO_MANY = f"Vedhæft højst {MOST_FILES} filer ad gangen."


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every chosen file, not the last alone."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(DocumentFileField):
    """Any number of files up to `MOST_FILES`, each looked at before anything is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Vedhæft filer",
            required=False,
            widget=FilesInput(attrs={"accept": ACCEPT}),
            help_text=f"Højst {MOST_FILES} filer: PDF, Word, Excel, ODT, ODS, PNG, JPEG eller ren tekst.",
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> "list[File[bytes]]":
        """The files; none is an empty list."""
        chosen = data if isinstance(data, list | tuple) else [data]
        given = [file for file in chosen if file]
        if len(given) > MOST_FILES:
            raise ValidationError(TOO_MANY)
        return [super(FilesField, self).clean(file, initial) for file in given]


class KeyedForm(Form):
    """A form that names itself, so that sending it twice does its work once.

    With `kept_for` (the user's key) the browser keeps what is typed until it has arrived: see `static/js/kept_text.js`.
    """

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept_for: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        keep_text(self, kept_for)

    def add_error(self, field: str | None, error: Any) -> None:
        """Also says that a file that was sent must be chosen again: no browser keeps it."""
        super().add_error(field, error)
        ask_for_files_again(self)


def keep_text(form: Any, kept_for: int | None) -> None:
    """Tells the browser under whose name to keep what is typed."""
    if kept_for is not None:
        form.helper.attrs |= {"data-kept": str(kept_for)}


def ask_for_files_again(form: Any) -> None:
    """An error beside files that were sent: they did not come with the page."""
    if "attachments" in form.fields and form.files.get("attachments") and "attachments" not in form.errors:
        form.errors["attachments"] = form.error_class([CHOOSE_AGAIN], renderer=form.renderer)


class EnquiryAskForm(ModelForm):
    """A new enquiry; a consultant also says who asked, how and when."""

    submit_label = "Send henvendelsen"

    text = forms.CharField(
        label="Spørgsmål",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Skriv spørgsmålet."},
    )
    attachments = FilesField()
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Enquiry
        fields = ["kind", "subject", "came_by", "told_by", "asked_on"]
        labels = {
            "kind": "Hvad det handler om",
            "came_by": "Hvordan den kom",
            "told_by": "Hvem der henvendte sig",
            "asked_on": "Dato",
        }
        help_texts = {
            "subject": "Et par ord, så den kan findes igen.",
            "told_by": "Navn og rolle i foreningen.",
        }
        error_messages = {
            "kind": {"required": "Vælg, hvad det handler om. Er du i tvivl, så vælg »Andet«."},
            "subject": {"required": "Skriv et emne med et par ord."},
            "told_by": {"required": "Skriv, hvem i foreningen der henvendte sig."},
        }

    def __init__(self, *args: Any, for_association: bool, kept_for: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [("", "Vælg"), *EnquiryKind.choices]
        self.fields["form_key"].initial = uuid.uuid4
        if for_association:
            for name in ("came_by", "told_by", "asked_on"):
                del self.fields[name]
            self.helper.layout = Layout("kind", "subject", "text", "attachments", "form_key")
        else:
            came_by = cast("forms.ChoiceField", self.fields["came_by"])
            came_by.choices = [(value, label) for value, label in CameBy.choices if value != CameBy.HERE]
            self.fields["told_by"].required = True
            self.initial.update(came_by=CameBy.PHONE, asked_on=clock.today())
            self.helper.layout = Layout(
                Row("came_by", "asked_on"), "told_by", "kind", "subject", "text", "attachments", "form_key"
            )
        keep_text(self, kept_for)

    def add_error(self, field: str | None, error: Any) -> None:
        """Also says that a file that was sent must be chosen again: no browser keeps it."""
        super().add_error(field, error)
        ask_for_files_again(self)


class MessageForm(KeyedForm):
    """A message in the thread."""

    text = forms.CharField(
        label="Besked", widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": "Skriv en besked."}
    )
    attachments = FilesField()

    def __init__(self, *args: Any, submit_label: str, label: str, **kwargs: Any) -> None:
        self.submit_label = submit_label
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class NoteForm(KeyedForm):
    """A note between colleagues."""

    submit_label = "Gem internt notat"

    text = forms.CharField(
        label="Internt notat", widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": "Skriv et notat."}
    )


class CloseForm(KeyedForm):
    """Closing: one button for the association; an answer, or why there is none, for the administration."""

    submit_label = "Luk henvendelsen"

    text = forms.CharField(label="Besked til foreningen", widget=forms.Textarea(attrs={"rows": 5}), required=False)

    def __init__(self, *args: Any, for_association: bool, must_answer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_association:
            del self.fields["text"]
            self.helper.layout = Layout("form_key")
            self.helper.says_no_children = False
        elif must_answer:
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = ANSWER_FIRST


class PassOnForm(KeyedForm):
    """To which colleague, and what only colleagues may read about it."""

    submit_label = "Giv videre"

    to = forms.ModelChoiceField(
        label="Kollega",
        queryset=User.objects.none(),
        empty_label="Vælg",
        error_messages={"required": "Vælg en kollega."},
    )
    note = forms.CharField(
        label="Internt notat til kollegaen", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = consultants_for(enquiry.association_id)
        others = rows.exclude(pk=enquiry.owner_id) if enquiry.owner_id else rows
        cast("forms.ModelChoiceField[User]", self.fields["to"]).queryset = others


def _unit_text(unit: Any) -> str:
    """`Børne- og Ungdomsforvaltningen, Områdekontoret (FerieCamp)`."""
    about = f" ({unit.initiative})" if unit.initiative else ""
    return f"{unit.administration}, {unit}{about}"


if TYPE_CHECKING:
    DjangoUnitField = forms.ModelChoiceField[ContactUnit]
else:  # generic for the type checker only
    DjangoUnitField = forms.ModelChoiceField


class UnitField(DjangoUnitField):
    """A unit of the directory, named with its administration."""

    def label_from_instance(self, obj: ContactUnit) -> str:
        """As it will stand in the thread."""
        return _unit_text(obj)


class ReferForm(Form):
    """To whom outside it was handed, and when."""

    submit_label = "Gem"

    unit = UnitField(
        label="Enhed i vejviseren",
        queryset=ContactUnit.objects.select_related("administration", "initiative").order_by(
            "administration__sort_key", "sort_key", "pk"
        ),
        required=False,
        empty_label="Vælg, eller skriv nedenfor",
    )
    to = forms.CharField(label="Anden forvaltning eller enhed", max_length=200, required=False)
    referred_on = DateField(label="Sendt videre den")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["referred_on"] = clock.today()

    def clean(self) -> dict[str, Any]:
        """What is written wins; else the chosen unit, as its name stands today."""
        values = super().clean() or {}
        if not values.get("to") and values.get("unit"):
            values["to"] = _unit_text(values["unit"])[:200]
        if not values.get("to") and "to" not in self.errors:
            self.add_error("to", TO_WHOM)
        return values


class EnquiryFilterForm(Form):
    """Search and filters, as words of the address."""

    mark_optional = False

    soeg = forms.CharField(label="Søg", required=False)
    vis = forms.ChoiceField(label="Vis", required=False, choices=WAITING_CHOICES)
    slags = forms.ChoiceField(label="Handler om", required=False, choices=[("", "Alt"), *EnquiryKind.choices])
    ejer = forms.ChoiceField(label="Ejer", required=False)

    def __init__(self, *args: Any, owners: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if owners is None:
            del self.fields["ejer"]
            vis = cast("forms.ChoiceField", self.fields["vis"])
            vis.choices = [("", "Alle åbne"), ("os", "Venter på kommunen"), *WAITING_CHOICES[4:]]
        else:
            cast("forms.ChoiceField", self.fields["ejer"]).choices = [("", "Alle"), *owners]

    @property
    def wanted(self) -> Wanted:
        """What is looked for. A value that makes no sense narrows nothing, and its field says so."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        owner = values.get("ejer", "")
        return Wanted(
            which=values.get("vis", ""),
            kind=values.get("slags", ""),
            owner=int(owner) if owner else None,
            text=values.get("soeg", ""),
        )

    def in_words(self) -> list[str]:
        """The filters that hold, for the sheet: `Handler om: Andet.`"""
        self.is_valid()
        lines = []
        for name, value in getattr(self, "cleaned_data", {}).items():
            if value:
                text = dict(getattr(self.fields[name], "choices", ())).get(value, value)
                lines.append(f"{self.fields[name].label}: {text}.")
        return lines or ["Alle åbne."]


class YearForm(Form):
    """Which year's response times."""

    mark_optional = False

    aar = forms.ChoiceField(label="År", required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["aar"]).choices = [(str(year), str(year)) for year in years]

    def year(self, fallback: int) -> int:
        """The chosen year; one that is not there is passed over."""
        chosen = self.cleaned_data["aar"] if self.is_valid() else ""
        return int(chosen) if chosen else fallback
