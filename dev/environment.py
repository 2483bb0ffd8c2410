"""The environment that the application runs in under `make run` and the benchmarks: as in production, but a demo."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from dev.console import DevError
from dev.paths import VAR
from dev.postgres import programs_folder

DEMO_TODAY = "2023-03-31"
# As root, Celery warns at every start; `make run` in a container is root as a rule, and its broker is our own.
QUIET = "ignore:You're running the worker with superuser privileges"


def demo_environment(urls: Mapping[str, str], *, port: int, folder: Path = VAR) -> dict[str, str]:
    """Return the variables of a demo installation that serves `port` and keeps its files in `folder`.

    `urls` holds DATABASE_URL and REDIS_URL. What the developer has set already is kept.
    """
    defaults = {
        "DEMO_MODE": "1",
        "DEMO_TODAY": DEMO_TODAY,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": _secret_key(folder),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SITE_URL": f"http://localhost:{port}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(VAR / "static"),
        "PG_BIN": programs_folder(),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": QUIET,
    }
    return {**defaults, **os.environ, **urls}


def chosen_port() -> int:
    """Return PORT (8000 when unset). Raises DevError when it is no port."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise DevError(f"PORT={text} is no port number: choose one from 1024 to 65535.")
    return int(text)


def _secret_key(folder: Path) -> str:
    """Return this installation's secret, made at its first start: sign-ins outlive a restart."""
    file = folder / "secret-key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()
