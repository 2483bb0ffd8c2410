"""A throw-away installation for benchmarks: real services, gunicorn and worker processes, as in production.

with installation() as site:
    site.manage("seed_demo")
    site.start_web()
    site.start_worker()
    ...  # ask `site.address` for pages, `site.manage` for runs
    write_figures("pages", {"association_list_ms": 31.5})
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from dev.console import DevError, say
from dev.environment import demo_environment
from dev.paths import ROOT, VAR
from dev.processes import die_with_make, spawn, stop, wait_until
from dev.services import temporary_services
from dev.valkey import free_port

RESULTS = VAR / "bench"


class Installation:
    """Services that run, a migrated database, and programs to start. `environment` is what every program is given."""

    def __init__(self, urls: Mapping[str, str], folder: Path, extra: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = VAR / "bench" / "programs.log"
        self.environment = demo_environment(urls, port=self.port, folder=folder) | {
            "STATIC_ROOT": str(folder / "static"),
            "SITE_URL": self.address,
            **extra,
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` and return what it printed. Raises DevError with its last line when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise DevError(f"manage.py {arguments[0]} failed:\n{done.stdout.strip()}")
        return done.stdout

    def in_django(self) -> None:
        """Set up Django in this process on the installation's database, to read or write rows directly."""
        os.environ.update(self.environment)
        import django

        django.setup()

    def start_web(self, *, processes: int = 2, threads: int = 1) -> None:
        """Start gunicorn and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}", "--preload"]
        command += [
            "--workers",
            str(processes),
            "--threads",
            str(threads),
            "--no-control-socket",
            "--log-level",
            "warning",
        ]
        self.web = self._spawn(command, death_signal=signal.SIGQUIT)
        if not wait_until(self._answers, seconds=30):
            raise DevError(f"gunicorn did not start: see {self.log.relative_to(ROOT)}")

    def start_worker(self, *, processes: int = 2, options: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """Start a Celery worker and wait until it takes tasks. `options` are added to its command line."""
        before = self._said()
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--loglevel", "INFO"]
        command += ["--concurrency", str(processes), "--without-gossip", "--without-mingle", *options]
        worker = self._spawn(command, death_signal=signal.SIGKILL)
        self.workers.append(worker)
        if not wait_until(lambda: " ready." in self._said()[len(before) :] or worker.poll() is not None, seconds=30):
            raise DevError(f"The worker did not start: see {self.log.relative_to(ROOT)}")
        return worker

    def worker_memory(self, worker: subprocess.Popen[bytes]) -> dict[int, int]:
        """Return the resident memory in bytes of each process that runs tasks for `worker`, by process number."""
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        pages = {int(pid): int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children}
        return {pid: count * os.sysconf("SC_PAGE_SIZE") for pid, count in pages.items()}

    def stop_programs(self) -> None:
        """Stop gunicorn and all workers; the services stay."""
        for process in (self.web, *self.workers):
            if process:
                stop(process, [signal.SIGTERM, signal.SIGQUIT], seconds=3)
        self.web, self.workers = None, []

    def _spawn(self, command: list[str], *, death_signal: int) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return spawn(command, death_signal=death_signal, cwd=ROOT, env=self.environment, output=output.fileno())

    def _answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/health/"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def _said(self) -> str:
        return self.log.read_text(errors="replace")


@contextlib.contextmanager
def installation(**variables: str) -> Iterator[Installation]:
    """Yield a migrated throw-away installation; `variables` change its environment. Everything is gone afterwards.

    The servers write to disk as safely as with `make run`, so that the figures hold for a real installation.
    """
    die_with_make()
    RESULTS.mkdir(parents=True, exist_ok=True)
    with temporary_services(durable=True) as (services, folder):
        site = Installation(services.urls, folder, variables)
        site.log.write_bytes(b"")
        site.manage("migrate", "--verbosity", "0")
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        try:
            yield site
        finally:
            site.stop_programs()


def write_figures(name: str, figures: Mapping[str, object]) -> Path:
    """Write the figures to `var/bench/<name>.json`, show them, and return the file."""
    file = RESULTS / f"{name}.json"
    RESULTS.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**figures, "measured": time.strftime("%Y-%m-%d")}, indent=2, ensure_ascii=False) + "\n")
    say(file.read_text().rstrip())
    return file
