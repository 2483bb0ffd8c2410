"""Instalments of a grant: planned, paid, and taken back (R2)."""

from django.db import models
from django.db.models import Q

from accounts.permissions import AnyUser
from partnerships.models.grants import Grant
from partnerships.models.partnerships import Partnership


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    """Instalments, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "InstalmentQuerySet":
        """The rows of partnerships that the user may see (R19)."""
        return self.filter(grant__partnership__in=Partnership.objects.visible_to(user).order_by().values("pk"))


class Instalment(models.Model):
    """A planned or paid part of a grant (*rate*), whole kroner.

    Triggers hold that a grant's instalments never come to more than the grant, and that a paid one is neither changed
    nor deleted. What was paid by mistake, or is paid back, is a row of its own: it `reverses` the paid one, its amount
    is negative and `note` bears the reason. So only a grant that was lowered later can have more paid than granted.
    """

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="instalments", verbose_name="tilskud")
    due_on = models.DateField("betales den")
    amount = models.IntegerField("beløb i kr.")
    paid_on = models.DateField("betalt den", null=True, blank=True)
    note = models.CharField("bemærkning", max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversal", verbose_name="fører tilbage", null=True, blank=True
    )

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "rate"
        verbose_name_plural = "rater"
        ordering = ("grant", "due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="partnerships_instalment_amount_sign",
                violation_error_message="Skriv et beløb på mindst 1 kr.",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | Q(paid_on__isnull=False),
                name="partnerships_instalment_reversal_has_day",
                violation_error_message="Skriv den dag, pengene er ført tilbage.",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | Q(note__regex=r"\S"),
                name="partnerships_instalment_reversal_has_reason",
                violation_error_message="Skriv, hvorfor raten føres tilbage.",
            ),
        )

    def __str__(self) -> str:
        kind = "Tilbageførsel" if self.reverses_id else "Rate"
        return f"{kind} {self.due_on:%d-%m-%Y} af tilskud {self.grant.programme_year.year}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.grant.association_ids()
