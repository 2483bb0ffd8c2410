"""Files on an association: grant agreements, by-laws and the like, stored privately."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations import access
from associations.models import Association
from core import clock
from core.constraints import not_blank, one_of
from documents.enums import DocumentKind, FileType

FOLDER = "dokumenter"
ATTACHMENT_FOLDER = "vedhaeftninger"
LONGEST_FILE_NAME = 150


def storage_name(document: "Document", _name: str) -> str:
    """A place in the private storage that nobody can guess, and that no file name can lead astray."""
    return f"{FOLDER}/{uuid.uuid4().hex}.{document.file_type}"


def attachment_name(stored: "StoredFile", _name: str) -> str:
    """The same for files that hang on another record: a folder for each kind of them."""
    return f"{ATTACHMENT_FOLDER}/{stored._meta.model_name}/{uuid.uuid4().hex}.{stored.file_type}"


class StoredFile(models.Model):
    """A file that hangs on another app's record (a message, minutes): kept by `documents.domain.stored`, never changed.

    A model that inherits adds its foreign key and `association_ids()`. The fields are those of `Document`.
    """

    file = models.FileField("fil", upload_to=attachment_name, max_length=120)
    original_name = models.CharField("filnavn", max_length=LONGEST_FILE_NAME)
    file_type = models.CharField("format", max_length=5, choices=FileType)
    size = models.PositiveBigIntegerField("størrelse i byte")
    sha256 = models.CharField("filens kontrolsum", max_length=64)
    # None: the operator's commands.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lagt op af"
    )
    # The domain's day (ADR 4).
    uploaded_on = models.DateField("lagt op den", default=clock.today)

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"file"})

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.original_name


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "DocumentQuerySet":
        """Those of associations that the user may see; internal ones only for staff without a part in them (R19)."""
        rows = access.limited_to_visible(self, user, path="association")
        if not has_permission(user, Permission.VIEW_JOURNAL):
            return rows.filter(is_internal=False)
        own = association_roles(user)
        return rows.exclude(is_internal=True, association__in=list(own)) if own else rows


class Document(models.Model):
    """One file. `file_type` is what the content shows; `original_name` is only a text for people.

    `is_internal`: only the administration's staff may know that it is there (R19). `sha256` is the content's.
    """

    association = models.ForeignKey(Association, models.PROTECT, related_name="documents", verbose_name="forening")
    kind = models.CharField("slags", max_length=12, choices=DocumentKind)
    title = models.CharField("titel", max_length=120)
    is_internal = models.BooleanField("kun for forvaltningen", default=True)
    file = models.FileField("fil", upload_to=storage_name, max_length=100)
    original_name = models.CharField("filnavn", max_length=LONGEST_FILE_NAME)
    file_type = models.CharField("format", max_length=5, choices=FileType)
    size = models.PositiveBigIntegerField("størrelse i byte")
    sha256 = models.CharField("filens kontrolsum", max_length=64)
    # None: the operator's commands.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lagt op af"
    )
    # The domain's day (ADR 4): retention counts from it. The time stands in the audit trail.
    uploaded_on = models.DateField("lagt op den", default=clock.today)

    objects = DocumentQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"file"})

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokumenter"
        ordering = ("-uploaded_on", "-pk")
        constraints = (
            not_blank(name="documents_document_title_not_blank", field="title", message="Skriv dokumentets titel."),
            one_of(name="documents_document_kind_known", field="kind", values=DocumentKind.values),
            one_of(name="documents_document_file_type_known", field="file_type", values=FileType.values),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="documents_document_not_empty"),
            # An internal copy does not tell the association, by refusing its upload, that it is there.
            models.UniqueConstraint(
                fields=["association", "sha256", "is_internal"],
                name="documents_document_once_per_association",
                violation_error_message="Den samme fil ligger her allerede.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)

    @property
    def audit_internal(self) -> bool:
        """Whether its trace is only for staff."""
        return self.is_internal
