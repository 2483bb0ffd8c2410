"""`make run`: everything in one terminal; Ctrl-C stops it all and leaves nothing running."""

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from types import FrameType

from dev.console import DISK_FULL, PROBLEM, DevError, run_command, say
from dev.environment import chosen_port, demo_environment
from dev.paths import ROOT, SIGN_INS, VAR
from dev.processes import die_with_make, spawn, stop
from dev.services import Services, checkout_lock, run_services
from dev.terminal import Terminal

MIGRATION_MEMORY = VAR / "migrations.json"
READY_SECONDS = 60
STOP_SECONDS = 5
# A job that is late because nobody ran Medspil for a week does not keep the demo from being ready.
NEEDED_PARTS = ("database", "migrations", "broker", "worker")


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, a closed terminal, or the death of `make`."""


@dataclasses.dataclass
class Program:
    """One child of ours. `signals` ask it to stop, first kindly, then firmly; the last one also when we are killed."""

    name: str
    command: list[str]
    signals: tuple[int, ...]


def programs(*, host: str, port: int) -> list[Program]:
    """Return the web server, the worker and beat, in the order of their start."""
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "-A", "config"]
    web = [python, "-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"]
    web += [
        "--preload",
        "--no-control-socket",
        "--graceful-timeout",
        "3",
        "--access-logfile",
        "-",
        "--access-logformat",
        "%(m)s %(U)s %(s)s %(M)s ms",
    ]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    worker += ["--include", "dev.worker_children"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(VAR / "beat-schedule"), "--pidfile", ""]
    return [
        Program("web", web, (signal.SIGTERM, signal.SIGQUIT)),
        # A worker that is told to quit while it starts can wait for ever; its children die with it (worker_children).
        Program("worker", worker, (signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL)),
        Program("beat", beat, (signal.SIGTERM,)),
    ]


class Run:
    """One `make run`: its terminal, its children and their end."""

    def __init__(self, *, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.started_at = datetime.now(UTC).isoformat()  # /health/ready/ writes its stamps in the same way
        self.terminal = Terminal()
        self.running: list[tuple[Program, subprocess.Popen[bytes]]] = []

    def everything(self, services: Services) -> None:
        """Prepare, start all programs, say when they are ready, and watch them. Ends only by an exception."""
        self.terminal.hand_over("postgres")
        self.terminal.hand_over("valkey")
        environment = demo_environment(services.urls, port=self.port)
        try:
            self._prepare(environment, embedded=services.postgres is not None)
            for program in programs(host=self.host, port=self.port):
                self._start(program, environment)
            self._watch(services)
        finally:
            self._stop()

    def _prepare(self, environment: dict[str, str], *, embedded: bool) -> None:
        memory = [str(MIGRATION_MEMORY)] if embedded else []
        setup = Program("setup", [sys.executable, "-m", "dev.prepare", *memory], (signal.SIGTERM,))
        process = self._start(setup, environment)
        while process.poll() is None:
            self.terminal.pump(0.05)
        self.terminal.drain()
        self.running.remove((setup, process))
        if process.returncode:
            raise DevError(self._setup_problem())

    def _setup_problem(self) -> str:
        if self.terminal.disk_full:
            return DISK_FULL
        last = self.terminal.last.get("setup", "no message")
        return last.removeprefix(PROBLEM) if last.startswith(PROBLEM) else f"The setup failed: {last}"

    def _start(self, program: Program, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        output = self.terminal.output(program.name)
        process = spawn(program.command, death_signal=program.signals[-1], cwd=ROOT, env=environment, output=output)
        self.terminal.hand_over(program.name)
        self.running.append((program, process))
        return process

    def _watch(self, services: Services) -> None:
        started, ready, asked = time.monotonic(), False, 0.0
        while True:
            self.terminal.pump(0.1)
            self._complain_about_the_dead(services)
            if not ready and time.monotonic() - asked > 0.25:
                waiting_for = self._not_ready()
                asked, ready = time.monotonic(), not waiting_for
                if ready:
                    self._announce()
                elif asked - started > READY_SECONDS:
                    raise DevError(f"Medspil did not become ready in {READY_SECONDS} seconds: {waiting_for}")

    def _complain_about_the_dead(self, services: Services) -> None:
        dead = [(program.name, process.returncode) for program, process in self.running if process.poll() is not None]
        server = services.dead()
        if not dead and not server:
            return
        self.terminal.drain()
        who = server or f"{dead[0][0]} (exit code {dead[0][1]})"
        raise DevError(
            f"{DISK_FULL if self.terminal.disk_full else ''} {who} stopped by itself; stopped the rest.".strip()
        )

    def _not_ready(self) -> str:
        """Return what /health/ready/ says is missing, an empty text when nothing is."""
        address = f"http://127.0.0.1:{self.port}/health/ready/"
        try:
            with urllib.request.urlopen(address, timeout=3) as answer:
                body = json.load(answer)
        except urllib.error.HTTPError as error:
            with contextlib.suppress(ValueError):
                return self._missing(json.load(error)["parts"])
            return f"{address} answers {error.code}"
        except (OSError, ValueError) as error:
            return str(error)
        return self._missing(body["parts"])

    def _missing(self, parts: dict[str, dict[str, str]]) -> str:
        missing = [name for name in NEEDED_PARTS if not parts.get(name, {}).get("ok")]
        if not missing and parts["worker"]["last_seen"] < self.started_at:
            return "worker: the last sign of life is from an earlier run"
        return "; ".join(f"{name}: {parts.get(name, {}).get('reason', 'unknown')}" for name in missing)

    def _announce(self) -> None:
        sign_ins = SIGN_INS.read_text().rstrip() if SIGN_INS.exists() else ""
        say(f"\nMedspil is ready: http://localhost:{self.port}/   (Ctrl-C stops it)\n{sign_ins}\n")

    def _stop(self) -> None:
        """Ask all programs at once, give them a few seconds while their last lines appear, then insist."""
        for program, process in self.running:
            process.send_signal(program.signals[0])  # does nothing when it has ended
        deadline = time.monotonic() + STOP_SECONDS
        while any(process.poll() is None for _program, process in self.running) and time.monotonic() < deadline:
            self.terminal.pump(0.05)
        for _program, process in self.running:
            stop(process, [signal.SIGQUIT], seconds=1)
        self.terminal.drain()


def check_port(host: str, port: int) -> None:
    """Raise DevError when nobody could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except PermissionError:
            raise DevError(f"Port {port} is only for root: choose another, e.g. `make run PORT=8001`.") from None
        except OSError:
            raise DevError(f"Port {port} is in use: choose another, e.g. `make run PORT={port + 1}`.") from None


def _stop_signal(_signum: int, _frame: FrameType | None) -> None:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _hurry)
    raise Stopped


def _hurry(_signum: int, _frame: FrameType | None) -> None:
    os._exit(130)  # asked twice: the kernel stops the children


def main() -> int:
    """Run Medspil until somebody stops it. Returns 0 then; raises DevError for what went wrong."""
    port, host = chosen_port(), os.environ.get("HOST") or "127.0.0.1"
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop_signal)
    die_with_make()
    run = Run(host=host, port=port)
    try:
        with checkout_lock("Medspil is already running in this checkout."):
            check_port(host, port)
            with run_services(run.terminal.output) as services:
                run.everything(services)
    except Stopped:
        run.terminal.drain()
        say("Medspil has stopped.")
    except BaseException:
        run.terminal.drain()
        raise
    return 0


if __name__ == "__main__":
    run_command(main)
