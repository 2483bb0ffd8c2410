"""Who is told of what by e-mail: the row is the truth, a task only sends (`enquiries.domain.mails`)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.constraints import one_of
from enquiries.enums import Letter
from enquiries.models.enquiries import Entry


class EnquiryMailQuerySet(models.QuerySet["EnquiryMail"]):
    """Mails by how they stand."""

    def to_send(self) -> "EnquiryMailQuerySet":
        """Neither sent nor given up."""
        return self.filter(sent_at=None, dropped_at=None)


class EnquiryMail(models.Model):
    """One mail to one person about one entry of a thread; one at most.

    `failed_at` is the mail server's last refusal, `dropped_at` when it turned out that the person is not to be told any
    more: the account is closed, or the person has left the association.
    """

    audit_internal: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="mails", verbose_name="besked")
    letter = models.CharField("brev", max_length=16, choices=Letter)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enquiry_mails", verbose_name="modtager"
    )
    requested_at = models.DateTimeField("bestilt", auto_now_add=True)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    failed_at = models.DateTimeField("kunne ikke sendes", null=True, blank=True)
    dropped_at = models.DateTimeField("opgivet", null=True, blank=True)

    objects = EnquiryMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail om henvendelse"
        verbose_name_plural = "mails om henvendelser"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["entry", "user"], name="enquiries_enquirymail_once"),
            one_of(name="enquiries_enquirymail_letter_known", field="letter", values=Letter.values),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(dropped_at=None), name="enquiries_enquirymail_one_end"
            ),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["requested_at"],
                condition=Q(sent_at=None, dropped_at=None),
                name="enquiries_enquirymail_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_letter_display()}, henvendelse {self.entry.enquiry_id}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.entry.association_ids()
