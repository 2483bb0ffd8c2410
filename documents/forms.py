"""Forms of documents, and the file field that other apps may use for a document."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File

from core.formats import number
from core.forms import ModelForm
from documents.domain.content import MEGABYTE, inspected
from documents.enums import DocumentKind
from documents.models import Document
from workflow.audit import StaleError
from workflow.editing import EditForm

ACCEPT = ".pdf,.docx,.xlsx,.odt,.ods,.png,.jpg,.jpeg,.txt"
CHOOSE_AGAIN = "Vælg filen igen. Browseren husker den ikke."


class DocumentFileField(forms.FileField):
    """A file that may become a document: its content is looked at before anything is kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Fil")
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        kwargs.setdefault("help_text", f"PDF, Word, Excel, ODT, ODS, PNG, JPEG eller ren tekst. {_most()}")
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, File):
            inspected(file)
        return file


def _most() -> str:
    return f"Højst {number(settings.UPLOAD_MAX_BYTES // MEGABYTE)} MB."


class AudienceField(forms.TypedChoiceField):
    """Who may read the document; the narrowest comes first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Hvem kan læse dokumentet",
            widget=forms.RadioSelect,
            choices=audiences(),
            coerce=lambda value: value == "True",
            **kwargs,
        )


def audiences() -> list[tuple[str, str]]:
    """The values and texts of who may read a document."""
    owner = settings.SITE_OWNER_SHORT
    return [
        ("True", f"Kun {owner}: konsulenter og ledere. Foreningen kan ikke se, at det findes."),
        ("False", f"{owner} og foreningen: også ressourcepersoner og bestyrelse."),
    ]


class AudienceMixin(ModelForm):
    """A form over a document; who may read it is asked of those only who choose it."""

    def __init__(self, *args: Any, chooses_audience: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 — for the type checker
        kind.choices = [("", "Vælg"), *DocumentKind.choices]
        if not chooses_audience:
            del self.fields["is_internal"]
            self.helper.layout.fields.remove("is_internal")

    def add_error(self, field: str | None, error: Any) -> None:
        """Also says that a file that was sent must be chosen again: no browser keeps it."""
        super().add_error(field, error)
        if self.files.get("upload") and "upload" not in self.errors:
            super().add_error("upload", ValidationError(CHOOSE_AGAIN))


class DocumentAddForm(AudienceMixin):
    """A new document."""

    submit_label = "Læg dokumentet op"

    upload = DocumentFileField()
    is_internal = AudienceField(initial="True")

    class Meta:
        model = Document
        fields = ["title", "kind", "is_internal"]
        error_messages = {"title": {"required": "Skriv dokumentets titel."}, "kind": {"required": "Vælg slags."}}

    field_order = ["upload", "title", "kind", "is_internal"]


class DocumentEditForm(AudienceMixin, EditForm):
    """A document's details, and perhaps a new file in place of the old one."""

    submit_label = "Gem ændringer"

    upload = DocumentFileField(label="Ny fil i stedet for den gamle", required=False)
    is_internal = AudienceField()

    class Meta(DocumentAddForm.Meta):
        pass

    field_order = ["title", "kind", "is_internal", "upload"]

    def meet(self, stale: StaleError) -> None:
        super().meet(stale)
        if self.files.get("upload"):
            self.add_error("upload", ValidationError(CHOOSE_AGAIN))
