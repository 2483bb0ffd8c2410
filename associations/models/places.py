"""Where an association is, and what it offers: lists that change and therefore are data."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from core.constraints import not_blank, period_in_order
from core.ordering import sort_key_field


class NamedKind(models.Model):
    """A name in a list, in Danish order; belongs to no association."""

    name = models.CharField("navn", max_length=80)
    sort_key = sort_key_field("name")

    class Meta:
        abstract = True
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.name

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class District(NamedKind):
    """One of the city's districts (*bydel*)."""

    class Meta(NamedKind.Meta):
        verbose_name = "bydel"
        verbose_name_plural = "bydele"
        constraints = (
            not_blank(name="associations_district_name_not_blank", field="name", message="Skriv bydelens navn."),
            models.UniqueConstraint(Lower("name"), name="associations_district_name_unique"),
        )


class ActivityKind(NamedKind):
    """What an association offers: football, judo, role play … (*aktivitet*)."""

    class Meta(NamedKind.Meta):
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        constraints = (
            not_blank(
                name="associations_activitykind_name_not_blank", field="name", message="Skriv aktivitetens navn."
            ),
            models.UniqueConstraint(Lower("name"), name="associations_activitykind_name_unique"),
        )


class DisadvantagedArea(NamedKind):
    """An area on a dated list (*udsat byområde*); the lists change, so a name holds for a period, inclusive."""

    start = models.DateField("på listen fra")
    end = models.DateField("på listen til", null=True, blank=True)

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key"})

    class Meta(NamedKind.Meta):
        verbose_name = "udsat byområde"
        verbose_name_plural = "udsatte byområder"
        constraints = (
            not_blank(name="associations_area_name_not_blank", field="name", message="Skriv områdets navn."),
            models.UniqueConstraint(Lower("name"), "start", name="associations_area_name_start_unique"),
            period_in_order(name="associations_area_period_in_order"),
        )
