"""/health/ and /health/ready/: each part that fails is named, with its reason, and the answer is then 503."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from celery.schedules import crontab
from django.db import OperationalError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from core.jobs import register_scheduled_jobs, scheduled_job
from core.models import ScheduledJobRun
from core.tasks import HEARTBEAT, heartbeat
from dev.processes import wait_until

SCHEDULE = {
    "heartbeat": {"task": "core.tasks.heartbeat", "schedule": 10.0},
    "nightly": {"task": "nightly", "schedule": crontab(hour=3, minute=0)},
    "hourly": {"task": "hourly", "schedule": timedelta(hours=1)},
}


@pytest.fixture
def schedule() -> Iterator[None]:
    ours = current_app.conf.beat_schedule
    current_app.conf.beat_schedule = SCHEDULE  # Celery's settings cannot be patched: they have no attributes to delete
    yield
    current_app.conf.beat_schedule = ours


@pytest.fixture
def ready(db: None, schedule: None) -> None:
    """A worker has just given a sign of life, and no job has been waiting."""
    heartbeat()


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health/ready/")
    return response.status_code, response.json()


def reason(client: Client, part: str) -> str:
    """The reason of the only part that fails."""
    status, body = ask(client)
    assert (status, body["ok"]) == (503, False)
    assert [name for name, found in body["parts"].items() if not found["ok"]] == [part]
    return body["parts"][part]["reason"]


def finished(name: str, ago: timedelta, error: str = "") -> None:
    stamp = timezone.now() - ago
    ScheduledJobRun.objects.update_or_create(
        name=name, defaults={"last_started_at": stamp, "last_finished_at": stamp, "last_error": error}
    )


def test_health_answers_without_sign_in_and_without_database(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert "no-store" in response["Cache-Control"]


def test_health_ready_when_everything_works(client: Client, ready: None) -> None:
    status, body = ask(client)
    assert status == 200
    assert body["ok"] is True
    assert list(body["parts"]) == ["database", "migrations", "broker", "worker", "jobs"]
    assert list(body["parts"]["jobs"]["last_runs"]) == ["hourly", "nightly"]


def test_health_ready_names_a_database_that_does_not_answer(
    client: Client, ready: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at db.example.org refused, password=geheim")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        assert reason(client, "database") == "the database does not answer"


def test_health_ready_counts_migrations_that_are_not_applied(client: Client, ready: None) -> None:
    MigrationRecorder(connection).record_unapplied("core", "0001_initial")
    assert reason(client, "migrations") == "1 migrations are not applied"


def test_health_ready_names_migrations_that_do_not_fit(
    client: Client, ready: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inconsistent(*_args: object) -> None:
        raise InconsistentMigrationHistory("core.0002 is applied before core.0001")

    monkeypatch.setattr(MigrationLoader, "check_consistent_history", inconsistent)
    assert reason(client, "migrations") == "the applied migrations do not fit the code"


def test_health_ready_names_a_broker_that_is_away(client: Client, ready: None, monkeypatch: pytest.MonkeyPatch) -> None:
    away = current_app.connection_for_write("redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app, "connection_for_write", lambda **_options: away.clone())
    assert reason(client, "broker") == "the broker does not answer"


def test_health_ready_without_any_sign_of_life(client: Client, db: None, schedule: None) -> None:
    assert reason(client, "worker") == "no worker has given a sign of life"


def test_health_ready_with_an_old_sign_of_life(client: Client, ready: None) -> None:
    finished(HEARTBEAT, timedelta(seconds=44))
    assert ask(client)[0] == 200
    finished(HEARTBEAT, timedelta(seconds=50))
    assert reason(client, "worker") == "the last sign of life from a worker is 50 seconds old"


def test_health_ready_names_a_job_that_silently_stopped(client: Client, ready: None) -> None:
    finished("hourly", timedelta(minutes=74))
    assert ask(client)[0] == 200
    finished("hourly", timedelta(minutes=76))
    assert reason(client, "jobs") == "hourly: has not run when it should"


def test_health_ready_names_a_nightly_job_that_silently_stopped(client: Client, ready: None) -> None:
    finished("nightly", timedelta(hours=49))
    assert reason(client, "jobs") == "nightly: has not run when it should"


def test_health_ready_names_a_job_that_never_ran(client: Client, ready: None) -> None:
    ScheduledJobRun.objects.filter(name="hourly").update(known_since=timezone.now() - timedelta(hours=3))
    assert reason(client, "jobs") == "hourly: has not run when it should"


def test_health_ready_names_a_job_that_failed_but_not_its_error(client: Client, ready: None) -> None:
    finished("hourly", timedelta(minutes=5), error="ValueError: Mette Jensen")
    assert reason(client, "jobs") == "hourly: the last run failed"
    assert "Mette" not in client.get("/health/ready/").content.decode()


@pytest.mark.django_db
def test_scheduled_job_records_success_and_failure() -> None:
    outcomes = iter([None, ValueError("no such year")])

    @scheduled_job("report")
    def report() -> str:
        outcome = next(outcomes)
        if outcome:
            raise outcome
        return "done"

    assert report() == "done"
    run = ScheduledJobRun.objects.get(name="report")
    assert run.last_started_at is not None
    assert run.last_finished_at is not None
    assert run.last_finished_at >= run.last_started_at
    assert run.last_error == ""
    with pytest.raises(ValueError, match="no such year"):
        report()
    run.refresh_from_db()
    assert run.last_error == "ValueError: no such year"


@pytest.mark.django_db
def test_register_scheduled_jobs_keeps_what_is_known(schedule: None) -> None:
    finished("hourly", timedelta(minutes=5))
    register_scheduled_jobs()
    register_scheduled_jobs()
    assert {run.name: run.last_started_at is not None for run in ScheduledJobRun.objects.all()} == {
        "heartbeat": False,
        "hourly": True,
        "nightly": False,
    }


def test_every_job_of_the_schedule_records_its_runs() -> None:
    current_app.loader.import_default_modules()
    for name, entry in current_app.conf.beat_schedule.items():
        task = current_app.tasks[entry["task"]]
        assert getattr(task.run, "scheduled_job", None) == name, entry["task"]


@pytest.mark.celery_worker
@pytest.mark.slow
def test_worker_gives_a_sign_of_life_when_it_comes_up(client: Client, celery_worker_process: Any) -> None:
    assert wait_until(lambda: ScheduledJobRun.objects.filter(last_finished_at__isnull=False).exists(), seconds=10)
    assert ask(client)[1]["parts"]["worker"]["ok"] is True
