"""Do the migrations that were applied to a database fit those in the code?

Before the first release migrations are rewritten now and then; data from before cannot be carried over.
"""

import ast
import hashlib
import json
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from dev.paths import ROOT, VENV


def misfit(connection: BaseDatabaseWrapper, memory: Path | None) -> str:
    """Return why the database cannot be carried on with, an empty text when it can.

    `memory` is the file written by `remember` when the data was last used; None when there is none.
    """
    loader = MigrationLoader(connection)
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        return str(error).split(" on database")[0]
    own = {app.label for app in own_apps()}
    gone = sorted(key for key in loader.applied_migrations if key[0] in own and key not in loader.disk_migrations)
    if gone:
        return f"{'.'.join(gone[0])} is applied but gone from the code"
    applied = {".".join(key) for key in loader.applied_migrations}
    before = json.loads(memory.read_text()) if memory and memory.exists() else {}
    now = fingerprints()
    changed = sorted(name for name in applied & before.keys() if name in now and now[name] != before[name])
    return f"{changed[0]} has been rewritten" if changed else ""


def remember(memory: Path) -> None:
    """Write down what the migrations look like that are applied now."""
    memory.write_text(json.dumps(fingerprints(), indent=1))


def fingerprints() -> dict[str, str]:
    """Return `app.name` → hash of every migration of ours; comments and layout do not count."""
    found = {}
    for app in own_apps():
        for file in sorted((Path(app.path) / "migrations").glob("[0-9]*.py")):
            tree = ast.dump(ast.parse(file.read_text()))
            found[f"{app.label}.{file.stem}"] = hashlib.sha256(tree.encode()).hexdigest()
    return found


def own_apps() -> list[AppConfig]:
    """Return the apps of this repository."""
    return [
        app
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT) and not Path(app.path).is_relative_to(VENV)
    ]
