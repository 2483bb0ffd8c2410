"""Forms of handovers."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from associations.models import BoardMember
from core.crispy import Layout
from core.forms import Form
from documents.forms import CHOOSE_AGAIN, DocumentFileField
from handovers.domain.handovers import LEFT_OVER_MISSING, NOT_ON_BOARD
from handovers.models import LONGEST_NOTE, NO_TITLE, Handover, HandoverItem, HandoverStandardItem
from workflow.editing import EditForm

NOTE_HELP = "Fx hvor tingene ligger, eller hvem der har overtaget."


class SeatField(forms.ModelChoiceField):
    """Seats of the board, shown as "Navn, formand"."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name}, {obj.get_role_display().lower()}"


class HandoverOwnerForm(EditForm):
    """Who on the board sees to it that the handover is done."""

    submit_label = "Gem ansvarlig"
    owner = SeatField(
        queryset=BoardMember.objects.none(),
        label="Ansvarlig i bestyrelsen",
        empty_label="Vælg",
        help_text="Den ansvarlige sørger for, at overleveringen bliver færdig. Alle i bestyrelsen kan sætte kryds.",
        error_messages={"required": NOT_ON_BOARD, "invalid_choice": NOT_ON_BOARD},
    )

    class Meta:
        model = Handover
        fields = ["owner"]

    def __init__(self, *args: Any, board: QuerySet[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = board  # type: ignore[attr-defined]  # a choice of rows


class HandoverCloseForm(Form):
    """What is left, when the handover ends without all of it being done."""

    submit_label = "Afslut overleveringen"
    left_over = forms.CharField(
        label="Hvad mangler, og hvem gør det færdigt?",
        widget=forms.Textarea,
        max_length=LONGEST_NOTE,
        help_text="Teksten står i overleveringen bagefter.",
        error_messages={"required": LEFT_OVER_MISSING},
    )


class HandoverItemAddForm(Form):
    """An item of the association's own; one that stands there already is found again by the domain, not refused."""

    submit_label = "Tilføj punkt"
    title = forms.CharField(
        label="Eget punkt",
        max_length=120,
        help_text="Noget andet, der skal gives videre i foreningen.",
        error_messages={"required": NO_TITLE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.says_no_children = True


class HandoverItemEditForm(EditForm):
    """The note of an item; an own item's title too."""

    submit_label = "Gem"

    class Meta:
        model = HandoverItem
        fields = ["title", "note"]
        help_texts = {"note": NOTE_HELP}
        error_messages = {"title": {"required": NO_TITLE}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_own:  # type: ignore[attr-defined]  # an item
            del self.fields["title"]
            self.helper.layout = Layout("note")


class HandoverAttachForm(Form):
    """A file for an item."""

    submit_label = "Vedhæft filen"
    upload = DocumentFileField()
    title = forms.CharField(label="Titel", max_length=120, required=False, help_text="Tomt: filens navn.")

    def add_error(self, field: str | None, error: Any) -> None:
        """Also says that the file must be chosen again: no browser keeps it."""
        super().add_error(field, error)
        if self.files.get("upload") and "upload" not in self.errors:
            super().add_error("upload", CHOOSE_AGAIN)


class HandoverStandardItemForm(EditForm):
    """An item of the programme's standard list."""

    submit_label = "Gem punkt"

    class Meta:
        model = HandoverStandardItem
        fields = ["title", "help_text"]
        help_texts = {
            "title": "Skriv det, der skal være på plads, fx »Udstyr er afleveret«.",
            "help_text": "En eller to sætninger, der står under punktet i foreningernes overlevering.",
        }
        error_messages = {"title": {"required": NO_TITLE}}


STATES = (
    ("open", "Åbne"),
    ("overdue", "Over tiden"),
    ("closed", "Afsluttede"),
    ("cancelled", "Aflyste"),
    ("all", "Alle"),
)


class HandoverFilterForm(Form):
    """The programme's list: which handovers. The names are words of the address, so they are Danish."""

    mark_optional = False
    tilstand = forms.ChoiceField(label="Overleveringer", choices=STATES, required=False)
