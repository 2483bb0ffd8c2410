"""The sparring: threads of comments on a plan, an area or a goal; open until somebody settles them (R10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from actionplans.models.areas import FocusArea
from actionplans.models.plans import ActionPlan, PlanRevision
from actionplans.models.texts import GoalLine
from core.constraints import not_blank


class Thread(models.Model):
    """A matter under discussion. About the whole plan without an area, about the area without a goal's line."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="threads", verbose_name="handleplan")
    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="threads", verbose_name="begyndt ved")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, null=True, blank=True, verbose_name="indsatsområde")
    line = models.ForeignKey(
        GoalLine, models.PROTECT, null=True, blank=True, related_name="threads", verbose_name="mål"
    )
    opened_at = models.DateTimeField("begyndt", auto_now_add=True)
    resolved_at = models.DateTimeField("afsluttet", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="afsluttet af"
    )

    class Meta:
        verbose_name = "samtale om plan"
        verbose_name_plural = "samtaler om planer"
        ordering = ("plan", "opened_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(line=None) | Q(focus_area__isnull=False), name="actionplans_thread_goal_has_area"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None) | Q(resolved_at__isnull=False),
                name="actionplans_thread_resolved_has_stamp",
            ),
        )

    def __str__(self) -> str:
        return f"Samtale om {self.focus_area or self.plan}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.plan.association_ids()


class Comment(models.Model):
    """One contribution. `role` tells as what the author spoke: comments are between roles, not names."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments", verbose_name="samtale")
    text = models.TextField("kommentar")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="plan_comments", verbose_name="skrevet af"
    )
    role = models.CharField("rolle", max_length=40)
    at = models.DateTimeField("skrevet", auto_now_add=True)

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering = ("thread", "at", "pk")
        constraints = (
            not_blank(name="actionplans_comment_text_not_blank", field="text", message="Skriv en kommentar."),
        )

    def __str__(self) -> str:
        return self.text[:80]

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.thread.association_ids()
