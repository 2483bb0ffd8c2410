"""The upload form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.forms import Form
from imports.reading.files import too_large

MOST_FILES = 12


class FilesInput(forms.ClearableFileInput):
    """Several files at once: a register can come as one CSV file per sheet."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of one or more files, each within the limit."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        if len(files) > MOST_FILES:
            raise ValidationError(f"Vælg højst {MOST_FILES} filer ad gangen.")
        cleaned = [super(FilesField, self).clean(file, initial) for file in files or [None]]
        for file in cleaned:
            refusal = too_large(file.size)
            if refusal:
                raise ValidationError(f"{file.name}: {refusal}")
        return cleaned


class ImportListForm(Form):
    """Files to check; nothing is saved yet."""

    submit_label = "Kontrollér"

    uploads = FilesField(
        label="Filer",
        help_text="Et Excel-regneark (.xlsx) eller en eller flere CSV-filer. Du ser, hvad der sker, før noget gemmes.",
        widget=FilesInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": "Vælg mindst én fil."},
    )
