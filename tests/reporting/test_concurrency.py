"""Two at once, and workers killed at any moment: every report is delivered exactly once."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from core.leases import JobState, LeaseLost
from core.pdf import Pdf
from dev.paths import ROOT
from dev.processes import spawn, stop
from reporting.domain import delivery, runs
from reporting.domain.delivery import Drawn
from reporting.enums import Scope
from reporting.models import ReportJob, ReportRun, StatusReport
from tests.reporting.register import YEAR, club, demo, programme, start
from tests.worker import WorkerProcess, _environment, empty_queues

KILLS = 10
SEED = 20231


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Runs the actions in threads that begin together; what they gave or raised."""
    barrier = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            results[place] = action()
        except Exception as error:  # noqa: BLE001 — the test looks at what was raised
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_people_who_start_the_same_run_at_once_get_one_run(consultant, manager, sent):
    programme("Ajax", "BK Skjold")
    begin = [lambda by=by: runs.start_run(year=YEAR, scope=Scope.ALL, by=by) for by in (consultant, manager) * 3]

    answers = at_once(*begin)

    assert ReportRun.objects.count() == 1
    assert {run.pk for run, _ in answers} == {ReportRun.objects.get().pk}
    assert sum(created for _, created in answers) == 1
    assert ReportJob.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_end_the_last_jobs_at_once_end_the_run_once(consultant, sent, monkeypatch):
    programme("Ajax", "BK Skjold", "Cykel")
    run = start(by=consultant)
    jobs = [ReportJob.claim(job.pk) for job in run.jobs.all()]
    sent.clear()
    pdf, drawn = Pdf(b"%PDF-", 1), Drawn("d", "c", timezone.localdate(), 0.1, 0.1)

    at_once(*(lambda job=job: delivery.deliver(job, pdf, drawn) for job in jobs))

    run.refresh_from_db()
    assert run.finished_at is not None
    assert [task for task, _ in sent] == ["reporting.tasks.send_run_mail"]
    assert StatusReport.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_report_from_two_runs_at_once_is_one_version(consultant, sent):
    ajax = club("Ajax")
    first = start(by=consultant, scope=Scope.ASSOCIATION, association=ajax)
    second = start(by=consultant)
    jobs = [ReportJob.claim(run.jobs.get(association=ajax).pk) for run in (first, second)]
    pdf, drawn = Pdf(b"%PDF-", 1), Drawn("d", "c", timezone.localdate(), 0.1, 0.1)

    at_once(*(lambda job=job: delivery.deliver(job, pdf, drawn) for job in jobs))

    assert list(StatusReport.objects.values_list("version", flat=True)) == [1]
    assert sorted(ReportJob.objects.filter(association=ajax).values_list("outcome", flat=True)) == [
        "rendered",
        "unchanged",
    ]
    assert len(default_storage.listdir(f"{delivery.FOLDER}/{YEAR}")[1]) == 1


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_delivers_nothing(consultant, sent):
    ajax = club("Ajax")
    run = start(by=consultant, scope=Scope.ASSOCIATION, association=ajax)
    late = ReportJob.claim(run.jobs.get().pk)
    ReportJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_again = ReportJob.claim(late.pk)

    with pytest.raises(LeaseLost):
        delivery.deliver(late, Pdf(b"%PDF-late", 1), Drawn("d", "c", timezone.localdate(), 0.1, 0.1))

    assert work_again is not None
    assert not StatusReport.objects.exists()
    assert default_storage.listdir(f"{delivery.FOLDER}/{YEAR}")[1] == []


@pytest.mark.slow
@pytest.mark.celery_worker
@pytest.mark.django_db(transaction=True)
def test_a_run_survives_workers_killed_at_ten_random_moments(consultant, settings, tmp_path):
    """Killed like a machine that fails, one process or all; leases, not the broker, bring the jobs back."""
    settings.DEMO_MODE = False
    demo_without_guard()
    empty_queues()
    moments = random.Random(SEED)
    worker = WorkerProcess(tmp_path / "worker.log")
    worker.start()
    beat = start_beat(tmp_path)
    run = start(by=consultant)
    try:
        for _ in range(KILLS):
            time.sleep(moments.uniform(0.05, 1.2))
            victim(worker, moments)
        up_again = time.monotonic()
        wait_for_end(run, seconds=60)
        took = time.monotonic() - up_again
    finally:
        stop(beat, [])
        worker.stop()

    run.refresh_from_db()
    assert run.finished_at is not None, states(run)
    assert took < 60
    assert set(run.jobs.values_list("state", flat=True)) == {JobState.DONE}
    assert StatusReport.objects.count() == 26
    assert set(StatusReport.objects.values_list("version", flat=True)) == {1}
    for report in StatusReport.objects.all():
        assert default_storage.size(report.file.name) == report.size


def demo_without_guard() -> None:
    """The demo register on its own day; its command is refused outside demo mode, its data are not."""
    from django.test import override_settings

    with override_settings(DEMO_MODE=True, DEMO_TODAY=date(2023, 3, 31)):
        demo()


def start_beat(folder: Path) -> subprocess.Popen[bytes]:
    """Beat as a program of its own, as in production."""
    command = [sys.executable, "-m", "celery", "-A", "config", "beat", "-s", str(folder / "beat"), "--pidfile", ""]
    with (folder / "beat.log").open("ab") as log:
        return spawn(command, death_signal=signal.SIGKILL, cwd=ROOT, env=_environment(), output=log.fileno())


def victim(worker: WorkerProcess, moments: random.Random) -> None:
    """Kills one process of the worker that makes reports, or all of it, which is then started again."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    if children and moments.random() < 0.6:
        os.kill(int(moments.choice(children)), signal.SIGKILL)
        return
    worker.kill()
    worker.start()


def wait_for_end(run: ReportRun, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not ReportRun.objects.filter(pk=run.pk, finished_at__isnull=False).exists():
        time.sleep(0.2)


def states(run: ReportRun) -> list[tuple[object, ...]]:
    connection.ensure_connection()
    return list(run.jobs.values_list("pk", "state", "attempts", "error"))
