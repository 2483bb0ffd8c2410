"""Whom associations work together with, about what, and since when. Contacts are units, never persons."""

import unicodedata
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce, ExtractDay, ExtractMonth
from django.db.models.lookups import Exact

from associations.models import Association, District
from associations.models.people import AssociationOwnedQuerySet
from collaborations.enums import CollaborationState, PartnerKind, Precision
from collaborations.models.administrations import Administration
from collaborations.naming import LONGEST_KEY, name_key, name_key_field
from core.constraints import one_of
from core.ordering import sort_key_field

# The cast is for validation before saving, where the day is a bare parameter.
_START = Cast(F("start"), models.DateField())
FIRST_OF_MONTH, IN_JANUARY = Q(Exact(ExtractDay(_START), 1)), Q(Exact(ExtractMonth(_START), 1))
TWIN = "Partneren står allerede i registret med samme navn, slags og bydel. Vælg den, der står der."


class Partner(models.Model):
    """A school, an institution, a housing project …, shared by all associations: the register has no twins.

    Two are the same when name (`naming.name_key`), kind and district are. `other_names` come from merged twins.
    """

    name = models.CharField("navn", max_length=120)
    kind = models.CharField("slags", max_length=20, choices=PartnerKind)
    district = models.ForeignKey(District, models.PROTECT, verbose_name="bydel", null=True, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    homepage = models.URLField("hjemmeside", blank=True)
    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="partners", verbose_name="forvaltning", null=True, blank=True
    )
    other_names = ArrayField(
        models.CharField(max_length=120), verbose_name="andre navne", default=list, blank=True, editable=False
    )
    name_key = name_key_field("name")
    sort_key = sort_key_field("name")

    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key", "name_key"})

    class Meta:
        verbose_name = "samarbejdspartner"
        verbose_name_plural = "samarbejdspartnere"
        ordering = ("sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                name="collaborations_partner_name_has_letters",
                condition=~Q(name_key=""),
                violation_error_message="Skriv partnerens navn med bogstaver eller tal.",
            ),
            one_of(name="collaborations_partner_kind_known", field="kind", values=PartnerKind.values),
            models.UniqueConstraint(
                "name_key",
                "kind",
                Coalesce("district", 0),
                name="collaborations_partner_no_twins",
                violation_error_message=TWIN,
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The partner's page."""
        from django.urls import reverse

        return reverse("collaborations:partner-detail", args=[self.pk])

    def clean(self) -> None:
        """Spaces at the ends and double ones are none; a key must fit into its index."""
        super().clean()
        self.name = " ".join(unicodedata.normalize("NFC", self.name).split())
        if len(name_key(self.name)) > LONGEST_KEY:
            raise ValidationError({"name": "Navnet er for langt. Skriv det kortere."})

    @property
    def what(self) -> str:
        """`Skole, Nørrebro`: tells partners of one name apart."""
        return ", ".join(part for part in (str(self.get_kind_display()), str(self.district or "")) if part)

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class Collaboration(models.Model):
    """An association and a partner about something. `start` is exact to its `precision`; `end` is the last day."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="collaborations", verbose_name="forening")
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="collaborations", verbose_name="samarbejdspartner"
    )
    about = models.CharField("hvad samarbejdet går ud på", max_length=200)
    state = models.CharField("tilstand", max_length=10, choices=CollaborationState, default=CollaborationState.RUNNING)
    start = models.DateField("siden", null=True, blank=True)
    precision = models.CharField("siden er kendt på", max_length=5, choices=Precision, default=Precision.DAY)
    end = models.DateField("sidste dag", null=True, blank=True)
    contact = models.CharField("kontakt hos partneren", max_length=120, blank=True)
    note = models.TextField("bemærkning", max_length=2_000, blank=True)

    objects = AssociationOwnedQuerySet["Collaboration"].as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"precision"})

    class Meta:
        verbose_name = "lokalt samarbejde"
        verbose_name_plural = "lokale samarbejder"
        ordering = ("association", "-start", "pk")
        constraints = (
            models.CheckConstraint(
                name="collaborations_collaboration_about_not_blank",
                condition=Q(about__regex=r"\S"),
                violation_error_message="Skriv, hvad samarbejdet går ud på.",
            ),
            one_of(name="collaborations_collaboration_state_known", field="state", values=CollaborationState.values),
            models.CheckConstraint(
                name="collaborations_collaboration_begun_has_start",
                condition=Q(state=CollaborationState.IDEA.value) | Q(start__isnull=False),
                violation_error_message="Skriv, siden hvornår. Årstallet er nok. Kun en idé kan være uden.",
            ),
            models.CheckConstraint(
                name="collaborations_collaboration_ended_has_end",
                condition=Q(state=CollaborationState.ENDED.value, end__isnull=False)
                | (~Q(state=CollaborationState.ENDED.value) & Q(end=None)),
                violation_error_message="Et afsluttet samarbejde har en sidste dag, og kun et afsluttet.",
            ),
            models.CheckConstraint(
                name="collaborations_collaboration_in_order",
                condition=Q(end=None) | Q(end__gte=F("start")),
                violation_error_message="Sidste dag kan ikke ligge, før samarbejdet begyndte.",
            ),
            models.CheckConstraint(
                name="collaborations_collaboration_precision_fits",
                condition=Q(precision=Precision.DAY.value)
                | (Q(precision=Precision.MONTH.value) & FIRST_OF_MONTH)
                | (Q(precision=Precision.YEAR.value) & FIRST_OF_MONTH & IN_JANUARY),
            ),
        )

    def __str__(self) -> str:
        return f"Samarbejde med {self.partner}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
