"""Fixtures of the reports' tests."""

import pytest

from reporting.domain import queue
from tests.reporting.register import programme, start, work_all


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, int]]:
    """What was sent to the broker, which is away: (task, id)."""
    found: list[tuple[str, int]] = []

    def send(task: str, **arguments: int) -> bool:
        found.extend((task, value) for value in arguments.values())
        return True

    monkeypatch.setattr(queue, "_send", send)
    return found


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed(): …` runs what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def delivered(consultant, sent):
    """A finished run over two clubs."""
    programme("Ajax", "Nørrebro United")
    return work_all(start(by=consultant))
