"""Programme years, and the money set aside for them: funding lines, their amount of each year, reserved posts."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core.constraints import not_blank, period_in_order
from core.periods import Period, months_begun
from partnerships.enums import FundingKind, InstalmentPlan

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_MEETINGS = 52
LONGEST_WAIT = 365  # days


class ProgrammeYear(models.Model):
    """One year's defaults and requirements: whole kroner, hours a week, meetings, members under 25 (R2, R4, R12–R15).

    Its budget is the sum of its funding lines (`partnerships.domain.funding`).
    """

    year = models.PositiveSmallIntegerField(
        "år", unique=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    default_grant = models.PositiveIntegerField("tilskud pr. partnerskab i kr.")
    required_weekly_hours = models.DecimalField("timer om ugen, som kræves", max_digits=4, decimal_places=1)
    required_status_meetings = models.PositiveSmallIntegerField("statusmøder, som kræves", default=2)
    required_network_meetings = models.PositiveSmallIntegerField("netværksmøder, som kræves", default=3)
    minimum_members = models.PositiveIntegerField("medlemmer under 25 år, som mindst ventes", default=150)
    instalments_per_year = models.PositiveSmallIntegerField(
        "rater om året", choices=InstalmentPlan, default=InstalmentPlan.HALVES
    )
    requires_endorsement = models.BooleanField(
        "bestyrelsen godkender handleplaner, før de indsendes", default=False,
        help_text="Så venter en plan, som ressourcepersonen indsender, på formanden.",
    )  # fmt: skip
    # Days over time after which the next one is told of it, too (`reminders.domain.notices`).
    chair_told_after = models.PositiveSmallIntegerField("formanden får besked efter", default=14)
    consultant_told_after = models.PositiveSmallIntegerField("kontaktpersonen får besked efter", default=28)
    manager_told_after = models.PositiveSmallIntegerField("lederen får besked efter", default=56)

    class Meta:
        verbose_name = "programår"
        verbose_name_plural = "programår"
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="partnerships_programmeyear_year_sensible"
            ),
            models.CheckConstraint(
                condition=Q(required_weekly_hours__gte=0, required_weekly_hours__lte=60),
                name="partnerships_programmeyear_hours_sensible",
                violation_error_message="Timer om ugen skal være mellem 0 og 60.",
            ),
            models.CheckConstraint(
                condition=Q(required_status_meetings__lte=MOST_MEETINGS, required_network_meetings__lte=MOST_MEETINGS),
                name="partnerships_programmeyear_meetings_sensible",
                violation_error_message="Skriv højst 52 møder om året af hver slags.",
            ),
            models.CheckConstraint(
                condition=Q(minimum_members__lte=100_000),
                name="partnerships_programmeyear_minimum_sensible",
                violation_error_message="Skriv et antal medlemmer på højst 100.000.",
            ),
            models.CheckConstraint(
                condition=Q(instalments_per_year__in=InstalmentPlan.values),
                name="partnerships_programmeyear_instalments_known",
                violation_error_message="Vælg en af mulighederne.",
            ),
            models.CheckConstraint(
                condition=Q(
                    chair_told_after__gte=1,
                    consultant_told_after__gte=F("chair_told_after"),
                    manager_told_after__gte=F("consultant_told_after"),
                    manager_told_after__lte=LONGEST_WAIT,
                ),
                name="partnerships_programmeyear_told_in_order",
                violation_error_message="Formanden skal have besked først, så kontaktpersonen og til sidst lederen: "
                "skriv 1 til 365 dage, og aldrig færre end trinnet før.",
            ),
        )

    def __str__(self) -> str:
        return f"Programår {self.year}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class FundingLine(models.Model):
    """Money set aside on the municipal budget for a span of days, both inclusive (*bevilling*, R15a).

    A permanent line has no last day. A conditional one counts only once it is confirmed (R16): `confirmed_by` names
    the committee or meeting. `yearly_amount` is what a whole year brings; a year that the span covers in part gets its
    months' share. None: each year's amount stands alone.
    """

    name = models.CharField("navn", max_length=120)
    reference = models.CharField(
        "beslutning", max_length=200, blank=True, help_text="Fx udvalg, dato og sagsnummer for beslutningen."
    )
    kind = models.CharField("varighed", max_length=20, choices=FundingKind.choices, default=FundingKind.TEMPORARY)
    start = models.DateField("første dag")
    end = models.DateField("sidste dag", null=True, blank=True)
    yearly_amount = models.PositiveIntegerField("beløb for et helt år i kr.", null=True, blank=True)
    conditional = models.BooleanField("betinget", default=False)
    condition = models.CharField(
        "betingelse", max_length=200, blank=True, help_text="Hvad bevillingen venter på, fx at budgettet vedtages."
    )
    confirmed_on = models.DateField("bekræftet den", null=True, blank=True)
    confirmed_by = models.CharField("bekræftet af", max_length=120, blank=True)

    class Meta:
        verbose_name = "bevilling"
        verbose_name_plural = "bevillinger"
        ordering = ("start", "name", "pk")
        constraints = (
            not_blank(name="partnerships_fundingline_name_not_blank", field="name", message="Skriv bevillingens navn."),
            models.UniqueConstraint(
                Lower("name"),
                name="partnerships_fundingline_name_unique",
                violation_error_message="Der er allerede en bevilling med det navn. Vælg et andet.",
            ),
            period_in_order(name="partnerships_fundingline_period_in_order"),
            models.CheckConstraint(
                condition=Q(start__year__gte=FIRST_YEAR) & (Q(end=None) | Q(end__year__lte=LAST_YEAR)),
                name="partnerships_fundingline_span_sensible",
                violation_error_message=f"Skriv dage mellem {FIRST_YEAR} og {LAST_YEAR}.",
            ),
            models.CheckConstraint(
                condition=Q(kind=FundingKind.PERMANENT, end=None) | Q(kind=FundingKind.TEMPORARY, end__isnull=False),
                name="partnerships_fundingline_kind_fits_end",
                violation_error_message="En midlertidig bevilling har en sidste dag. En varig bevilling har ingen.",
            ),
            models.CheckConstraint(
                condition=Q(conditional=True) | Q(confirmed_on=None, condition=""),
                name="partnerships_fundingline_condition_fits",
                violation_error_message="Kun en betinget bevilling har en betingelse og kan bekræftes.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by="")
                | Q(confirmed_on__isnull=False, confirmed_by__regex=r"\S"),
                name="partnerships_fundingline_confirmed_by_somebody",
                violation_error_message="Skriv både, hvornår bevillingen er bekræftet, og af hvem.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()

    @property
    def counts(self) -> bool:
        """Whether its money can be spent: it has no condition, or the condition is met (R16)."""
        return not self.conditional or self.confirmed_on is not None

    @property
    def state_label(self) -> str:
        """How far its condition is, in words; without one that it is settled."""
        if not self.conditional:
            return "Uden betingelse"
        return "Bekræftet" if self.confirmed_on else "Betinget"

    @property
    def last_day(self) -> date:
        """Its last day; for a permanent line the last that can be written."""
        return self.end or date(LAST_YEAR, 12, 31)

    def months_in(self, year: int) -> int:
        """How many calendar months of the year the span touches, 0–12."""
        return months_begun(Period(self.start, self.last_day), year)


class FundingAmount(models.Model):
    """A funding line's money in one year, whole kroner.

    Triggers hold that the year lies inside the line's span, and that grants and reserved posts stand only where there
    is an amount.
    """

    funding_line = models.ForeignKey(FundingLine, models.PROTECT, related_name="amounts", verbose_name="bevilling")
    programme_year = models.ForeignKey(
        ProgrammeYear, models.CASCADE, related_name="funding_amounts", verbose_name="programår"
    )
    amount = models.PositiveIntegerField("beløb i kr.")
    override_reason = models.CharField(
        "begrundelse for andet beløb", max_length=200, blank=True,
        help_text="Udfyldes, når beløbet ikke følger af bevillingens beløb for et helt år og antal måneder.",
    )  # fmt: skip

    class Meta:
        verbose_name = "bevillingens beløb"
        verbose_name_plural = "bevillingernes beløb"
        ordering = ("programme_year", "funding_line")
        constraints = (
            models.UniqueConstraint(
                fields=["funding_line", "programme_year"],
                name="partnerships_fundingamount_one_per_year",
                violation_error_message="Bevillingen har allerede et beløb i det år.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.funding_line} {self.programme_year.year}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()


class ReservedPost(models.Model):
    """Money of a line's year set aside for something else than grants: reserved, never free (R16)."""

    funding_line = models.ForeignKey(
        FundingLine, models.PROTECT, related_name="reserved_posts", verbose_name="bevilling"
    )
    programme_year = models.ForeignKey(
        ProgrammeYear, models.CASCADE, related_name="reserved_posts", verbose_name="programår"
    )
    title = models.CharField("formål", max_length=120)
    amount = models.PositiveIntegerField("beløb i kr.")

    class Meta:
        verbose_name = "reserveret post"
        verbose_name_plural = "reserverede poster"
        ordering = ("programme_year", "title", "pk")
        constraints = (
            not_blank(name="partnerships_reservedpost_title_not_blank", field="title", message="Skriv formålet."),
            models.UniqueConstraint(
                "programme_year",
                "funding_line",
                Lower("title"),
                name="partnerships_reservedpost_title_unique_in_year",
                violation_error_message="Der er allerede en reserveret post med det formål på bevillingen i det år.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.programme_year.year}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return ()
