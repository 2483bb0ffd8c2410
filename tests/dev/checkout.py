"""A copy of this checkout in a folder of its own, where tests run the real commands."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from dev.paths import ROOT, VENV
from dev.processes import die_with_parent, wait_until
from dev.valkey import free_port

READY = "Medspil is ready"


class Checkout:
    """`make` in a copy of this checkout; the virtual environment is shared, the data is not."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.port = free_port()
        self.log = self.root.parent / "make.log"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        for name in listed.stdout.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, self.root / name)
        (self.root / ".venv").symlink_to(VENV)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command that ends by itself; stdout and stderr together in `stdout`."""
        return subprocess.run(
            ["make", *arguments, f"PORT={self.port}"],
            cwd=self.root,
            env=environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )

    def start(self) -> subprocess.Popen[bytes]:
        """Start `make run` as a terminal would, in a process group of its own."""
        us = os.getpid()
        with self.log.open("wb") as output:
            return subprocess.Popen(
                ["make", "run", f"PORT={self.port}"],
                cwd=self.root,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM, us),  # noqa: PLW1509 — a killed test leaves nothing
            )

    def start_until_ready(self) -> subprocess.Popen[bytes]:
        """Start `make run` and wait for the line that says it is ready."""
        process = self.start()
        wait_until(lambda: READY in self.said() or process.poll() is not None, seconds=60)
        assert READY in self.said(), self.said()
        return process

    def said(self) -> str:
        """Return what the last `make run` has written."""
        return self.log.read_text(errors="replace")

    def processes(self) -> dict[int, str]:
        """Return the programs that run in this checkout or on its data: their numbers and command lines."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                here = (folder / "cwd").readlink()
            except OSError:  # it has just ended
                continue
            if command and (here.is_relative_to(self.root) or str(self.root) in command):
                found[int(folder.name)] = command
        return found

    def process(self, part: str) -> int:
        """Return the number of the oldest program here whose command line contains `part`."""
        return min(number for number, command in self.processes().items() if part in command)

    def assert_nothing_runs(self, *, within: float = 40) -> None:
        """Fail, naming them, when programs are still there after `within` seconds."""
        wait_until(lambda: not self.processes(), seconds=within)
        left = self.processes()
        assert left == {}, f"still running: {left}"

    def clear(self) -> None:
        """End what a failed test has left, and remove data that lies outside the checkout."""
        for number in self.processes():
            os.kill(number, signal.SIGKILL)
        time.sleep(0.1)
        self.make("reset")


def environment() -> dict[str, str]:
    """Return our environment without the test suite's own servers and switches."""
    ours = ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "MAKEFLAGS", "SECRET_KEY")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith(("COV_", "PYTEST"))
    }
