"""The focus areas (*indsatsområder*, R8): data with a validity, because area 6 came in 2020."""

from django.db import models
from django.db.models import F, Q

from core.constraints import not_blank


class FocusAreaQuerySet(models.QuerySet["FocusArea"]):
    """Focus areas by validity."""

    def of_plan_starting(self, year: int) -> "FocusAreaQuerySet":
        """The areas of plans whose first year this is, in order (R8)."""
        begun = Q(first_year=None) | Q(first_year__lte=year)
        return self.filter(begun, Q(last_year=None) | Q(last_year__gte=year)).order_by("number", "pk")


class FocusArea(models.Model):
    """What an association works on. Holds for plans that start in `first_year`..`last_year`, both inclusive or open.

    `explanation` tells in plain words what the area is about, `questions` what is worth thinking of (one per line).
    """

    key = models.SlugField("nøgle", max_length=40, unique=True)
    number = models.PositiveSmallIntegerField("nummer")
    name = models.CharField("navn", max_length=120)
    short_name = models.CharField("kort navn", max_length=40)
    explanation = models.TextField("forklaring")
    questions = models.TextField("spørgsmål at tænke over", blank=True)
    first_year = models.PositiveSmallIntegerField("for planer fra", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("for planer til", null=True, blank=True)

    objects = FocusAreaQuerySet.as_manager()

    class Meta:
        verbose_name = "indsatsområde"
        verbose_name_plural = "indsatsområder"
        ordering = ("number", "pk")
        constraints = (
            not_blank(name="actionplans_focusarea_name_not_blank", field="name", message="Skriv områdets navn."),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(first_year=None) | Q(last_year__gte=F("first_year")),
                name="actionplans_focusarea_years_in_order",
                violation_error_message="Det sidste år skal være det første år eller senere.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()
