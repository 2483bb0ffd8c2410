"""Lock files: `make lock` writes them, `make check` refuses what must not be in them.

Each lock begins with the hash of its `.in` file, so the check needs no network to see that they belong together.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from dev.console import DevError, run_command, say
from dev.paths import ROOT

PAIRS = (("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt"))
# The lowest Python that is supported: what it needs also works on later ones.
PYTHON = "3.11"
# A lock is the same for everybody: no package server, no folder and no machine shows in it.
FORBIDDEN = re.compile(
    r"--(extra-)?index-url|--find-links|--trusted-host|(^|\s)-[if]\s|file:|://| @ |(^|\s)(\.{0,2}|~)/", re.IGNORECASE
)
REASON = re.compile(r"\S\s+#\s*\S+")
HEADER = "# Locked by `make lock` from {name}, sha256 {digest}."


def header(source: Path) -> str:
    """Return the first line of the lock file that belongs to `source` as it is now."""
    return HEADER.format(name=source.name, digest=hashlib.sha256(source.read_bytes()).hexdigest())


def lock_problems(text: str) -> list[str]:
    """Return what a lock file's text contains although it must not, one sentence per line."""
    return [f"line {n}: {line.strip()}" for n, line in enumerate(text.splitlines(), 1) if FORBIDDEN.search(line)]


def reason_problems(text: str) -> list[str]:
    """Return the requirements of an `.in` file that bear no reason behind a `#`."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    return [
        f"line {n} has no reason: {line.strip()}"
        for n, line in lines
        if not line.startswith(("#", "-c ")) and not REASON.search(line)
    ]


def problems(root: Path = ROOT) -> list[str]:
    """Return everything wrong with the requirements and their locks in `root`; an empty list when all is well."""
    found = []
    for source_name, lock_name in PAIRS:
        source, lock = root / source_name, root / lock_name
        found += [f"{source_name} {problem}" for problem in reason_problems(source.read_text())]
        if not lock.exists():
            found.append(f"{lock_name} is missing: run `make lock`")
            continue
        text = lock.read_text()
        found += [f"{lock_name} {problem}" for problem in lock_problems(text)]
        if text.split("\n", 1)[0] != header(source):
            found.append(f"{lock_name} is older than {source_name}: run `make lock`")
    return found


def write_locks() -> int:
    """Resolve both `.in` files and write their locks; versions already locked stay where they can."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}") or shutil.which("uv")
    if uv is None:
        raise DevError("uv is missing: run `make bootstrap`, or install uv the first time.")
    upgrade = sys.argv[1:]  # e.g. --upgrade, --upgrade-package django
    for source_name, lock_name in PAIRS:
        lock = ROOT / lock_name
        command = [uv, "pip", "compile", "--quiet", "--generate-hashes", "--python-version", PYTHON, "--no-header"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--output-file", lock_name, *upgrade, source_name]
        command.append("--no-strip-extras")  # pip refuses a locked name that is asked for with an extra it lacks
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise DevError(f"{source_name} could not be resolved (see above).")
        lock.write_text(f"{header(ROOT / source_name)}\n{lock.read_text()}")
        say(f"{lock_name}: {sum('==' in line for line in lock.read_text().splitlines())} packages")
    return 0


if __name__ == "__main__":
    run_command(write_locks)
