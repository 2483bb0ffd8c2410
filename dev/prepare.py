"""What `make run` does between its services and its programs: migrations, static files, demo data. One Django start."""

import hashlib
import sys
from io import StringIO
from pathlib import Path

import django
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from dev.console import DISK_FULL, DevError, run_command, say
from dev.migrations import misfit, remember
from dev.paths import SIGN_INS, VAR

STATIC_STAMP = VAR / "static.stamp"


def main() -> int:
    """Prepare the database in DATABASE_URL. The argument, if any, is the file that remembers the applied migrations."""
    django.setup()
    memory = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        call_command("check")  # a mistake in the code is told once here, not by every program
        _migrate(memory)
        _collect_static()
        _seed()
    except CommandError as error:
        raise DevError("; ".join(str(error).splitlines())) from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "53100":
            raise DevError(DISK_FULL) from error
        raise DevError(f"The database failed: {str(error).splitlines()[0]}") from error
    return 0


def _migrate(memory: Path | None) -> None:
    problem = misfit(connection, memory)
    if problem:
        remedy = "`make reset` removes it" if memory else "empty the database that DATABASE_URL names"
        raise DevError(f"The data is from other migrations ({problem}): {remedy}, then start again.")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        say(f"Applying {len(waiting)} migrations …")
        call_command("migrate", interactive=False, verbosity=0)
    if memory:
        remember(memory)


def _collect_static() -> None:
    """Collect static files when one of them, or a library that brings some, has changed."""
    stamp = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            status = Path(storage.path(path)).stat()
            stamp.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == stamp.hexdigest():
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    STATIC_STAMP.write_text(stamp.hexdigest())


def _seed() -> None:
    say("Looking after the demo data …")
    text = StringIO()
    call_command("seed_demo", stdout=text)
    SIGN_INS.write_text(text.getvalue())


if __name__ == "__main__":
    run_command(main)
