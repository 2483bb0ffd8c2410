"""One terminal for several programs: their lines, each behind the name of who says it."""

import os
import selectors
import sys

from dev.console import PROBLEM

COLOURS = {"web": 32, "worker": 36, "beat": 35, "postgres": 34, "valkey": 33, "setup": 37}
# What a developer need not see every ten seconds, and a warning that is no problem for a demo.
UNINTERESTING = (
    "core.tasks.heartbeat",
    ".send_again[",
    "/health/",
    "Memory overcommit",
    "System check identified no issues",
)
NO_SPACE = ("No space left on device", "MISCONF", "DiskFull")


class Terminal:
    """Collects lines from pipes and prints them; call `pump` often enough that no program has to wait."""

    def __init__(self) -> None:
        self.disk_full = False
        self.last: dict[str, str] = {}
        self._selector = selectors.DefaultSelector()
        self._partial: dict[int, bytes] = {}
        self._write_ends: dict[str, int] = {}
        self._coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def output(self, name: str) -> int:
        """Return the file descriptor into which the program `name` writes. Call `hand_over` once it has started."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self._selector.register(reading, selectors.EVENT_READ, name)
        self._partial[reading] = b""
        self._write_ends[name] = writing
        return writing

    def hand_over(self, name: str) -> None:
        """Close our copy of the descriptor, so that the end of the program is the end of its lines."""
        writing = self._write_ends.pop(name, None)
        if writing is not None:
            os.close(writing)

    def pump(self, seconds: float) -> None:
        """Print what has been written; wait at most `seconds` for the first of it."""
        if not self._selector.get_map():
            return
        for key, _events in self._selector.select(seconds):
            self._read(key.fd, key.data)

    def drain(self) -> None:
        """Print all that is left, for the moments after a program has ended."""
        while self._selector.get_map() and (ready := self._selector.select(0)):
            for key, _events in ready:
                self._read(key.fd, key.data)

    def _read(self, reading: int, name: str) -> None:
        chunk = os.read(reading, 65536)
        *lines, rest = (self._partial[reading] + chunk).split(b"\n")
        if not chunk:
            lines, rest = ([rest] if rest else []), b""
            self._selector.unregister(reading)
            os.close(reading)
        self._partial[reading] = rest
        for line in lines:
            self._print(name, line.decode(errors="replace").rstrip())

    def _print(self, name: str, line: str) -> None:
        self.disk_full = self.disk_full or any(mark in line for mark in NO_SPACE)
        self.last[name] = line
        if line.startswith(PROBLEM) or any(mark in line for mark in UNINTERESTING):
            return  # our own problem line is shown at the end
        prefix = f"{name:>8} |"
        if self._coloured:
            prefix = f"\033[{COLOURS.get(name, 0)}m{prefix}\033[0m"
        print(prefix, line, flush=True)
