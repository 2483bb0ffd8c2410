"""What the bootstrap says when it cannot help; that it can is tried on every fresh checkout."""

from pathlib import Path

import pytest

from dev import bootstrap
from dev.console import DevError


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VAR", tmp_path)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "bootstrap.log")


def commands_that(monkeypatch: pytest.MonkeyPatch, says: str, code: int) -> list[list[str]]:
    """Replace every command by one that says `says` and returns `code`; return the list of what was asked for."""
    asked = []

    def run(command: list[str], environment: dict[str, str] | None = None) -> int:
        asked.append(command)
        bootstrap.LOG.write_text(says)
        return code

    monkeypatch.setattr(bootstrap, "_logged", run)
    return asked


def test_install_packages_does_nothing_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = commands_that(monkeypatch, "", 0)
    bootstrap.install_packages([])
    assert asked == []


def test_install_packages_as_root_updates_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: "/usr/bin/apt-get")
    asked = commands_that(monkeypatch, "", 0)
    bootstrap.install_packages(["libpango-1.0-0", "chromium"])
    assert [command[:2] for command in asked] == [["apt-get", "update"], ["apt-get", "install"]]
    assert asked[1][-2:] == ["libpango-1.0-0", "chromium"]


def test_install_packages_as_somebody_else_names_them_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(DevError) as problem:
        bootstrap.install_packages(["libpango-1.0-0"])
    assert str(problem.value).endswith("on Debian with: sudo apt-get install libpango-1.0-0")
    assert "\n" not in str(problem.value)


def test_missing_packages_wants_chromium_for_tests_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    assert "chromium" in bootstrap.missing_packages(tests=True)
    assert "chromium" not in bootstrap.missing_packages(tests=False)


def test_missing_packages_names_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_loads", lambda library: "pango" not in library)
    assert bootstrap.missing_packages(tests=False) == ["libpango-1.0-0", "libpangoft2-1.0-0"]


@pytest.mark.parametrize(
    ("says", "line"),
    [
        ("NewConnectionError(': Failed to establish a new connection')", "is there a network?"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("something else", "see bootstrap.log"),
    ],
)
def test_install_requirements_says_why_it_failed(says: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_pip", lambda: ["pip"])
    asked = commands_that(monkeypatch, says, 1)
    with pytest.raises(DevError, match=line) as problem:
        bootstrap.install_requirements()
    assert "--require-hashes" in asked[0]
    assert "\n" not in str(problem.value)


def test_make_environment_without_ensurepip_leaves_pip_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", Path("/nowhere/python"))
    monkeypatch.setattr(bootstrap, "_has_ensurepip", lambda: False)
    asked = commands_that(monkeypatch, "", 0)
    bootstrap.make_environment()
    assert "--without-pip" in asked[0]


def test_pip_comes_from_the_wheel_that_debian_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    commands_that(monkeypatch, "", 1)
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(bootstrap, "_debian_pip", lambda: Path("/usr/share/python-wheels/pip-23.whl"))
    assert bootstrap._pip()[1] == "/usr/share/python-wheels/pip-23.whl/pip"
    monkeypatch.setattr(bootstrap, "_debian_pip", lambda: None)
    with pytest.raises(DevError, match="install python3-venv"):
        bootstrap._pip()
