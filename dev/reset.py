"""`make reset`: remove what `make run` has kept (database, broker, reports, mail), for a start from nothing."""

import shutil

from dev.console import run_command, say
from dev.paths import ROOT, VAR
from dev.postgres import root_area
from dev.services import checkout_lock

KEPT_BY_RUN = (
    *("postgres", "valkey", "media", "mail", "static", "static.stamp"),
    *("migrations.json", "sign-ins.txt", "secret-key", "services.json", "services.log", "beat-schedule*"),
)


def main() -> int:
    """Remove the data and say so. Raises DevError while Medspil runs."""
    with checkout_lock("Medspil is running in this checkout: stop it first (Ctrl-C)."):
        found = [path for name in KEPT_BY_RUN for path in sorted(VAR.glob(name))]
        found += [root_area()] if root_area().exists() else []
        for path in found:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            say(f"removed {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
    say("Nothing is kept any more: `make run` starts afresh." if found else "There was nothing to remove.")
    return 0


if __name__ == "__main__":
    run_command(main)
