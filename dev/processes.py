"""Child processes that cannot outlive us.

Linux sends every child a signal when its parent dies (`PR_SET_PDEATHSIG`), also after `kill -9`. Each child leads a
session of its own, so that Ctrl-C reaches only us and we stop the children in order.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)  # loaded before a fork: loading is not safe between fork and exec


def die_with_parent(signum: int, parent: int) -> None:
    """Ask the kernel to send this process `signum` when its parent `parent` dies; at once if it is already dead."""
    _libc.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signum)


def die_with_make() -> None:
    """Stop like after Ctrl-C when the `make` that started this process is killed; alone, run until told to stop."""
    if os.environ.get("MAKELEVEL"):
        die_with_parent(signal.SIGTERM, os.getppid())


def spawn(
    command: Sequence[str | Path],
    *,
    death_signal: int,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    output: int | None = None,
    account: "Account | None" = None,
) -> subprocess.Popen[bytes]:
    """Start `command` so that it receives `death_signal` when we die.

    Call it from the main thread: the kernel watches the thread. `output` is a file descriptor for stdout and stderr
    (None: ours); `account` another user to run as.
    """
    parent = os.getpid()
    identity = account.popen_arguments() if account else {}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # mypy does not look into **identity
        [os.fspath(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        # After setuid, which clears the request; nothing here allocates locks that another thread could hold.
        preexec_fn=lambda: die_with_parent(death_signal, parent),  # noqa: PLW1509 — see above
        **identity,
    )


class Account:
    """An unprivileged user that PostgreSQL runs as when we are root."""

    def __init__(self, name: str, uid: int, gid: int) -> None:
        self.name, self.uid, self.gid = name, uid, gid

    def popen_arguments(self) -> dict[str, object]:
        """Return the arguments that make subprocess run a command as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def passes_test(self, flag: str, path: Path) -> bool:
        """Return whether `test <flag> <path>` holds for this user: the only honest answer about every parent folder."""
        command = ["test", flag, os.fspath(path)]
        done = subprocess.run(command, cwd="/", check=False, **self.popen_arguments())  # type: ignore[call-overload]
        return bool(done.returncode == 0)


def stop(process: subprocess.Popen[bytes], signals: Iterable[int], seconds: float = 5, *, group: bool = True) -> None:
    """Send each signal in turn, waiting `seconds` after each, then SIGKILL; afterwards its whole group is gone."""
    for signum in (*signals, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(signum)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    with contextlib.suppress(ProcessLookupError):
        if not group:  # it was not started by `spawn`, so leads no group
            return
        os.killpg(process.pid, signal.SIGKILL)  # the helpers it may have left behind


def wait_until(ready: Callable[[], bool], *, seconds: float, interval: float = 0.02) -> bool:
    """Ask `ready` until it says yes; False after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(interval)
    return False


def command_line(pid: int) -> str:
    """Return what the process runs, or an empty string when there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
