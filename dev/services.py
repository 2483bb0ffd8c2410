"""The embedded services together: PostgreSQL and Valkey, each unless its variable names one of your own."""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from dev.console import DevError
from dev.paths import VAR
from dev.postgres import Postgres, data_folder, remove_socket_folder
from dev.valkey import Valkey

STATE = VAR / "services.json"
LOCK = VAR / "services.lock"
TEMPORARY_PREFIX = "medspil-test-"

# Where a server of this name writes what it says: a file descriptor, None for our own output.
Outputs = Callable[[str], int | None]


def ours(_name: str) -> None:
    """Let a server write to our own output."""


class Services:
    """What is needed beside the application. `urls` holds DATABASE_URL and REDIS_URL once started."""

    def __init__(self, postgres: Postgres | None, valkey: Valkey | None) -> None:
        self.postgres, self.valkey = postgres, valkey
        self.urls = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}

    def start(self) -> None:
        """Start both and fill `urls`. Raises DevError; what was started is then stopped."""
        try:
            if self.postgres:
                self.postgres.start()
                self.urls["DATABASE_URL"] = self.postgres.url
            if self.valkey:
                self.valkey.start()
                self.urls["REDIS_URL"] = self.valkey.url
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what was started, the broker first."""
        if self.valkey:
            self.valkey.stop()
        if self.postgres:
            self.postgres.stop()

    def dead(self) -> str | None:
        """Return the name of a server that has ended by itself, else None."""
        for name, server in (("postgres", self.postgres), ("valkey", self.valkey)):
            if server and server.process and server.process.poll() is not None:
                return name
        return None


def embedded(postgres_folder: Path, valkey_folder: Path, *, durable: bool, outputs: Outputs = ours) -> Services:
    """Return services over these folders; none for a variable that is set in the environment."""
    postgres = valkey = None
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(postgres_folder, durable=durable, output=outputs("postgres"))
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(valkey_folder, durable=durable, output=outputs("valkey"))
    return Services(postgres, valkey)


@contextlib.contextmanager
def checkout_lock(busy: str) -> Iterator[None]:
    """Hold this checkout's data alone; the kernel frees it when we die. Raises DevError(busy) when it is taken."""
    VAR.mkdir(exist_ok=True)
    with LOCK.open("a") as handle:
        if not _try_lock(handle):
            raise DevError(busy)
        yield


@contextlib.contextmanager
def run_services(outputs: Outputs = ours) -> Iterator[Services]:
    """Run this checkout's durable services, inside `checkout_lock`. Their addresses stand in `var/services.json`."""
    services = embedded(data_folder(), VAR / "valkey", durable=True, outputs=outputs)
    services.start()
    STATE.write_text(json.dumps(services.urls))
    try:
        yield services
    finally:
        STATE.unlink(missing_ok=True)
        services.stop()


@contextlib.contextmanager
def temporary_services(*, durable: bool = False) -> Iterator[tuple[Services, Path]]:
    """Run throw-away services in a new folder; yield both. Several may run side by side. Fast unless `durable`."""
    _sweep_temporary()
    # Not in TMPDIR: the unprivileged user of PostgreSQL must be able to enter it.
    folder = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir="/tmp"))
    folder.chmod(0o711)
    with (folder / "lock").open("a") as handle, (folder / "servers.log").open("ab") as log:
        _try_lock(handle)
        services = embedded(folder / "postgres", folder / "valkey", durable=durable, outputs=lambda _name: log.fileno())
        try:
            services.start()
            yield services, folder
        finally:
            services.stop()
            shutil.rmtree(folder, ignore_errors=True)


def _sweep_temporary() -> None:
    """Remove the folders of test runs that were killed: nobody holds their lock."""
    for folder in Path("/tmp").glob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(OSError), (folder / "lock").open("r+") as handle:
            if _try_lock(handle):
                remove_socket_folder(folder / "postgres")
                shutil.rmtree(folder, ignore_errors=True)


def _try_lock(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
