"""Partnerships with their extensions and the associations that take part (R1)."""

from django.db import models
from django.db.models import F, Q

from accounts.permissions import AnyUser
from associations import access
from associations.models import Association, EndsWithItsAssociation
from core.constraints import never_overlapping, not_blank, period_in_order


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "PartnershipQuerySet":
        """The rows of associations that the user may see (R19)."""
        ids = access.visible_association_ids(user)
        return self if ids is None else self.filter(participations__association__in=ids).distinct()


class Partnership(models.Model):
    """One unbroken relation between KFF and one or more associations, both days inclusive (R1).

    `first_end` is the end of the first agreement; `end` is today's, after extensions or an early end. `decided_on`,
    `decided_by` and `reason` are the decision to begin it (empty for old ones that nobody knows), `ended_early_on`,
    `end_decided_by` and `end_reason` the decision to end it before time.
    """

    start = models.DateField("startdato")
    first_end = models.DateField("første aftale udløber")
    end = models.DateField("slutdato")
    decided_on = models.DateField("oprettelse besluttet den", null=True, blank=True)
    decided_by = models.CharField("oprettelse besluttet af", max_length=120, blank=True)
    reason = models.CharField("begrundelse for oprettelse", max_length=200, blank=True)
    ended_early_on = models.DateField("besluttet ophør den", null=True, blank=True)
    end_decided_by = models.CharField("ophør besluttet af", max_length=120, blank=True)
    end_reason = models.CharField("årsag til ophør", max_length=200, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = "socialt partnerskab"
        verbose_name_plural = "sociale partnerskaber"
        ordering = ("start", "pk")
        constraints = (
            period_in_order(name="partnerships_partnership_period_in_order"),
            period_in_order(name="partnerships_partnership_first_period_in_order", end="first_end"),
            models.CheckConstraint(
                condition=Q(ended_early_on=None, end_reason="", end_decided_by="")
                | Q(ended_early_on__isnull=False, end_reason__regex=r"\S", end_decided_by__regex=r"\S"),
                name="partnerships_partnership_early_end_has_reason",
                violation_error_message="Skriv, hvornår det førtidige ophør er besluttet, af hvem og hvorfor.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None, decided_by="", reason="")
                | Q(decided_on__isnull=False, decided_by__regex=r"\S", reason__regex=r"\S"),
                name="partnerships_partnership_decision_is_whole",
                violation_error_message="Skriv både, hvornår partnerskabet er besluttet, af hvem og hvorfor.",
            ),
        )

    def __str__(self) -> str:
        names = [participation.association.name for participation in self.participations.all()]
        return f"Socialt partnerskab med {' og '.join(names)}" if names else "Socialt partnerskab"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return [participation.association_id for participation in self.participations.all()]


class Extension(models.Model):
    """A later end date for a partnership: from, to, when it was decided, why and by whom (R1)."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="extensions", verbose_name="partnerskab")
    previous_end = models.DateField("slutdato før")
    new_end = models.DateField("ny slutdato")
    decided_on = models.DateField("besluttet den")
    reason = models.CharField("begrundelse", max_length=200)
    decided_by = models.CharField("besluttet af", max_length=120)

    class Meta:
        verbose_name = "forlængelse"
        verbose_name_plural = "forlængelser"
        ordering = ("partnership", "new_end")
        constraints = (
            models.CheckConstraint(
                condition=Q(new_end__gt=F("previous_end")),
                name="partnerships_extension_is_later",
                violation_error_message="En forlængelse skal slutte senere end aftalen før.",
            ),
            models.UniqueConstraint(fields=["partnership", "new_end"], name="partnerships_extension_once_to_each_date"),
            not_blank(name="partnerships_extension_reason_not_blank", field="reason", message="Skriv begrundelsen."),
            not_blank(
                name="partnerships_extension_decided_by_not_blank",
                field="decided_by",
                message="Skriv, hvem der har besluttet forlængelsen.",
            ),
        )

    def __str__(self) -> str:
        return f"Forlængelse til {self.new_end:%d-%m-%Y}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.partnership.association_ids()


class Participation(EndsWithItsAssociation):
    """One association's own period inside a partnership's, both days inclusive (R1).

    That the period lies inside the partnership's is held by a trigger in the first migration.
    """

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="participations", verbose_name="partnerskab"
    )
    association = models.ForeignKey(Association, models.PROTECT, related_name="participations", verbose_name="forening")
    start = models.DateField("med fra")
    end = models.DateField("med til")

    class Meta:
        verbose_name = "deltagelse"
        verbose_name_plural = "deltagelser"
        ordering = ("association", "start", "pk")
        constraints = (
            period_in_order(name="partnerships_participation_period_in_order"),
            never_overlapping(
                name="partnerships_participation_never_overlap",
                owner="association",
                message="Foreningen har allerede et socialt partnerskab i en del af perioden.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.association} i socialt partnerskab"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
