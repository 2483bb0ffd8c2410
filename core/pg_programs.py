"""PostgreSQL's own programs (pg_dump, pg_restore, psql), run on the database of the settings.

They are found in the folder that the setting `PG_BIN` names, else on PATH. Passwords go by the environment, never by
the command line, where every user of the machine could read them.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

LAST_LINES = 5


class ProgramError(Exception):
    """A program is missing or failed; `str()` says what to do, or what it said last."""


def program(name: str) -> str:
    """The program's path. Raises `ProgramError` when it is not installed."""
    found = shutil.which(name, path=settings.PG_BIN or None)
    if found is None:
        where = f"in PG_BIN ({settings.PG_BIN})" if settings.PG_BIN else "on PATH"
        raise ProgramError(f"{name} is not {where}: install postgresql-client of the server's version, or set PG_BIN.")
    return found


def environment() -> dict[str, str]:
    """The environment that leads the programs to our database."""
    own: dict[str, Any] = connection.settings_dict
    options: dict[str, Any] = own.get("OPTIONS") or {}
    values = {
        "PGHOST": own["HOST"],
        "PGPORT": own["PORT"],
        "PGUSER": own["USER"],
        "PGPASSWORD": own["PASSWORD"],
        "PGDATABASE": own["NAME"],
        **{f"PG{key.upper()}": options.get(key) for key in ("sslmode", "sslrootcert", "sslcert", "sslkey", "service")},
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {name: str(value) for name, value in values.items() if value}


def run(arguments: Sequence[str | Path], **more: Any) -> None:
    """Runs a program to its end. Raises `ProgramError` with the last lines that it said."""
    name, *rest = arguments
    done = subprocess.run(  # noqa: S603 — a fixed program with arguments of our own
        [program(str(name)), *rest],
        env=environment(),
        stderr=subprocess.PIPE,
        stdin=more.pop("stdin", subprocess.DEVNULL),
        stdout=more.pop("stdout", subprocess.DEVNULL),
        check=False,
        **more,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-LAST_LINES:]
        raise ProgramError("\n".join([f"{name} failed:", *said]))
