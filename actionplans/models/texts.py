"""What a revision says: per focus area the situation and the association's own goals, per goal its activities."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from actionplans.enums import FROZEN
from actionplans.models.areas import FocusArea
from actionplans.models.plans import KEPT_ON_ERASURE, PlanRevision
from core.constraints import period_in_order
from partnerships.models import Partnership


class AreaText(models.Model):
    """One focus area in one revision. `in_focus` is null until somebody has chosen (R9).

    `version` counts the saves, so that two who write at once never overwrite each other (`actionplans.domain.writing`).
    """

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="areas", verbose_name="revision")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, related_name="texts", verbose_name="indsatsområde")
    in_focus = models.BooleanField("i fokus", null=True, blank=True)
    reason_not = models.TextField("hvorfor ikke i fokus", blank=True)
    situation = models.TextField("sådan er det i dag", blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    saved_at = models.DateTimeField("gemt", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemt af"
    )
    kept_on_erasure: ClassVar[str] = KEPT_ON_ERASURE
    kept_on_erasure_when: ClassVar[Q] = Q(revision__state__in=sorted(FROZEN))

    class Meta:
        verbose_name = "indsatsområde i plan"
        verbose_name_plural = "indsatsområder i planer"
        ordering = ("revision", "focus_area__number", "pk")
        constraints = (
            models.UniqueConstraint(fields=["revision", "focus_area"], name="actionplans_areatext_once_in_revision"),
        )

    def __str__(self) -> str:
        return f"{self.focus_area} i {self.revision}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.revision.association_ids()


class GoalLine(models.Model):
    """A goal through all revisions and plans of a partnership: what its progress is recorded on.

    `key` is made by the page that the goal is first written on, so that saving it twice makes one goal.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="goal_lines", verbose_name="partnerskab")
    key = models.UUIDField("nøgle", default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("oprettet", auto_now_add=True)

    class Meta:
        verbose_name = "mål over tid"
        verbose_name_plural = "mål over tid"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Mål {self.pk}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.partnership.association_ids()


class Goal(models.Model):
    """One of the association's own goals as a revision words it.

    A draft may be half-written: what it lacks before it can be handed in is told by `actionplans.domain.missing`.

    `sign` tells how success will be seen; `measure` names an optional number with its `baseline` and `target`.
    """

    area_text = models.ForeignKey(AreaText, models.CASCADE, related_name="goals", verbose_name="indsatsområde")
    line = models.ForeignKey(GoalLine, models.PROTECT, related_name="wordings", verbose_name="mål over tid")
    position = models.PositiveSmallIntegerField("plads")
    aim = models.TextField("det vil vi opnå", blank=True)
    sign = models.TextField("sådan kan vi se det", blank=True)
    measure = models.CharField("det tæller vi", max_length=120, blank=True)
    baseline = models.DecimalField("tal i dag", max_digits=9, decimal_places=1, null=True, blank=True)
    target = models.DecimalField("tal, vi vil nå", max_digits=9, decimal_places=1, null=True, blank=True)
    collaborators = models.TextField("samarbejdspartnere", blank=True)
    kept_on_erasure: ClassVar[str] = KEPT_ON_ERASURE
    kept_on_erasure_when: ClassVar[Q] = Q(area_text__revision__state__in=sorted(FROZEN))

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ("area_text", "position", "pk")
        constraints = (models.UniqueConstraint(fields=["area_text", "line"], name="actionplans_goal_once_in_area"),)

    def __str__(self) -> str:
        return self.aim[:80]


class Activity(models.Model):
    """Something the association will do for a goal (*indsats*): what, who, from–to, both inclusive or open."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="activities", verbose_name="mål")
    position = models.PositiveSmallIntegerField("plads")
    what = models.CharField("hvad", max_length=300, blank=True)
    who = models.CharField("hvem", max_length=120, blank=True)
    start = models.DateField("fra", null=True, blank=True)
    end = models.DateField("til", null=True, blank=True)
    kept_on_erasure: ClassVar[str] = KEPT_ON_ERASURE
    kept_on_erasure_when: ClassVar[Q] = Q(goal__area_text__revision__state__in=sorted(FROZEN))

    class Meta:
        verbose_name = "indsats"
        verbose_name_plural = "indsatser"
        ordering = ("goal", "position", "pk")
        constraints = (period_in_order(name="actionplans_activity_period_in_order"),)

    def __str__(self) -> str:
        return self.what


class DraftSnapshot(models.Model):
    """What an area (or, without one, the revision's own texts) said before a save: nothing written is ever lost.

    `content` is the JSON of `actionplans.domain.content`. One row for each stretch of one person's writing.
    """

    audit_internal: ClassVar[bool] = True

    revision = models.ForeignKey(PlanRevision, models.CASCADE, related_name="snapshots", verbose_name="revision")
    area_text = models.ForeignKey(
        AreaText, models.CASCADE, null=True, related_name="snapshots", verbose_name="indsatsområde"
    )
    version = models.PositiveIntegerField("version")
    content = models.JSONField("indhold")
    saved_at = models.DateTimeField("gemt")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="gemt af"
    )
    kept_at = models.DateTimeField("afløst", auto_now_add=True)

    class Meta:
        verbose_name = "tidligere kladde"
        verbose_name_plural = "tidligere kladder"
        ordering = ("revision", "area_text", "version")
        constraints = (
            models.UniqueConstraint(F("revision"), F("area_text"), F("version"), name="actionplans_draftsnapshot_once"),
        )

    def __str__(self) -> str:
        return f"{self.area_text or self.revision}, version {self.version}"
