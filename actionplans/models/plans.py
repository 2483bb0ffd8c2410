"""A plan of a partnership (R9), and its revisions with their states (R10)."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import AnyUser, has_permission
from actionplans.enums import FROZEN, OPEN, PlanState
from associations import access
from core.constraints import never_overlapping, one_of, period_in_order
from partnerships.models import Partnership

if TYPE_CHECKING:
    from actionplans.models.texts import AreaText

KEPT_ON_ERASURE = (
    "Den godkendte plan er bilag til tilskudsaftalen og ændres ikke. "
    "Den slettes helt, når planens opbevaringstid er gået."
)


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    """Plans, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "ActionPlanQuerySet":
        """Plans of partnerships in which an association that the user may see takes part (R19)."""
        ids = access.visible_association_ids(user)
        return self if ids is None else self.filter(partnership__participations__association__in=ids).distinct()


class ActionPlan(models.Model):
    """Two or three calendar years of a partnership's work, both days inclusive (R9); `number` is its place there.

    A trigger holds that the plan does not outlive its partnership when it is written; `copied_from` names the plan
    whose text it began with.
    """

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="action_plans", verbose_name="partnerskab"
    )
    number = models.PositiveSmallIntegerField("plan nr.")
    start = models.DateField("fra")
    end = models.DateField("til")
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name="kopi af"
    )

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "handleplan"
        verbose_name_plural = "handleplaner"
        ordering = ("partnership", "-start", "pk")
        constraints = (
            period_in_order(name="actionplans_actionplan_period_in_order"),
            never_overlapping(
                name="actionplans_actionplan_never_overlap",
                owner="partnership",
                message="Partnerskabet har allerede en handleplan i en del af perioden.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "number"],
                name="actionplans_actionplan_number_unique",
                violation_error_message="Der er allerede en plan med det nummer. Hent siden igen.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="actionplans_actionplan_number_from_one"),
        )

    def __str__(self) -> str:
        years = str(self.start.year) if self.start.year == self.end.year else f"{self.start.year}–{self.end.year}"
        return f"Handleplan {self.number}, {years}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.partnership.association_ids()


class PlanRevisionQuerySet(models.QuerySet["PlanRevision"]):
    """Revisions, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "PlanRevisionQuerySet":
        """Revisions of plans that the user may see (R19)."""
        return self.filter(plan__in=ActionPlan.objects.visible_to(user).order_by().values("pk"))


def _stamp(label: str) -> "models.DateTimeField[datetime | None, datetime | None]":
    return models.DateTimeField(label, null=True, blank=True)


def _stamper(label: str) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class PlanRevision(models.Model):
    """One text of a plan on its way to approval: plan 3, revision 1. Its areas hold the rest of the text.

    Once approved, a trigger refuses every change of the text; `text_hash` is the SHA-256 of what was approved.
    `state_since` is when the present state began. `version` counts saves of the two texts here.
    """

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="revisions", verbose_name="handleplan")
    number = models.PositiveSmallIntegerField("revision")
    state = models.CharField("tilstand", max_length=20, choices=PlanState, default=PlanState.DRAFT)
    state_since = models.DateTimeField("tilstand siden", auto_now_add=True)
    introduction = models.TextField("indledning", blank=True)
    lasting_changes = models.TextField("varige ændringer siden begyndelsen", blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    saved_at, saved_by = _stamp("gemt"), _stamper("gemt af")
    submitted_at, submitted_by = _stamp("indsendt"), _stamper("indsendt af")
    endorsed_at, endorsed_by = _stamp("godkendt af bestyrelsen"), _stamper("godkendt for bestyrelsen af")
    returned_at, returned_by = _stamp("sendt tilbage"), _stamper("sendt tilbage af")
    approved_at, approved_by = _stamp("godkendt"), _stamper("godkendt af")
    approved_on = models.DateField("godkendt den", null=True, blank=True)
    text_hash = models.CharField("tekstens kontrolsum", max_length=64, blank=True)

    objects = PlanRevisionQuerySet.as_manager()
    # Read once per object, that is once per request: the areas, and whether the board must speak first.
    loaded_areas: "list[AreaText] | None" = None
    endorsement_needed: bool | None = None
    kept_on_erasure: ClassVar[str] = KEPT_ON_ERASURE
    kept_on_erasure_when: ClassVar[Q] = Q(state__in=sorted(FROZEN))
    audit_exclude: ClassVar[frozenset[str]] = frozenset(
        {"state_since", "version", "saved_at", "saved_by", "introduction", "lasting_changes"}
    )

    class Meta:
        verbose_name = "revision af handleplan"
        verbose_name_plural = "revisioner af handleplaner"
        ordering = ("plan", "-number")
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="actionplans_planrevision_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="actionplans_planrevision_number_from_one"),
            one_of(name="actionplans_planrevision_state_known", field="state", values=PlanState.values),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=sorted(OPEN)),
                name="actionplans_planrevision_one_open",
                violation_error_message="Der er allerede en kladde eller en indsendt udgave af planen.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=PlanState.APPROVED.value),
                name="actionplans_planrevision_one_approved",
                violation_error_message="Planen har allerede en godkendt udgave, der gælder.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FROZEN)) | (Q(approved_at__isnull=False) & ~Q(text_hash="")),
                name="actionplans_planrevision_approved_is_hashed",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.SUBMITTED.value) | Q(submitted_at__isnull=False),
                name="actionplans_planrevision_submitted_has_stamp",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}, revision {self.number}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.plan.association_ids()

    def is_written_by(self, user: AnyUser) -> bool:
        """Whether the user may write in it as it stands."""
        return self.state in {PlanState.DRAFT, PlanState.RETURNED} and has_permission(user, Permission.WRITE_PLAN, self)
