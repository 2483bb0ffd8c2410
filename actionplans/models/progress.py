"""How far a goal has come: recorded at any time, and especially at the status meetings (R12)."""

from django.conf import settings
from django.db import models

from actionplans.enums import GoalStatus
from actionplans.models.plans import ActionPlan
from actionplans.models.texts import GoalLine
from core.constraints import one_of


class Progress(models.Model):
    """One look at a goal on a day: its status, a note, and the number where the goal counts something."""

    line = models.ForeignKey(GoalLine, models.PROTECT, related_name="progress", verbose_name="mål")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="progress", verbose_name="handleplan")
    on = models.DateField("dato")
    status = models.CharField("status", max_length=12, choices=GoalStatus)
    note = models.TextField("bemærkning", blank=True)
    number = models.DecimalField("tal", max_digits=9, decimal_places=1, null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="skrevet af"
    )
    created_at = models.DateTimeField("skrevet", auto_now_add=True)

    class Meta:
        verbose_name = "fremgang"
        verbose_name_plural = "fremgang"
        ordering = ("line", "on", "pk")
        constraints = (one_of(name="actionplans_progress_status_known", field="status", values=GoalStatus.values),)

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.on:%d-%m-%Y}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.plan.association_ids()
