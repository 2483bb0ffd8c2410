"""Decisions that changed a partnership, apart from its extensions (R1)."""

from django.db import models

from associations.models import Association
from core.constraints import not_blank, one_of
from partnerships.enums import DecisionKind
from partnerships.models.partnerships import Partnership


class Decision(models.Model):
    """An association joined or left, or a wrong date was put right: what, when it was decided, by whom and why.

    `what` says it in a Danish sentence with the dates. Who recorded it stands in the audit trail.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="decisions", verbose_name="partnerskab")
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="partnership_decisions",
        verbose_name="forening",
        null=True,
        blank=True,
    )
    kind = models.CharField("slags", max_length=20, choices=DecisionKind)
    what = models.CharField("hvad", max_length=1000)
    decided_on = models.DateField("besluttet den")
    decided_by = models.CharField("besluttet af", max_length=120)
    reason = models.CharField("begrundelse", max_length=200)

    class Meta:
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"
        ordering = ("partnership", "decided_on", "pk")
        constraints = (
            one_of(name="partnerships_decision_kind_known", field="kind", values=DecisionKind.values),
            not_blank(name="partnerships_decision_what_not_blank", field="what", message="Skriv, hvad der er ændret."),
            not_blank(
                name="partnerships_decision_decided_by_not_blank",
                field="decided_by",
                message="Skriv, hvem der besluttede.",
            ),
            not_blank(name="partnerships_decision_reason_not_blank", field="reason", message="Skriv begrundelsen."),
            models.CheckConstraint(
                condition=models.Q(kind=DecisionKind.CORRECTED) | models.Q(association__isnull=False),
                name="partnerships_decision_names_the_association",
                violation_error_message="Vælg foreningen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decided_on:%d-%m-%Y}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.partnership.association_ids()
