"""Contact persons: the association's one entrance to the authority."""

from django.conf import settings
from django.db import models

from associations.models import Association
from core.constraints import never_overlapping, period_in_order


class ContactPerson(models.Model):
    """The consultant who is the association's one entrance for a period, both days inclusive."""

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="contact_persons", verbose_name="forening"
    )
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contact_periods", verbose_name="konsulent"
    )
    start = models.DateField("kontaktperson fra")
    end = models.DateField("kontaktperson til", null=True, blank=True)

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        ordering = ("association", "-start", "pk")
        constraints = (
            period_in_order(name="partnerships_contactperson_period_in_order"),
            never_overlapping(
                name="partnerships_contactperson_one_at_a_time",
                owner="association",
                message="Foreningen har allerede en kontaktperson i perioden. Der kan kun være én ad gangen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultant} for {self.association}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
