from pathlib import Path

import pytest

from dev.locks import header, lock_problems, problems, reason_problems
from dev.paths import ROOT


def test_locks_of_this_repository_are_in_order() -> None:
    assert problems(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example.org/simple",
        "--extra-index-url=https://packages.example.org/simple",
        "--find-links wheels",
        "-i somewhere",
        "-f somewhere",
        "--trusted-host packages.example.org",
        "django @ file:///home/somebody/django.whl",
        "django @ https://packages.example.org/django.whl",
        "    # from https://packages.example.org/simple",
        "./wheels/django.whl",
        "/home/somebody/django.whl",
    ],
)
def test_lock_problems_refuses_where_packages_came_from(line: str) -> None:
    assert lock_problems(f"amqp==5.4.2 \\\n    --hash=sha256:00\n{line}\n") == [f"line 3: {line.strip()}"]


def test_lock_problems_accepts_plain_locks() -> None:
    assert lock_problems("celery[redis]==5.7.0 \\\n    --hash=sha256:00\n    # via -r requirements.in\n") == []


def test_reason_problems_names_requirements_without_a_reason() -> None:
    text = "# a heading\n-c requirements.txt\ndjango>=5.2  # the framework\ncelery\nredis #\n"
    assert reason_problems(text) == ["line 4 has no reason: celery", "line 5 has no reason: redis #"]


def test_problems_sees_a_lock_that_is_older_than_its_source(tmp_path: Path) -> None:
    for name in ("requirements", "requirements-dev"):
        source = tmp_path / f"{name}.in"
        source.write_text("django  # the framework\n")
        (tmp_path / f"{name}.txt").write_text(f"{header(source)}\ndjango==5.2\n")
    assert problems(tmp_path) == []
    (tmp_path / "requirements.in").write_text("django  # the framework\ncelery  # jobs\n")
    (tmp_path / "requirements-dev.txt").unlink()
    assert problems(tmp_path) == [
        "requirements.txt is older than requirements.in: run `make lock`",
        "requirements-dev.txt is missing: run `make lock`",
    ]
