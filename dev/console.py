"""What the development commands say: one clear English line, never a traceback."""

import errno
import sys
from collections.abc import Callable

PROBLEM = "medspil: "  # how our own problem lines begin
DISK_FULL = "The disk is full: free some space and start again."


class DevError(Exception):
    """A problem the developer can solve; its text is the line to show."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def run_command(main: Callable[[], int]) -> None:
    """Run a command's main function and exit with what it returns; problems become one line on stderr and exit 1."""
    try:
        code = main()
    except DevError as problem:
        code = _fail(str(problem))
    except KeyboardInterrupt:
        code = 130
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        code = _fail(DISK_FULL)
    sys.stdout.flush()
    sys.exit(code)


def _fail(line: str) -> int:
    print(f"{PROBLEM}{line}", file=sys.stderr, flush=True)
    return 1
