"""`make run` as users meet it: real processes, real signals."""

import json
import os
import signal
import socket
import subprocess
import urllib.request

import pytest

from dev.postgres import unprivileged_account
from dev.processes import wait_until
from tests.dev.checkout import Checkout

pytestmark = pytest.mark.slow


def health(checkout: Checkout) -> dict:
    with urllib.request.urlopen(f"http://127.0.0.1:{checkout.port}/health/ready/", timeout=5) as answer:
        return json.load(answer)


def end_with(process: subprocess.Popen[bytes], signum: int) -> int:
    """Signal the whole foreground group, as a terminal does for Ctrl-C."""
    os.killpg(process.pid, signum)
    return process.wait(30)


def test_run_survives_whatever_ends_it(checkout: Checkout) -> None:
    # Ctrl-C ends everything in order.
    process = checkout.start_until_ready()
    assert health(checkout)["ok"] is True
    assert "already running" in checkout.make("run").stdout
    assert "stop it first" in checkout.make("reset").stdout
    end_with(process, signal.SIGINT)
    checkout.assert_nothing_runs()
    assert "Medspil has stopped." in checkout.said()
    assert "Traceback" not in checkout.said()

    # kill -9 of the runner leaves nothing either, and the next start finds the data in order.
    process = checkout.start_until_ready()
    assert "migrations" not in checkout.said()
    os.kill(checkout.process("-m dev.run"), signal.SIGKILL)
    checkout.assert_nothing_runs()
    process.wait(10)

    # The same when the power goes: every process at once, servers included.
    process = checkout.start_until_ready()
    for number in checkout.processes():
        os.kill(number, signal.SIGKILL)
    process.wait(10)

    # make itself killed: its child notices.
    process = checkout.start_until_ready()
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    checkout.assert_nothing_runs()

    # A dead child: one line that says which, and nothing else is left.
    process = checkout.start_until_ready()
    os.kill(checkout.process("celery --quiet -A config worker"), signal.SIGKILL)
    assert process.wait(30) != 0
    assert "medspil: worker (exit code -9) stopped by itself; stopped the rest." in checkout.said()
    assert "Traceback" not in checkout.said()
    checkout.assert_nothing_runs()

    removed = checkout.make("reset").stdout
    assert "removed var/postgres" in removed
    assert not (checkout.root / "var" / "postgres").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_run_in_a_folder_closed_to_others_keeps_its_permissions(closed_checkout: Checkout) -> None:
    parent = closed_checkout.root.parent
    done = closed_checkout.make("manage", "ARGS=check --database default")
    assert done.returncode == 0, done.stdout
    assert parent.stat().st_mode & 0o777 == 0o700
    account = unprivileged_account()
    assert account is not None
    assert not account.passes_test("-x", closed_checkout.root)
    assert not (closed_checkout.root / "var" / "postgres").exists()
    assert "removed /var/lib/medspil-dev/" in closed_checkout.make("reset").stdout


def test_run_on_rewritten_migrations_names_make_reset(checkout: Checkout) -> None:
    assert checkout.make("manage", "ARGS=migrate --verbosity 0").returncode == 0
    migration = checkout.root / "core" / "migrations" / "0001_initial.py"
    migration.rename(migration.with_name("0001_rewritten.py"))
    done = checkout.make("run")
    assert done.returncode != 0
    assert "medspil: The data is from other migrations (" in done.stdout
    assert "`make reset` removes it" in done.stdout
    assert "Traceback" not in done.stdout
    checkout.assert_nothing_runs()


def test_run_on_a_busy_port_says_so_in_one_line(checkout: Checkout) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", checkout.port))
        other.listen()
        done = checkout.make("run")
    assert done.returncode != 0
    first = done.stdout.splitlines()[0]
    assert (
        first == f"medspil: Port {checkout.port} is in use: choose another, e.g. `make run PORT={checkout.port + 1}`."
    )
    assert wait_until(lambda: not checkout.processes(), seconds=5)
