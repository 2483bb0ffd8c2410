"""What the engine remembers from run to run, and what it foresees."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import AnyUser
from associations.models import Association
from core.constraints import one_of
from reminders.enums import Outcome, Rung, Stage
from reminders.models.ledger import ReminderQuerySet


class ReminderEngine(models.Model):
    """One row alone. Whoever runs the engine holds its lock, so that two runs follow each other.

    `began_on`: the day on which reminders were switched on; what had begun by then is known, and nobody is told.
    """

    began_on = models.DateField("slået til", null=True)
    last_run_on = models.DateField("sidst kørt for", null=True)
    last_digest_on = models.DateField("ugens samling sidst sendt", null=True)
    upcoming_at = models.DateTimeField("det kommende regnet ud", null=True)

    class Meta:
        verbose_name = "påmindelsernes tilstand"
        verbose_name_plural = "påmindelsernes tilstand"
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="reminders_reminderengine_one_row"),
            models.CheckConstraint(
                condition=Q(last_run_on=None, began_on=None) | Q(last_run_on__gte=models.F("began_on")),
                name="reminders_reminderengine_runs_after_start",
            ),
        )

    def __str__(self) -> str:
        return "Påmindelsernes tilstand"


class UpcomingQuerySet(models.QuerySet["UpcomingReminder"]):
    """Reminders to come, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "UpcomingQuerySet":
        """As the ledger's."""
        return ReminderQuerySet.visible_to(self, user)  # type: ignore[arg-type,return-value]  # the same columns


class UpcomingReminder(models.Model):
    """What a day of the next 30 will bring if nothing is done until then. Written anew by each day's run."""

    item = models.CharField("hvad", max_length=300)
    kind = models.CharField("slags", max_length=40)
    association = models.ForeignKey(Association, models.CASCADE, related_name="+", verbose_name="forening")
    stage = models.CharField("trin", max_length=10, choices=Stage)
    rung = models.PositiveSmallIntegerField("som", choices=Rung)
    due_on = models.DateField("frist")
    is_internal = models.BooleanField("kun for forvaltningen", default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="modtager")
    on = models.DateField("dag")
    outcome = models.CharField("hvordan", max_length=10, choices=Outcome)

    objects = UpcomingQuerySet.as_manager()

    class Meta:
        verbose_name = "kommende påmindelse"
        verbose_name_plural = "kommende påmindelser"
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["item", "stage", "user"], name="reminders_upcomingreminder_once"),
            one_of(name="reminders_upcomingreminder_stage_known", field="stage", values=Stage.values),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="reminders_upcomingreminder_rung_known"),
            one_of(
                name="reminders_upcomingreminder_outcome_known",
                field="outcome",
                values=[Outcome.WAITING.value, Outcome.IN_DIGEST.value, Outcome.PAGE_ONLY.value],
            ),
        )
        indexes = (models.Index(fields=["on"], name="reminders_upcoming_by_day"),)

    def __str__(self) -> str:
        return f"{self.get_stage_display()} til {self.user}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
