"""Satellite sections (*satellitafdelinger*): where an association also is (R15a)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from associations.models.association import Association
from associations.models.people import AssociationOwnedQuerySet
from associations.models.places import ActivityKind, DisadvantagedArea, District
from core.constraints import not_blank, period_in_order


class SatelliteSection(models.Model):
    """A section of an association in another district or disadvantaged area, both days inclusive."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="sections", verbose_name="forening")
    name = models.CharField("navn", max_length=120)
    district = models.ForeignKey(District, models.PROTECT, verbose_name="bydel", null=True, blank=True)
    area = models.ForeignKey(DisadvantagedArea, models.PROTECT, verbose_name="udsat byområde", null=True, blank=True)
    activity = models.ForeignKey(ActivityKind, models.PROTECT, verbose_name="aktivitet", null=True, blank=True)
    start = models.DateField("fra")
    end = models.DateField("til", null=True, blank=True)

    objects = AssociationOwnedQuerySet["SatelliteSection"].as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        verbose_name = "afdeling"
        verbose_name_plural = "afdelinger"
        ordering = ("association", "start", "pk")
        constraints = (
            not_blank(
                name="associations_satellitesection_name_not_blank", field="name", message="Skriv afdelingens navn."
            ),
            period_in_order(name="associations_satellitesection_period_in_order"),
            models.CheckConstraint(
                condition=Q(district__isnull=False) | Q(area__isnull=False),
                name="associations_satellitesection_has_a_place",
                violation_error_message="Vælg en bydel eller et udsat byområde, så man kan se, hvor afdelingen er.",
            ),
            models.UniqueConstraint(
                "association",
                Lower("name"),
                "start",
                name="associations_satellitesection_unique",
                violation_error_message="Foreningen har allerede en afdeling med det navn fra den dag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, afdeling af {self.association}"

    @property
    def place(self) -> str:
        """`Tingbjerg/Utterslevhuse, Brønshøj-Husum`: the area and the district, as much of it as is known."""
        return ", ".join(str(part) for part in (self.area, self.district) if part)

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
