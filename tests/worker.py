"""A real Celery worker process for tests, on the test database and the Valkey database of this xdist worker."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import redis
from celery import current_app
from django.conf import settings
from django.db import connection

from dev.paths import ROOT
from dev.processes import spawn, stop, wait_until


class WorkerProcess:
    """`start`, `kill` (like `kill -9` of the worker with its children), `stop`; what it says stands in `log`."""

    def __init__(self, log: Path, *, concurrency: int = 2, options: tuple[str, ...] = ()) -> None:
        self.log, self.concurrency, self.options = log, concurrency, options
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the main process's number. Its children are the ones that run tasks."""
        assert self.process is not None, "the worker has not been started"
        return self.process.pid

    def start(self) -> None:
        """Start the worker and wait until it takes tasks."""
        before = self.log.stat().st_size if self.log.exists() else 0
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
        command += ["--concurrency", str(self.concurrency), "--without-gossip", "--without-mingle", *self.options]
        with self.log.open("ab") as output:
            self.process = spawn(
                command, death_signal=signal.SIGKILL, cwd=ROOT, env=_environment(), output=output.fileno()
            )
        process = self.process
        wait_until(lambda: " ready." in self._said(before) or process.poll() is not None, seconds=30)
        assert process.poll() is None, f"The worker did not start:\n{self._said(before)}"

    def kill(self) -> None:
        """Kill the worker at once, children included, as when the machine fails."""
        os.killpg(self.pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def stop(self) -> None:
        """End the worker and all it started."""
        if self.process is not None:
            stop(self.process, [])  # at once: nobody waits for what it was doing

    def _said(self, before: int) -> str:
        return self.log.read_bytes()[before:].decode(errors="replace")


def empty_queues() -> None:
    """Forget tasks that earlier tests have sent: nobody was there to run them, and nobody shall."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete(current_app.conf.task_default_queue, "unacked", "unacked_index")


def _environment() -> dict[str, str]:
    database = connection.settings_dict
    host = quote(database["HOST"], safe="")
    account = quote(database["USER"], safe="") + (
        f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    )
    port = f":{database['PORT']}" if database["PORT"] else ""
    return os.environ | {
        "DATABASE_URL": f"postgres://{account}@{host}{port}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "PYTHONWARNINGS": "ignore",
    }
