"""Member counts as of 31 December (R14). Age bands are data, because the register has changed them."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.permissions import AnyUser
from associations import access
from associations.enums import CountingRule, CountSource, Gender
from associations.models.association import Association
from core.constraints import one_of

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_MEMBERS = 99_999


class AgeBand(models.Model):
    """Ages `lower`..`upper`, both inclusive; `upper` is null for "and older". `in_use`: shown in new counts."""

    lower = models.PositiveSmallIntegerField("fra alder")
    upper = models.PositiveSmallIntegerField("til alder", null=True, blank=True)
    in_use = models.BooleanField("bruges i nye tal", default=True)

    class Meta:
        verbose_name = "aldersgruppe"
        verbose_name_plural = "aldersgrupper"
        ordering = ("lower", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["lower", "upper"], nulls_distinct=False, name="associations_ageband_ages_unique"
            ),
            models.CheckConstraint(
                condition=Q(upper=None) | Q(upper__gte=F("lower")), name="associations_ageband_ages_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.lower}+ år" if self.upper is None else f"{self.lower}–{self.upper} år"

    @property
    def is_under_25(self) -> bool:
        """Whether everybody in the band is younger than 25 (R14)."""
        return self.upper is not None and self.upper < 25

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class MemberCountQuerySet(models.QuerySet["MemberCount"]):
    """Member counts, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "MemberCountQuerySet":
        """The rows of associations that the user may see (R19)."""
        return access.limited_to_visible(self, user, path="association")


class MemberCount(models.Model):
    """One association's members on 31 December of `year`, in persons.

    `under_25` and `total` are computed by the database from the cells (triggers in migration 0002): `under_25`
    is null until women and men are given for every age below 25, `total` until one cell is given. Never written here.
    The same triggers refuse age bands that overlap within one count.
    """

    association = models.ForeignKey(Association, models.CASCADE, related_name="member_counts", verbose_name="forening")
    year = models.PositiveSmallIntegerField(
        "år", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    under_25 = models.PositiveIntegerField("medlemmer under 25 år", null=True, editable=False)
    total = models.PositiveIntegerField("medlemmer i alt", null=True, editable=False)
    counting_rule = models.CharField("optælling", max_length=20, choices=CountingRule, default=CountingRule.ONCE)
    source = models.CharField("kilde", max_length=20, choices=CountSource, default=CountSource.REGISTER)
    note = models.CharField("bemærkning", max_length=500, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = MemberCountQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"under_25", "total", "version"})

    class Meta:
        verbose_name = "medlemstal"
        verbose_name_plural = "medlemstal"
        ordering = ("association", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=["association", "year"],
                name="associations_membercount_one_per_year",
                violation_error_message="Der findes allerede medlemstal for foreningen i det år.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="associations_membercount_year_sensible"
            ),
            one_of(
                name="associations_membercount_counting_rule_known",
                field="counting_rule",
                values=CountingRule.values,
            ),
            one_of(name="associations_membercount_source_known", field="source", values=CountSource.values),
        )

    def __str__(self) -> str:
        return f"Medlemstal {self.year} for {self.association}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)


class MemberCountCell(models.Model):
    """Members of one age band and gender. No row: not reported. 0: reported as none (R14)."""

    member_count = models.ForeignKey(MemberCount, models.CASCADE, related_name="cells", verbose_name="medlemstal")
    age_band = models.ForeignKey(AgeBand, models.PROTECT, verbose_name="aldersgruppe")
    gender = models.CharField("køn", max_length=6, choices=Gender)
    members = models.PositiveIntegerField("medlemmer")

    class Meta:
        verbose_name = "tal"
        verbose_name_plural = "tal"
        ordering = ("member_count", "age_band", "gender")
        constraints = (
            models.UniqueConstraint(
                fields=["member_count", "age_band", "gender"], name="associations_membercountcell_unique"
            ),
            one_of(name="associations_membercountcell_gender_known", field="gender", values=Gender.values),
            models.CheckConstraint(
                condition=Q(members__lte=MOST_MEMBERS),
                name="associations_membercountcell_members_sensible",
                violation_error_message="Skriv et helt tal fra 0 til 99.999.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.age_band}, {self.get_gender_display().lower()}"
