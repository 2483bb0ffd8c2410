"""Files that hang on a message."""

from django.db import models

from core.constraints import one_of
from documents.enums import FileType
from documents.models import StoredFile
from enquiries.models.enquiries import Entry


class EnquiryFile(StoredFile):
    """A file sent with a message: both sides may fetch it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="files", verbose_name="besked")

    class Meta:
        verbose_name = "fil i henvendelse"
        verbose_name_plural = "filer i henvendelser"
        ordering = ("entry", "pk")
        constraints = (
            one_of(name="enquiries_enquiryfile_file_type_known", field="file_type", values=FileType.values),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="enquiries_enquiryfile_not_empty"),
        )

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.entry.association_ids()
