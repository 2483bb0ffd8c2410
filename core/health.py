"""Is the installation alive and ready to work? JSON for load balancers and monitoring; no sign-in, no secrets."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from core.models import ScheduledJobRun
from core.tasks import HEARTBEAT

logger = logging.getLogger(__name__)

HEARTBEAT_LIMIT = timedelta(seconds=45)
# A job may wait behind a long run of reports before it counts as late.
LATE_AFTER = timedelta(minutes=15)

Part = dict[str, Any]


@never_cache
@require_safe
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Say that the web process answers; nothing else is asked."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
@login_not_required
def health_ready(request: HttpRequest) -> JsonResponse:
    """Say part by part whether everything works; 503 when one part does not, with its reason."""
    parts: dict[str, Part] = {"database": _part(_database_reason)}
    if parts["database"]["ok"]:
        parts["migrations"] = _part(_migrations_reason)
    parts["broker"] = _part(_broker_reason)
    if parts.get("migrations", {}).get("ok"):
        now = timezone.now()
        parts["worker"] = _worker(now)
        parts["jobs"] = _jobs(now)
    ready = all(part["ok"] for part in parts.values())
    return JsonResponse({"ok": ready, "parts": parts}, status=200 if ready else 503)


def _part(reason: Callable[[], str]) -> Part:
    text = reason()
    return {"ok": not text, "reason": text}


def _database_reason() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.warning("Health: %s", error)  # the log may name the server, the page may not
        return "the database does not answer"
    return ""


def _migrations_reason() -> str:
    try:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
    except (InconsistentMigrationHistory, ImproperlyConfigured) as error:
        logger.warning("Health: %s", error)
        return "the applied migrations do not fit the code"
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations are not applied" if waiting else ""


def _broker_reason() -> str:
    try:
        with current_app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
            broker.default_channel.client.ping()
    except broker_errors() as error:
        logger.warning("Health: %s", error)
        return "the broker does not answer"
    return ""


def broker_errors() -> tuple[type[Exception], ...]:
    """Return what the transport in use raises when the broker is away."""
    transport = current_app.connection_for_write().transport
    return (OperationalError, OSError, *transport.connection_errors, *transport.channel_errors)


def _worker(now: datetime) -> Part:
    beat = ScheduledJobRun.objects.filter(name=HEARTBEAT).first()
    last = beat.last_finished_at if beat else None
    reason = ""
    if last is None:
        reason = "no worker has given a sign of life"
    elif now - last > HEARTBEAT_LIMIT:
        reason = f"the last sign of life from a worker is {int((now - last).total_seconds())} seconds old"
    return {"ok": not reason, "reason": reason, "last_seen": last}


def _jobs(now: datetime) -> Part:
    runs = {run.name: run for run in ScheduledJobRun.objects.all()}
    jobs = {name: _job(runs.get(name), entry["schedule"], now) for name, entry in _schedule() if name != HEARTBEAT}
    late = [f"{name}: {job['reason']}" for name, job in jobs.items() if not job["ok"]]
    return {"ok": not late, "reason": "; ".join(late), "last_runs": jobs}


def _schedule() -> list[tuple[str, dict[str, Any]]]:
    return sorted((current_app.conf.beat_schedule or {}).items())


def _job(run: ScheduledJobRun | None, schedule: Any, now: datetime) -> Part:
    if run is None:  # the next heartbeat registers it
        return {"ok": True, "reason": "", "last_finished_at": None}
    reason = ""
    if run.last_error:
        reason = "the last run failed"  # the error itself may hold names: it stands in the log
    elif _overdue(schedule, run.last_started_at or run.known_since, now) > LATE_AFTER:
        reason = "has not run when it should"
    return {"ok": not reason, "reason": reason, "last_finished_at": run.last_finished_at}


def _overdue(schedule: Any, last: datetime, now: datetime) -> timedelta:
    """Return how long ago the run after `last` should have started; negative when it lies ahead."""
    if isinstance(schedule, timedelta):
        return now - last - schedule
    if isinstance(schedule, int | float):
        return now - last - timedelta(seconds=schedule)
    return -timedelta(seconds=schedule.remaining_estimate(last).total_seconds())
