"""Initiatives of the feeder chain and of other administrations, and the associations' part in them by year (R17)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from associations.models import Association
from associations.models.people import AssociationOwnedQuerySet
from collaborations.enums import ChainLink
from collaborations.models.administrations import Administration
from core.constraints import not_blank
from core.ordering import sort_key_field

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Initiative(models.Model):
    """A municipal programme. `link` None: beside the chain, such as other administrations' own.

    `computed_by` names the entry of `core.registry.chain_participations` that tells who takes part; nobody types it.
    """

    name = models.CharField("navn", max_length=120)
    link = models.PositiveSmallIntegerField("led i fødekæden", choices=ChainLink, null=True, blank=True)
    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="initiatives", verbose_name="forvaltning"
    )
    helps_with = models.CharField("det, den hjælper med", max_length=400, blank=True)
    homepage = models.URLField("hjemmeside", blank=True)
    in_use = models.BooleanField("i brug", default=True)
    computed_by = models.CharField("regnes ud fra", max_length=40, blank=True, editable=False)
    sort_key = sort_key_field("name")

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key", "computed_by"})

    class Meta:
        verbose_name = "indsats"
        verbose_name_plural = "indsatser"
        ordering = ("link", "sort_key", "pk")
        constraints = (
            not_blank(name="collaborations_initiative_name_not_blank", field="name", message="Skriv indsatsens navn."),
            models.UniqueConstraint(
                Lower("name"),
                name="collaborations_initiative_name_unique",
                violation_error_message="Der er allerede en indsats med det navn.",
            ),
            models.CheckConstraint(
                name="collaborations_initiative_link_known",
                condition=Q(link=None) | Q(link__in=ChainLink.values),
                violation_error_message="Vælg et af fødekædens fire led, eller intet led.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def link_label(self) -> str:
        """`1. Introduktion`, or that it lies beside the chain."""
        return f"{self.link}. {ChainLink(self.link).label}" if self.link else "Ved siden af kæden"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class InitiativeParticipation(models.Model):
    """An association took part in an initiative in a year. `number` None: nobody has counted; it is never 0 then.

    A trigger in migration 0001 refuses initiatives whose participation is computed.
    """

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="initiative_participations", verbose_name="forening"
    )
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="participations", verbose_name="indsats")
    year = models.PositiveSmallIntegerField("år")
    number = models.PositiveIntegerField("antal børn og unge", null=True, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)

    objects = AssociationOwnedQuerySet["InitiativeParticipation"].as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        verbose_name = "deltagelse i indsats"
        verbose_name_plural = "deltagelser i indsatser"
        ordering = ("-year", "initiative", "pk")
        indexes = (models.Index(fields=["year", "initiative"], name="collaborations_part_by_year"),)
        constraints = (
            models.UniqueConstraint(
                fields=["association", "initiative", "year"],
                name="collaborations_initiativeparticipation_once",
                violation_error_message="Foreningen er allerede skrevet på den indsats i det år. Ret den, der står.",
            ),
            models.CheckConstraint(
                name="collaborations_initiativeparticipation_year_known",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message="Skriv et årstal fra 2000 til 2100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative} {self.year}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
