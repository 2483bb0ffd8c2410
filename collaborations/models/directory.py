"""The directory: which unit of an administration helps with what, and how it is reached (R18). No names of persons."""

from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from collaborations.models.administrations import Administration
from collaborations.models.chain import Initiative
from core.constraints import not_blank
from core.ordering import sort_key_field

__all__ = ["STALE_AFTER", "Administration", "ContactUnit"]
STALE_AFTER = timedelta(days=365)


class ContactUnit(models.Model):
    """A unit to turn to, of an administration, perhaps about one of its initiatives; right on `checked_on`."""

    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="contact_units", verbose_name="forvaltning"
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="contact_units", verbose_name="indsats", null=True, blank=True
    )
    unit = models.CharField("enhed", max_length=120)
    helps_with = models.CharField("det, enheden hjælper med", max_length=400)
    homepage = models.URLField("hjemmeside", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    email = models.EmailField("e-mail", blank=True)
    checked_on = models.DateField("sidst kontrolleret")
    sort_key = sort_key_field("unit")

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key"})

    class Meta:
        verbose_name = "kontaktenhed"
        verbose_name_plural = "kontaktenheder"
        ordering = ("sort_key", "pk")
        constraints = (
            not_blank(name="collaborations_contactunit_unit_not_blank", field="unit", message="Skriv enhedens navn."),
            not_blank(
                name="collaborations_contactunit_helps_not_blank",
                field="helps_with",
                message="Skriv, hvad enheden hjælper med.",
            ),
            models.CheckConstraint(
                name="collaborations_contactunit_can_be_reached",
                condition=Q(homepage__regex=r"\S") | Q(phone__regex=r"\S") | Q(email__regex=r"\S"),
                violation_error_message="Skriv mindst en vej til enheden: hjemmeside, telefon eller e-mail.",
            ),
            models.UniqueConstraint(
                "administration",
                "sort_key",
                Coalesce("initiative", 0),
                name="collaborations_contactunit_once",
                violation_error_message="Enheden står allerede i vejviseren for den forvaltning og indsats.",
            ),
        )

    def __str__(self) -> str:
        return self.unit

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()

    def is_stale(self, day: date) -> bool:
        """Nobody has looked for more than a year."""
        return self.checked_on < day - STALE_AFTER

    def clean(self) -> None:
        """The initiative is one of the administration's own."""
        super().clean()
        if self.initiative_id and self.initiative and self.initiative.administration_id != self.administration_id:
            raise ValidationError({"initiative": f"{self.initiative} hører under {self.initiative.administration}."})
