"""The association (*forening*): the hub that everything else belongs to."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.permissions import AnyUser
from associations import access
from associations.cvr import valid_cvr_condition, validate_cvr
from associations.models.places import ActivityKind, DisadvantagedArea, District
from core.constraints import not_blank
from core.formats import date_text
from core.ordering import sort_key_field


class AssociationQuerySet(models.QuerySet["Association"]):
    """Associations, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "AssociationQuerySet":
        """The associations this user may see: staff by their role, others their own while it lasts (R19)."""
        return access.limited_to_visible(self, user, path="pk")

    def open(self) -> "AssociationQuerySet":
        """Those that have not been closed."""
        return self.filter(closed_on=None)


class Association(models.Model):
    """An approved, non-profit association with the details KFF needs to reach it."""

    name = models.CharField("navn", max_length=120)
    other_names = ArrayField(
        models.CharField(max_length=120), verbose_name="andre navne", default=list, blank=True,
        help_text="Navne, som foreningen også er kendt under. De findes i søgning og ved indlæsning.",
    )  # fmt: skip
    cvr = models.CharField("CVR-nummer", max_length=8, null=True, blank=True, validators=[validate_cvr])
    district = models.ForeignKey(District, models.PROTECT, verbose_name="bydel", null=True, blank=True)
    citywide = models.BooleanField("bydækkende", default=False)
    activities = models.ManyToManyField(ActivityKind, verbose_name="aktiviteter", blank=True)
    areas = models.ManyToManyField(DisadvantagedArea, verbose_name="udsatte byområder i nærheden", blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField(
        "postnummer", max_length=4, blank=True, validators=[RegexValidator(r"^\d{4}$", "Et postnummer har 4 cifre.")]
    )
    city = models.CharField("by", max_length=60, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    website = models.URLField("hjemmeside", blank=True)
    get2sport_start = models.DateField("støttet sammen med DIF get2sport fra", null=True, blank=True)
    get2sport_end = models.DateField("støttet sammen med DIF get2sport til", null=True, blank=True)
    closed_on = models.DateField("sidste dag", null=True, blank=True)
    closed_reason = models.CharField("årsag til lukning", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged_from", verbose_name="lagt sammen med", null=True, blank=True
    )
    sort_key = sort_key_field("name")

    objects = AssociationQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key"})

    class Meta:
        verbose_name = "forening"
        verbose_name_plural = "foreninger"
        ordering = ("sort_key", "pk")
        indexes = (models.Index(fields=["sort_key", "id"], name="associations_sort_key"),)
        constraints = (
            not_blank(name="associations_association_name_not_blank", field="name", message="Skriv foreningens navn."),
            models.UniqueConstraint(
                Lower("name"),
                name="associations_association_name_unique",
                violation_error_message="Der findes allerede en forening med det navn.",
            ),
            models.UniqueConstraint(
                fields=["cvr"],
                name="associations_association_cvr_unique",
                violation_error_message="Der findes allerede en forening med det CVR-nummer.",
            ),
            models.CheckConstraint(
                condition=valid_cvr_condition("cvr"),
                name="associations_association_cvr_valid",
                violation_error_message="CVR-nummeret er ikke gyldigt. Det har 8 cifre; det sidste er kontrolciffer.",
            ),
            models.CheckConstraint(
                condition=Q(citywide=False) | Q(district=None),
                name="associations_association_citywide_without_district",
                violation_error_message="En bydækkende forening har ingen bydel. Fjern bydelen eller mærket.",
            ),
            models.CheckConstraint(
                condition=Q(get2sport_end=None)
                | Q(get2sport_start__isnull=False, get2sport_end__gte=F("get2sport_start")),
                name="associations_association_get2sport_in_order",
                violation_error_message="get2sport skal have en startdato, og slutdatoen må ikke ligge før den.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_reason="") | Q(closed_on__isnull=False, closed_reason__regex=r"\S"),
                name="associations_association_closed_has_reason",
                violation_error_message="En lukket forening har både en sidste dag og en årsag. Skriv begge dele.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_on__isnull=False),
                name="associations_association_merged_is_closed",
                violation_error_message="En forening, der er lagt sammen med en anden, er lukket. Skriv sidste dag.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="associations_association_not_merged_into_itself",
                violation_error_message="En forening kan ikke lægges sammen med sig selv. Vælg en anden.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The association's first page."""
        from django.urls import reverse

        return reverse("overview:association-detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether it has been closed, alone or by a merger: its history stays, and it takes part in nothing new."""
        return self.closed_on is not None

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.pk,)

    def clean(self) -> None:
        """Makes an empty CVR number none."""
        self.cvr = self.cvr or None  # an empty text is not a number


class EndsWithItsAssociation(models.Model):
    """What has an `association` and an `end` (None: open) and never lasts longer than a closed association did.

    Asked of the database when it is saved, under the lock that closing takes too.
    """

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises `ValidationError` for what would go on after the association's last day."""
        super().clean()
        row: Any = self
        closed = Association.objects.filter(pk=row.association_id).exclude(closed_on=None).first()
        if closed and closed.closed_on and (row.end is None or row.end > closed.closed_on):
            raise ValidationError(
                f"{closed} er lukket og havde sidste dag {date_text(closed.closed_on)}. "
                "Åbn foreningen igen, hvis den skal have noget nyt.",
                code="closed",
            )
