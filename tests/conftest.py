"""Fixtures for the whole suite: guards that watch every test, a real worker, a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection

from tests.browser import launch_arguments
from tests.guards import UndefinedVariable, get_never_writes
from tests.worker import WorkerProcess, empty_queues

pytest_plugins = ["tests.fixtures"]
# pytest-playwright keeps an event loop running; Django must be told that our database calls are meant to block.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _get_never_writes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose GET writes; `@pytest.mark.writes_on_get("reason")` lifts it for one test."""
    if request.node.get_closest_marker("writes_on_get"):
        yield
        return
    with get_never_writes():
        yield


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> None:
    """Fail a test that renders an undefined variable in a template of ours."""
    django_settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start without what other tests have left in the cache, rate limits included."""
    cache.clear()


@pytest.fixture(autouse=True)
def _media_folder(settings: Any, tmp_path: Path) -> None:
    """Give each test a folder of its own for files."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the test database; before it is dropped, end the sessions that killed workers have left for a moment."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path, _media_folder: None) -> Iterator[WorkerProcess]:
    """Run a real worker with two processes on this test's committed data. Mark the test `celery_worker`."""
    empty_queues()
    worker = WorkerProcess(tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Debian's Chromium instead of a downloaded one."""
    return browser_type_launch_args | launch_arguments()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Visit the site like a Danish user."""
    return browser_context_args | {"locale": "da-DK", "timezone_id": "Europe/Copenhagen"}
