"""The first step of every command: the virtual environment and the system libraries. Standard library only.

Runs under any Python 3.11 or later; does nothing the second time. Debian packages are installed where we are root and
apt-get is there; elsewhere one line says what to install.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dev.console import DISK_FULL, DevError, run_command, say
from dev.paths import ROOT, VAR, VENV, VENV_PYTHON

LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
STAMP = VENV / "medspil-stamp"
LOG = VAR / "bootstrap.log"
# What WeasyPrint loads when it is imported, and the Debian package of each.
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
NO_NETWORK = (
    "NewConnectionError",
    "Failed to establish",
    "Temporary failure in name resolution",
    "No matching distribution",
)


def main() -> int:
    """Make everything that is missing. Raises DevError with what to install when we cannot."""
    if sys.version_info < (3, 11):  # noqa: UP036 — the one file that an older Python may be asked to run
        raise DevError(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    install_packages(missing_packages(tests="--tests" in sys.argv))
    if not STAMP.exists() or STAMP.read_text() != fingerprint():
        make_environment()
        install_requirements()
        STAMP.write_text(fingerprint())
    return 0


def fingerprint() -> str:
    """Return what an up-to-date environment is made of: its place, the Python, and both lock files."""
    digest = hashlib.sha256(f"{VENV.resolve()} {sys.version_info[:2]}".encode())
    for lock in LOCKS:
        digest.update(lock.read_bytes())
    return digest.hexdigest()


def missing_packages(*, tests: bool) -> list[str]:
    """Return the Debian packages whose work nothing on this machine does. Chromium only matters to tests."""
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if not Path("/usr/share/zoneinfo/Europe/Copenhagen").exists():
        missing.append("tzdata")
    if not VENV_PYTHON.exists() and not _can_make_environment():
        missing.append("python3-venv")
    if tests and not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        missing.append("chromium")
    return missing


def install_packages(packages: list[str]) -> None:
    """Install Debian packages as root. Raises DevError when we are not root, there is no apt-get, or it fails."""
    if not packages:
        return
    wanted = " ".join(packages)
    hint = f"apt-get install {wanted}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise DevError(f"System packages are missing. Install them first, on Debian with: sudo {hint}")
    say(f"Installing system packages: {wanted} …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "--quiet"], install):
        if _logged(command, environment):
            raise DevError(f"System packages could not be installed ({_reason()}). Install them yourself: {hint}")


def make_environment() -> None:
    """Create `.venv`, also where Python comes without ensurepip. Raises DevError when no pip can be found."""
    if VENV_PYTHON.exists() and not _logged([str(VENV_PYTHON), "-m", "pip", "--version"]):
        return
    say("Creating the virtual environment …")
    with_pip = _has_ensurepip()
    command = [sys.executable, "-m", "venv", "--clear", *([] if with_pip else ["--without-pip"]), str(VENV)]
    if _logged(command):
        raise DevError(f"The virtual environment could not be created ({_reason()}).")


def install_requirements() -> None:
    """Install exactly what the lock files name, hashes checked. Raises DevError with the reason in one line."""
    say("Installing the locked requirements (a few minutes the first time) …")
    command = [*_pip(), "install", "--require-hashes", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    for lock in LOCKS:
        command += ["--requirement", str(lock)]
    if _logged(command):
        raise DevError(f"The requirements could not be installed: {_reason()}.")


def _pip() -> list[str]:
    """Return how to call a pip that installs into our environment: its own, the system's, or the one Debian keeps."""
    if not _logged([str(VENV_PYTHON), "-m", "pip", "--version"]):
        return [str(VENV_PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
    wheel = _debian_pip()
    if wheel is None:
        raise DevError("There is no pip: install python3-venv (Debian) or pip for this Python.")
    return [str(VENV_PYTHON), str(wheel / "pip")]


def _can_make_environment() -> bool:
    return _has_ensurepip() or importlib.util.find_spec("pip") is not None or _debian_pip() is not None


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _debian_pip() -> Path | None:
    return next(Path("/usr/share/python-wheels").glob("pip-*.whl"), None)


def _loads(library: str) -> bool:
    with contextlib.suppress(OSError):
        ctypes.CDLL(library)
        return True
    return False


def _logged(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run a command with its output in the log; return its exit code."""
    VAR.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        return subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False
        ).returncode


def _reason() -> str:
    """Return in a few words why the command that was logged last failed."""
    text = LOG.read_text(errors="replace")
    if "No space left on device" in text:
        return DISK_FULL.rstrip(".")
    if any(mark in text for mark in NO_NETWORK):
        return f"the package server cannot be reached; is there a network? (details: {LOG.relative_to(ROOT)})"
    return f"see {LOG.relative_to(ROOT)}"


if __name__ == "__main__":
    run_command(main)
