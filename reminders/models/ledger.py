"""The ledger: what somebody was told, or not told, about each stage of each due item. Written before it is sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core.constraints import one_of
from reminders.enums import Outcome, Rung, Stage


class Attempts(models.Model):
    """A mail that is tried again, ever more rarely, until it has gone or is given up."""

    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    next_try_at = models.DateTimeField("forsøges igen", default=timezone.now)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    error = models.CharField("fejl", max_length=300, blank=True)

    class Meta:
        abstract = True


class ReminderDigest(Attempts):
    """One person's mail of one week with what is new; `week` is its Monday. One a week at most."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_digests", verbose_name="modtager"
    )
    week = models.DateField("uge, mandag")
    outcome = models.CharField("hvad der skete", max_length=10, choices=Outcome, default=Outcome.WAITING)
    created_at = models.DateTimeField("skrevet ned", auto_now_add=True)

    audit_internal: ClassVar[bool] = True

    class Meta:
        verbose_name = "ugens samling"
        verbose_name_plural = "ugens samlinger"
        ordering = ("-week", "pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "week"], name="reminders_reminderdigest_once_a_week"),
            one_of(
                name="reminders_reminderdigest_outcome_known",
                field="outcome",
                values=[Outcome.WAITING.value, Outcome.SENT.value, Outcome.FAILED.value, Outcome.DROPPED.value],
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SENT.value, sent_at__isnull=False)
                | (~Q(outcome=Outcome.SENT.value) & Q(sent_at=None)),
                name="reminders_reminderdigest_sent_has_time",
            ),
            models.CheckConstraint(condition=Q(week__week_day=2), name="reminders_reminderdigest_week_is_a_monday"),
        )

    def __str__(self) -> str:
        return f"Ugens samling til {self.user}"

    def association_ids(self) -> tuple[int, ...]:
        """A digest may be about several associations; the reminders in it tell which."""
        return ()


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "ReminderQuerySet":
        """Staff see all, but what is internal only with access to the journal, and never of their own club (R19)."""
        if not has_permission(user, Permission.VIEW_REMINDERS):
            return self.none()
        if not has_permission(user, Permission.VIEW_JOURNAL):
            return self.filter(is_internal=False)
        return self.exclude(is_internal=True, association__any_of=list(association_roles(user)))


class Reminder(Attempts):
    """One stage of one due item for one person: the row is there once, whatever becomes of it.

    `item` is the item's identity (`core.registry.DueItem.identity`), `kind` its rule. What the item says is not kept:
    it may name people, and is asked of the rule again when the mail is written. `on` is the day of the domain on which
    the stage was noticed.
    """

    item = models.CharField("hvad", max_length=300)
    kind = models.CharField("slags", max_length=40)
    association = models.ForeignKey(Association, models.CASCADE, related_name="reminders", verbose_name="forening")
    stage = models.CharField("trin", max_length=10, choices=Stage)
    rung = models.PositiveSmallIntegerField("som", choices=Rung)
    due_on = models.DateField("frist")
    is_internal = models.BooleanField("kun for forvaltningen", default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name="modtager"
    )
    on = models.DateField("dag")
    outcome = models.CharField("hvad der skete", max_length=10, choices=Outcome)
    digest = models.ForeignKey(
        ReminderDigest, models.SET_NULL, null=True, blank=True, related_name="reminders", verbose_name="ugens samling"
    )
    created_at = models.DateTimeField("skrevet ned", auto_now_add=True)

    objects = ReminderQuerySet.as_manager()
    audit_internal: ClassVar[bool] = True
    audit_exclude: ClassVar[frozenset[str]] = frozenset(
        {"item", "attempts", "next_try_at", "sent_at", "error", "digest", "created_at"}
    )

    class Meta:
        verbose_name = "påmindelse"
        verbose_name_plural = "påmindelser"
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["item", "stage", "user"], name="reminders_reminder_once"),
            one_of(name="reminders_reminder_stage_known", field="stage", values=Stage.values),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="reminders_reminder_rung_known"),
            one_of(name="reminders_reminder_outcome_known", field="outcome", values=Outcome.values),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SENT.value, sent_at__isnull=False)
                | (~Q(outcome=Outcome.SENT.value) & Q(sent_at=None)),
                name="reminders_reminder_sent_has_time",
            ),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at"], condition=Q(outcome=Outcome.WAITING.value), name="reminders_reminder_to_send"
            ),
            models.Index(
                fields=["user"], condition=Q(outcome=Outcome.IN_DIGEST.value), name="reminders_reminder_to_digest"
            ),
            models.Index(fields=["on"], name="reminders_reminder_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} til {self.user}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
