"""Notes between consultants on an enquiry: the association never learns that they are there (R19)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from core.constraints import not_blank
from enquiries.models.enquiries import Enquiry


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "NoteQuerySet":
        """All for staff, but none of an association that they have a part in themselves (R19)."""
        if not has_permission(user, Permission.VIEW_JOURNAL):
            return self.none()
        own = association_roles(user)
        return self.exclude(enquiry__association__in=list(own)) if own else self


class Note(models.Model):
    """One note; a table of its own, so that no page of the thread can show it by mistake."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="notes", verbose_name="henvendelse")
    text = models.TextField("tekst", max_length=10_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af")
    on = models.DateField("dato")
    at = models.DateTimeField("tidspunkt", default=timezone.now)
    # Names the form that was sent, so that sending it twice makes one note.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = NoteQuerySet.as_manager()
    audit_internal = True
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"at", "form_key"})

    class Meta:
        verbose_name = "internt notat"
        verbose_name_plural = "interne notater"
        ordering = ("enquiry", "pk")
        constraints = (not_blank(name="enquiries_note_text_not_blank", field="text", message="Skriv et notat."),)

    def __str__(self) -> str:
        return f"Internt notat til henvendelse {self.enquiry_id}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.enquiry.association_ids()
