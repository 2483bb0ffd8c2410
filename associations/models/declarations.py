"""The yearly declaration that child-protection certificates (*børneattester*) are obtained; never these (R15a)."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DateField, F, Func, Q, Value

from associations.models.association import Association
from associations.models.counts import FIRST_YEAR, LAST_YEAR
from associations.models.people import AssociationOwnedQuerySet
from core.constraints import not_blank


class ChildProtectionDeclaration(models.Model):
    """That the association has declared for `year`, on which day, and who declared it (a name as it was written)."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="child_protection_declarations", verbose_name="forening"
    )
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    declared_on = models.DateField("erklæret den")
    declared_by = models.CharField("erklæret af", max_length=120)

    objects = AssociationOwnedQuerySet["ChildProtectionDeclaration"].as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        verbose_name = "børneattesterklæring"
        verbose_name_plural = "børneattesterklæringer"
        ordering = ("association", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=["association", "year"],
                name="associations_childprotectiondeclaration_one_per_year",
                violation_error_message="Foreningen har allerede erklæret for det år.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="associations_childprotectiondeclaration_year_sensible",
            ),
            models.CheckConstraint(
                condition=Q(
                    declared_on__gte=Func(F("year"), Value(1), Value(1), function="make_date", output_field=DateField())
                ),
                name="associations_childprotectiondeclaration_not_before_year",
                violation_error_message="Datoen ligger før det år, erklæringen gælder. Ret datoen eller året.",
            ),
            not_blank(
                name="associations_childprotectiondeclaration_declared_by_not_blank",
                field="declared_by",
                message="Skriv, hvem der har afgivet erklæringen.",
            ),
        )

    def __str__(self) -> str:
        return f"Børneattesterklæring {self.year} for {self.association}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
