"""Who is told of a step by e-mail: the row is the truth, a task only sends (`actionplans.domain.mails`)."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from actionplans.models.plans import PlanRevision
from workflow.models import TransitionLog


class PlanMailQuerySet(models.QuerySet["PlanMail"]):
    """Mails by how they stand."""

    def to_send(self) -> "PlanMailQuerySet":
        """Neither sent nor given up."""
        return self.filter(sent_at=None, dropped_at=None)


class PlanMail(models.Model):
    """One mail to one person about one step of a revision; one at most, however often the step is told.

    `failed_at` is the mail server's last refusal, `dropped_at` when it turned out that nobody is to be told any more:
    the account is closed, or the person has left the association.
    """

    audit_internal: ClassVar[bool] = True

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="mails", verbose_name="revision")
    step = models.ForeignKey(TransitionLog, models.CASCADE, related_name="+", verbose_name="skridt")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="plan_mails", verbose_name="modtager"
    )
    requested_at = models.DateTimeField("bestilt", auto_now_add=True)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    failed_at = models.DateTimeField("kunne ikke sendes", null=True, blank=True)
    dropped_at = models.DateTimeField("opgivet", null=True, blank=True)

    objects = PlanMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail om handleplan"
        verbose_name_plural = "mails om handleplaner"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["step", "user"], name="actionplans_planmail_once"),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(dropped_at=None), name="actionplans_planmail_one_end"
            ),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(sent_at=None, dropped_at=None),
                name="actionplans_planmail_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.step.told}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.revision.association_ids()
