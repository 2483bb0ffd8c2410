"""What the pages of runs show: how far a run is, its jobs, and whether its reports still say what the register says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Max, Q, QuerySet
from django.utils import timezone

from core.leases import JobState
from reporting.models import ReportJob, ReportRun, StatusReport

STALLED_AFTER = timedelta(seconds=30)
DONE, FAILED = Q(state=JobState.DONE), Q(state=JobState.FAILED)


@dataclass(frozen=True)
class Progress:
    """How far a run is. `seconds_left` is None until it can be told; `waiting`: nobody has begun for a while."""

    total: int
    done: int
    failed: int
    running: int
    unchanged: int
    seconds_left: int | None
    waiting: bool

    @property
    def ended(self) -> int:
        return self.done + self.failed

    @property
    def is_finished(self) -> bool:
        return self.ended == self.total

    @property
    def left_text(self) -> str:
        """`ca. 12 sekunder tilbage`, `ca. 3 minutter tilbage`; empty when it cannot be told."""
        if self.seconds_left is None:
            return ""
        if self.seconds_left < 90:
            unit = "sekund" if self.seconds_left == 1 else "sekunder"
            return f"ca. {self.seconds_left} {unit} tilbage"
        return f"ca. {round(self.seconds_left / 60)} minutter tilbage"


def progress(run: ReportRun, now: datetime | None = None) -> Progress:
    """How far the run is, from its rows: one query, however many jobs."""
    now = now or timezone.now()
    ended = DONE | FAILED
    found = run.jobs.order_by().aggregate(
        total=Count("pk"),
        done=Count("pk", filter=DONE),
        failed=Count("pk", filter=FAILED),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        unchanged=Count("pk", filter=Q(outcome="unchanged")),
        took=Avg(F("finished_at") - F("started_at"), filter=ended),
        begun=Max("started_at"),
        finished=Max("finished_at"),
        queued=Max("queued_at"),
    )
    still_open = found["total"] - found["done"] - found["failed"]
    left = None
    if still_open and found["took"] is not None:
        # As many work side by side as are at it just now.
        left = max(1, round(found["took"].total_seconds() * still_open / max(found["running"], 1)))
    signs = [moment for moment in (found["begun"], found["finished"], found["queued"]) if moment]
    return Progress(
        total=found["total"],
        done=found["done"],
        failed=found["failed"],
        running=found["running"],
        unchanged=found["unchanged"],
        seconds_left=left,
        waiting=bool(still_open) and now - max(signs, default=now) > STALLED_AFTER,
    )


def runs_with_counts(rows: QuerySet[ReportRun]) -> QuerySet[ReportRun]:
    """Runs with how many jobs they have, are done and have failed, for the list."""
    return rows.select_related("requested_by", "consultant", "association").annotate(
        total=Count("jobs"), done=Count("jobs", filter=Q(jobs__state=JobState.DONE)),
        failed=Count("jobs", filter=Q(jobs__state=JobState.FAILED)),
    ).order_by("-requested_at", "-pk")  # fmt: skip


def jobs_in_order(run: ReportRun) -> QuerySet[ReportJob]:
    """The run's jobs for showing: the programme first, then by name."""
    return run.jobs.select_related("association", "report").order_by(
        F("association__sort_key").asc(nulls_first=True), "pk"
    )


def newest_run(user_runs: QuerySet[ReportRun]) -> ReportRun | None:
    """The latest run."""
    return user_runs.order_by("-requested_at", "-pk").first()


def programme_reports() -> list[StatusReport]:
    """The newest version of the programme's report of each year, the newest year first."""
    rows = StatusReport.objects.filter(association=None).latest_versions()
    return sorted(rows, key=lambda report: -report.year)
