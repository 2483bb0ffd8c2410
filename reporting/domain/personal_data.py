"""Reports that name a person, and for how long reports and runs are kept (R20)."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from associations.models import BoardMember, Employment
from core import clock
from core.formats import date_text, plural
from core.periods import years_after
from core.registry import Expired, Held, PersonalData, Retention, Subject, personal_data, retentions
from partnerships.models import ContactPerson
from reporting.models import ReportJob, ReportRun, StatusReport
from workflow import audit

RUNS = "Hvornår rapporter er bestilt, hører til deres historik. Det bliver stående uden navn."


def kept_because() -> str:
    """Why delivered reports are not changed."""
    years = settings.REPORT_RETENTION_YEARS
    how_long = f"i {plural(years, 'år', 'år')} efter leveringen" if years else "uden tidsgrænse"
    return f"Leverede rapporter er dokumenter, som ikke ændres. De opbevares {how_long} og slettes derefter helt."


def held(subject: Subject) -> Iterator[Held]:
    """Delivered reports of associations in years in which the person was employed, on the board, or contact person."""
    about = _about(subject)
    reports = StatusReport.objects.filter(about).select_related("association") if about else []
    lines = [
        f"{report}, version {report.version}, leveret {date_text(timezone.localdate(report.created_at))}"
        for report in reports
    ]
    if lines:
        yield Held("Leverede rapporter, der kan nævne personen", tuple(lines), stays_because=kept_because())
    runs = ReportRun.objects.filter(requested_by=subject.user_id) if subject.user_id else []
    ordered = [f"{date_text(timezone.localdate(run.requested_at))}: statusrapporter for {run.year}" for run in runs]
    if ordered:
        yield Held("Bestilte rapporter", tuple(ordered), stays_because=RUNS)


def _about(subject: Subject) -> Q | None:
    """Reports for the years that the person's periods touch; the report of a year looks one year ahead."""
    periods = [
        *Employment.objects.filter(person=subject.person_id).values_list("association_id", "start", "end"),
        *BoardMember.objects.filter(person=subject.person_id).values_list("association_id", "start", "end"),
        *ContactPerson.objects.filter(consultant=subject.user_id).values_list("association_id", "start", "end"),
    ]
    found: Q | None = None
    for association_id, start, end in periods:
        last = (end or clock.today()).year
        part = Q(association=association_id, year__gte=start.year - 1, year__lte=last)
        found = part if found is None else found | part
    return found


def keep(subject: Subject, by: User | None) -> None:
    """Delivered reports stay as they are; the name goes from the runs with the account."""


def expired_reports(years: int, day: date) -> Iterator[Expired]:
    """Versions that were delivered more than `years` years ago."""
    old = StatusReport.objects.filter(created_at__date__lt=years_after(day, -years)).select_related("association")
    for report in old:
        delivered = timezone.localdate(report.created_at)
        yield Expired(report.pk, f"{report}, version {report.version}", years_after(delivered, years))


@transaction.atomic
def delete_reports(ids: Collection[int], by: Any) -> None:
    """Deletes versions with their traces, the jobs that made them, and after the transaction their files."""
    reports = list(StatusReport.objects.filter(pk__in=ids).select_related("association"))
    ReportJob.objects.filter(report__in=reports).delete()
    audit.delete_many(reports, by=by)
    for report in reports:
        transaction.on_commit(partial(report.file.storage.delete, report.file.name))


def expired_runs(years: int, day: date) -> Iterator[Expired]:
    """Runs that ended more than `years` years ago."""
    for run in ReportRun.objects.filter(finished_at__date__lt=years_after(day, -years)):
        ended = timezone.localdate(run.finished_at)
        what = f"Kørsel for {run.year}, sat i gang {date_text(timezone.localdate(run.requested_at))}"
        yield Expired(run.pk, what, years_after(ended, years))


def delete_runs(ids: Collection[int], by: Any) -> None:
    """Deletes runs with their jobs; what they delivered stays for its own time."""
    ReportRun.objects.filter(pk__in=ids).exclude(finished_at=None).delete()


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(PersonalData("reports", "Rapporter", 80, held, keep))
    retentions.register(
        Retention("reports", "Leverede rapporter", 30, "REPORT_RETENTION_YEARS", expired_reports, delete_reports)
    )
    retentions.register(Retention("runs", "Kørsler af rapporter", 40, "RUN_RETENTION_YEARS", expired_runs, delete_runs))
