"""`make test`: pytest against throw-away services; the whole suite in parallel, with its coverage."""

import os
import signal
import subprocess
import sys

from dev.console import run_command
from dev.paths import ROOT
from dev.postgres import programs_folder
from dev.processes import die_with_make, die_with_parent, stop
from dev.services import temporary_services

WORKERS = "2"
LEAST_COVERAGE = "90"
WHOLE_SUITE = [
    "-n",
    WORKERS,
    "--dist",
    "worksteal",
    "--cov",
    "--cov-report",
    "term",
    "--cov-fail-under",
    LEAST_COVERAGE,
]


def main() -> int:
    """Run the tests that our arguments name, all without any. Returns pytest's exit code."""
    die_with_make()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # clean up as after Ctrl-C
    arguments = sys.argv[1:]
    with temporary_services() as (services, folder):
        environment = os.environ | services.urls
        environment.setdefault("PG_BIN", programs_folder())
        environment |= {"MEDIA_ROOT": str(folder / "media"), "MEDSPIL_TEST_FOLDER": str(folder)}
        environment.pop("MAKEFLAGS", None)  # tests that call make are not part of our make
        environment.pop("MAKELEVEL", None)
        command = [sys.executable, "-m", "pytest", *(arguments or WHOLE_SUITE)]
        us = os.getpid()
        # In our terminal's foreground, so that Ctrl-C and --pdb work; it ends when we are killed.
        tests = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM, us),  # noqa: PLW1509 — we have no threads
        )
        try:
            return tests.wait()
        finally:
            stop(tests, [signal.SIGINT, signal.SIGTERM], group=False)


if __name__ == "__main__":
    run_command(main)
