"""`make test`: pytest against throw-away services; the whole suite in parallel, with its coverage."""

import os
import subprocess
import sys

from dev.console import run_command
from dev.paths import ROOT
from dev.processes import die_with_make
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
    arguments = sys.argv[1:]
    with temporary_services() as (services, folder):
        environment = os.environ | services.urls
        environment |= {"MEDIA_ROOT": str(folder / "media"), "MEDSPIL_TEST_FOLDER": str(folder)}
        environment.pop("MAKEFLAGS", None)  # tests that call make are not part of our make
        environment.pop("MAKELEVEL", None)
        command = [sys.executable, "-m", "pytest", *(arguments or WHOLE_SUITE)]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    run_command(main)
