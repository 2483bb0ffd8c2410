"""`make check`: every check that needs no browser, one line each; all of them run, also after a failure."""

import contextlib
import dataclasses
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from dev import locks
from dev.console import run_command, say
from dev.paths import ROOT
from dev.processes import die_with_make
from dev.services import temporary_services

AT_ONCE = 2
# `manage.py` commands that write a document from the code; with --check they say when the document is older.
GENERATED_DOCUMENTS: tuple[str, ...] = ("document_import",)
# What an installation sets; Django's deployment check must have nothing to say about it.
PRODUCTION = {
    "SECRET_KEY": "a-text-of-more-than-fifty-characters-for-the-deployment-check-only",
    "ALLOWED_HOSTS": "medspil.example.org",
    "SITE_URL": "https://medspil.example.org",
    "DEBUG": "0",
    "DEMO_MODE": "0",
    "HTTPS": "1",
}


@dataclasses.dataclass(frozen=True)
class Check:
    """One line of the report: a name and what finds its problems (a text; empty when all is well)."""

    name: str
    problems: Callable[[dict[str, str]], str]


def python(*arguments: str, **variables: str) -> Callable[[dict[str, str]], str]:
    """Return a check that runs `python <arguments>`; its output is the problem when it fails."""

    def run(environment: dict[str, str]) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.stdout.strip() or f"exit code {done.returncode}" if done.returncode else ""

    return run


def template_problems(_environment: dict[str, str]) -> str:
    """Find tabs, spaces at line ends, inline style and script, and missing last newlines in templates."""
    found = []
    rules = {
        "tab": r"\t",
        "space at the end": r"[ \t]+$",
        "inline style": r"\sstyle\s*=",
        "inline handler": r"\son[a-z]+\s*=",
    }
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        for number, line in enumerate(text.splitlines(), 1):
            found += [
                f"{path.relative_to(ROOT)}:{number}: {name}" for name, rule in rules.items() if re.search(rule, line)
            ]
        if text and not text.endswith("\n"):
            found.append(f"{path.relative_to(ROOT)}: no newline at the end")
    return "\n".join(found)


def checks(words: list[str]) -> list[Check]:
    """Return the checks whose names contain one of the words, the slow ones first; all of them without words."""
    return [check for check in _all_checks() if not words or any(word in check.name for word in words)]


def _all_checks() -> list[Check]:
    return [
        Check("types (mypy)", python("-m", "mypy")),
        Check("import layers", python("-c", "from importlinter.cli import lint_imports_command as c; c()")),
        Check("lint (ruff)", python("-m", "ruff", "check", "--quiet", ".")),
        Check("formatting (ruff)", python("-m", "ruff", "format", "--check", "--quiet", ".")),
        Check("templates", template_problems),
        Check("lock files", lambda _environment: "\n".join(locks.problems())),
        Check("migrations", python("manage.py", "makemigrations", "--check", "--dry-run")),
        Check("deployment settings", python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)),
        Check("demo workbook", python("-m", "dev.demo_workbook", "--check")),
        *(Check(f"document of {name}", python("manage.py", name, "--check")) for name in GENERATED_DOCUMENTS),
    ]


def main() -> int:
    """Run every check, two at a time, and report. Returns 1 when any found a problem."""
    die_with_make()
    failures = 0
    with temporary_services() as (services, _folder), ThreadPoolExecutor(AT_ONCE) as pool:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x" * 60} | services.urls
        for name, seconds, problem in pool.map(lambda check: _timed(check, environment), checks(sys.argv[1:])):
            failures += bool(problem)
            say(f"{'FAILED' if problem else 'ok    '} {seconds:5.1f} s  {name}")
            if problem:
                say("\n".join(f"         {line}" for line in problem.splitlines()))
    say(f"{failures} checks failed" if failures else "All checks passed")
    return int(failures > 0)


def _timed(check: Check, environment: dict[str, str]) -> tuple[str, float, str]:
    started = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt):
        problem = check.problems(environment)
        return check.name, time.monotonic() - started, problem
    return check.name, time.monotonic() - started, "interrupted"


if __name__ == "__main__":
    run_command(main)
