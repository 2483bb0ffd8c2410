"""What `dev.bench.reports` asks of an installation's database, run as a program of its own with its environment.

Each command prints one JSON value. Only rows are read and runs started: reports are made by the worker processes.
"""

import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

from accounts.models import User  # noqa: E402 — Django must be set up first
from associations.models import Association  # noqa: E402
from dev.bench.data import session_of  # noqa: E402
from reporting.domain import runs  # noqa: E402
from reporting.enums import Scope  # noqa: E402
from reporting.models import ReportJob, ReportRun, StatusReport  # noqa: E402

LOOK_EVERY_SECONDS = 0.01
PATIENCE_SECONDS = 600


def session() -> str:
    """Sign a consultant in; print the cookie."""
    return session_of(User.objects.filter(staff_role="consultant").order_by("pk")[0])


def wait(run_id: str) -> dict[str, object]:
    """Wait for the run; print when it ended and what each of its jobs took."""
    run = _ended(ReportRun.objects.get(pk=int(run_id)))
    jobs = list(run.jobs.select_related("report").order_by("pk"))
    assert run.finished_at is not None  # noqa: S101 — a benchmark
    return {"finished": run.finished_at.timestamp(), "jobs": [_figures(job) for job in jobs]}


def forget(year: str) -> int:
    """Remove the year's runs and versions, so that the next run draws all of them again."""
    ReportRun.objects.filter(year=int(year)).delete()
    return StatusReport.objects.filter(year=int(year)).delete()[0]


def one_by_one(year: str, number: str) -> list[dict[str, object]]:
    """Have `number` associations' reports of the year made, each by a run of its own; print what each took."""
    made = []
    for association in Association.objects.order_by("pk")[: int(number)]:
        run, _ = runs.start_run(year=int(year), scope=Scope.ASSOCIATION, association=association, by=None)
        made += [_figures(job) for job in _ended(run).jobs.select_related("report")]
    return made


def _ended(run: ReportRun) -> ReportRun:
    patience = time.monotonic() + PATIENCE_SECONDS
    while run.finished_at is None:
        if time.monotonic() > patience:
            raise SystemExit(f"run {run.pk} did not end")
        time.sleep(LOOK_EVERY_SECONDS)
        run.refresh_from_db()
    return run


def _figures(job: ReportJob) -> dict[str, object]:
    if job.report is None:
        raise SystemExit(f"{job.subject}: {job.error}")
    seconds = (job.build_seconds or 0) + (job.render_seconds or 0)
    return {
        "programme": job.association_id is None,
        "outcome": job.outcome,
        "seconds": seconds,
        "build_seconds": job.build_seconds,
        "pages": job.report.pages,
    }


COMMANDS: dict[str, Callable[..., object]] = {
    "session": session,
    "wait": wait,
    "forget": forget,
    "one-by-one": one_by_one,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
