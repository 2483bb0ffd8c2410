"""The association's account of how a year's grant was used (R3)."""

from django.db import models
from django.db.models import F, Q

from core.constraints import one_of
from partnerships.enums import AccountDecision
from partnerships.models.grants import Grant


class GrantAccount(models.Model):
    """One grant's account (*regnskab*), whole kroner: wages for resource persons, and what went to something else.

    `decision` says what happens to the difference, `settled_on` when that was done. The difference itself is computed:
    `partnerships.domain.accounts.difference`.
    """

    grant = models.OneToOneField(
        Grant,
        models.PROTECT,
        related_name="account",
        verbose_name="tilskud",
        error_messages={"unique": "Der er allerede skrevet et regnskab for tilskuddet. Hent siden igen, og ret det."},
    )
    received_on = models.DateField("modtaget den")
    wages_spent = models.PositiveIntegerField("løn til ressourcepersoner i kr.")
    other_spent = models.PositiveIntegerField("brugt til andet i kr.", default=0)
    other_what = models.CharField("hvad andet", max_length=200, blank=True)
    note = models.TextField("bemærkning", max_length=2000, blank=True)
    decision = models.CharField("hvad der skal ske med forskellen", max_length=12, choices=AccountDecision, blank=True)
    settled_on = models.DateField("afgjort den", null=True, blank=True)

    class Meta:
        verbose_name = "regnskab"
        verbose_name_plural = "regnskaber"
        ordering = ("grant",)
        constraints = (
            one_of(
                name="partnerships_grantaccount_decision_known", field="decision", values=["", *AccountDecision.values]
            ),
            models.CheckConstraint(
                condition=Q(other_spent=0, other_what="") | Q(other_spent__gt=0, other_what__regex=r"\S"),
                name="partnerships_grantaccount_other_use_explained",
                violation_error_message="Skriv både beløbet, der er brugt til andet, og hvad det er brugt til.",
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | ~Q(decision=""),
                name="partnerships_grantaccount_settled_with_decision",
                violation_error_message="Vælg, hvad der skal ske med forskellen, før den er afgjort.",
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(settled_on__gte=F("received_on")),
                name="partnerships_grantaccount_settled_after_received",
                violation_error_message="Forskellen kan tidligst afgøres den dag, regnskabet er modtaget.",
            ),
        )

    def __str__(self) -> str:
        return f"Regnskab {self.grant.programme_year.year}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.grant.association_ids()
