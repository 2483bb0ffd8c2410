"""Runs, their jobs (one per PDF), and the delivered versions of reports."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Permission
from accounts.permissions import AnyUser, has_permission
from associations import access
from associations.models import Association
from core.constraints import one_of
from core.leases import JobState, LeasedJob
from reporting.enums import Outcome, Scope

FIRST_YEAR, LAST_YEAR = 1990, 2100
PROGRAMME_NAME = "De sociale partnerskaber"
YEAR_VALIDATORS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    """Runs, limited to what a user may see."""

    def visible_to(self, user: AnyUser) -> "ReportRunQuerySet":
        """All runs for those who may see runs, none for others."""
        return self if has_permission(user, Permission.VIEW_REPORT_RUNS) else self.none()


class ReportRun(models.Model):
    """One order of reports: a year and a scope. It is finished when each of its jobs is done or failed.

    `mail_sent_at`: when whoever asked was told of the end; once, however often failed jobs are tried again.
    """

    year = models.PositiveSmallIntegerField("år", validators=YEAR_VALIDATORS)
    scope = models.CharField("omfang", max_length=12, choices=Scope)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="konsulent"
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="forening"
    )
    # None: started by the operator's command.
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="sat i gang af"
    )
    requested_at = models.DateTimeField("sat i gang", default=timezone.now)
    # Names the form that was sent, so that sending it twice starts one run.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    finished_at = models.DateTimeField("færdig", null=True)
    mail_sent_at = models.DateTimeField("besked sendt", null=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "kørsel"
        verbose_name_plural = "kørsler"
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["year", "scope", "consultant", "association"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="reporting_reportrun_one_under_way",
                violation_error_message="Den samme kørsel er allerede i gang.",
            ),
            one_of(name="reporting_reportrun_scope_known", field="scope", values=Scope.values),
            models.CheckConstraint(
                condition=Q(scope=Scope.CONSULTANT.value, consultant__isnull=False)
                | ~Q(scope=Scope.CONSULTANT.value) & Q(consultant=None),
                name="reporting_reportrun_consultant_by_scope",
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.ASSOCIATION.value, association__isnull=False)
                | ~Q(scope=Scope.ASSOCIATION.value) & Q(association=None),
                name="reporting_reportrun_association_by_scope",
            ),
        )

    def __str__(self) -> str:
        return f"Statusrapporter {self.year}: {self.scope_text}"

    @property
    def scope_text(self) -> str:
        """What the run covers, in words; reads the consultant or the association."""
        if self.scope == Scope.CONSULTANT:
            return f"foreninger hos {self.consultant}"
        return str(self.association) if self.scope == Scope.ASSOCIATION else "alle foreninger og programmet"

    @property
    def title(self) -> str:
        """`Statusrapporter for 2022: alle foreninger og programmet`."""
        return f"Statusrapporter for {self.year}: {self.scope_text}"

    def association_ids(self) -> tuple[int, ...]:
        return (self.association_id,) if self.association_id else ()


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    """Delivered versions, limited to what a user may see."""

    def visible_to(self, user: AnyUser) -> "StatusReportQuerySet":
        """Every version for those who may see runs; for others those of associations they may see (R19)."""
        return access.limited_to_visible(self, user, path="association")

    def latest_versions(self) -> "StatusReportQuerySet":
        """The newest version of each subject and year (the programme's subject is no association)."""
        return self.order_by("association_id", "year", "-version").distinct("association_id", "year")


class StatusReport(models.Model):
    """One delivered version of a report: the file as it was, kept for ever. `association` None: the programme's.

    `as_of` is the domain's day on which this content was first drawn up. `data_hash` covers everything else that it
    says, `content_hash` also how that is drawn: templates, stylesheet, fonts, WeasyPrint (ADR 7).
    """

    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="status_reports", verbose_name="forening"
    )
    year = models.PositiveSmallIntegerField("år", validators=YEAR_VALIDATORS)
    version = models.PositiveSmallIntegerField("version")
    data_hash = models.CharField("tallenes kontrolsum", max_length=64)
    content_hash = models.CharField("indholdets kontrolsum", max_length=64)
    as_of = models.DateField("opgjort den")
    file = models.FileField("fil", max_length=200)
    sha256 = models.CharField("filens kontrolsum", max_length=64)
    size = models.PositiveIntegerField("størrelse i byte")
    pages = models.PositiveSmallIntegerField("sider")
    created_at = models.DateTimeField("leveret", default=timezone.now)
    is_demo = models.BooleanField("demodata", default=False)

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        verbose_name = "statusrapport"
        verbose_name_plural = "statusrapporter"
        ordering = ("-year", "association", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["association", "year", "version"],
                nulls_distinct=False,
                name="reporting_statusreport_version_unique",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="reporting_statusreport_version_from_one"),
            models.CheckConstraint(condition=Q(pages__gte=1), name="reporting_statusreport_has_pages"),
        )

    def __str__(self) -> str:
        return f"Statusrapport {self.year} – {self.subject}"

    @property
    def subject(self) -> str:
        """The association's name today, or the programme's."""
        return str(self.association) if self.association_id else PROGRAMME_NAME

    def association_ids(self) -> tuple[int, ...]:
        return (self.association_id,) if self.association_id else ()


class ReportJob(LeasedJob):
    """One PDF of a run: the association's, or the programme's when `association` is None.

    Times in seconds: `build_seconds` for reading and wording, `render_seconds` for the PDF (none when unchanged).
    """

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="jobs", verbose_name="kørsel")
    association = models.ForeignKey(Association, models.PROTECT, null=True, related_name="+", verbose_name="forening")
    outcome = models.CharField("resultat", max_length=10, choices=Outcome, default=Outcome.NONE, blank=True)
    report = models.ForeignKey(StatusReport, models.PROTECT, null=True, related_name="jobs", verbose_name="rapport")
    build_seconds = models.FloatField("tid til indhold", null=True)
    render_seconds = models.FloatField("tid til PDF", null=True)

    class Meta:
        verbose_name = "opgave"
        verbose_name_plural = "opgaver"
        ordering = (F("association__sort_key").asc(nulls_first=True), "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["run", "association"], nulls_distinct=False, name="reporting_reportjob_once_in_run"
            ),
            one_of(name="reporting_reportjob_state_known", field="state", values=JobState.values),
            one_of(name="reporting_reportjob_outcome_known", field="outcome", values=Outcome.values),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE.value) | Q(report__isnull=False),
                name="reporting_reportjob_done_has_report",
            ),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"],
                condition=Q(state__in=[JobState.QUEUED.value, JobState.RUNNING.value]),
                name="reporting_reportjob_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.run_id}"

    @property
    def subject(self) -> str:
        """The association's name today, or the programme's."""
        return str(self.association) if self.association_id else PROGRAMME_NAME

    def association_ids(self) -> tuple[int, ...]:
        return (self.association_id,) if self.association_id else ()


class ReportCheck(models.Model):
    """What the last look found: does this delivered version still say what the register says?

    `seen_event_id` is the newest trace that the look knew of; `changed_on` the domain's day on which it first found the
    content changed, None while it holds. Written by the scheduled check alone, so that lists need not build contents.
    """

    report = models.OneToOneField(StatusReport, models.CASCADE, related_name="check_row", verbose_name="rapport")
    seen_event_id = models.BigIntegerField("set til og med hændelse")
    changed_on = models.DateField("ændret siden", null=True)

    class Meta:
        verbose_name = "kontrol af rapport"
        verbose_name_plural = "kontroller af rapporter"

    def __str__(self) -> str:
        return f"Kontrol af {self.report}"
