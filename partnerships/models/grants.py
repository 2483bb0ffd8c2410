"""Grants: one year's money under one partnership, from one funding line (R2, R15a)."""

from django.db import models
from django.db.models import Q

from partnerships.models.partnerships import Partnership
from partnerships.models.programme import FundingLine, ProgrammeYear


class Grant(models.Model):
    """One year's money under one partnership, in whole kroner (R2).

    A grant that something was paid of, or that has an account, is never deleted: when the partnership no longer covers
    the year, it stands with no months and no money.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="grants", verbose_name="partnerskab")
    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="grants", verbose_name="programår")
    funding_line = models.ForeignKey(FundingLine, models.PROTECT, related_name="grants", verbose_name="bevilling")
    months = models.PositiveSmallIntegerField("måneder")
    amount = models.PositiveIntegerField("beløb i kr.")
    override_reason = models.CharField(
        "begrundelse for andet beløb", max_length=200, blank=True,
        help_text="Udfyldes, når beløbet ikke følger af årets tilskud og antal måneder.",
    )  # fmt: skip

    class Meta:
        verbose_name = "tilskud"
        verbose_name_plural = "tilskud"
        ordering = ("partnership", "programme_year")
        constraints = (
            models.UniqueConstraint(fields=["partnership", "programme_year"], name="partnerships_grant_one_per_year"),
            models.CheckConstraint(
                condition=Q(months__gte=0, months__lte=12), name="partnerships_grant_months_in_a_year"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1) | Q(amount=0, override_reason=""),
                name="partnerships_grant_no_months_no_money",
            ),
        )

    def __str__(self) -> str:
        return f"Tilskud {self.programme_year.year}"

    def association_ids(self) -> list[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        return self.partnership.association_ids()
