"""`make manage ARGS="…"`: Django's manage.py with the database and broker of `make run`, which need not be running."""

import json
import subprocess
import sys

from dev.console import DevError, run_command
from dev.environment import chosen_port, demo_environment
from dev.paths import ROOT, VAR
from dev.processes import die_with_make
from dev.services import STATE, checkout_lock, run_services

BUSY = "busy"


def main() -> int:
    """Run `manage.py` with our arguments against the running services, else start them for as long as it takes."""
    die_with_make()
    arguments = sys.argv[1:]
    if STATE.exists():
        try:
            with checkout_lock(BUSY):
                pass  # nobody runs: the addresses in the file are those of a run that was killed
        except DevError:
            return _manage(arguments, json.loads(STATE.read_text()))
    with (
        checkout_lock("Medspil is just starting or stopping here: try again."),
        (VAR / "services.log").open("ab") as log,
        run_services(lambda _name: log.fileno()) as services,
    ):
        return _manage(arguments, services.urls)


def _manage(arguments: list[str], urls: dict[str, str]) -> int:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=demo_environment(urls, port=chosen_port()), check=False).returncode


if __name__ == "__main__":
    run_command(main)
