"""Loaded into the worker of `make run` (`--include`): the processes that it forks die with it, also after `kill -9`.

Celery ends its pool itself when it is asked to stop. A worker that is killed while a child is still starting could
leave that child behind; the kernel does not.
"""

import os
import signal

from dev.processes import die_with_parent

_forking = {"pid": os.getpid()}


def _remember_parent() -> None:
    _forking["pid"] = os.getpid()


def _die_with_it() -> None:
    die_with_parent(signal.SIGKILL, _forking["pid"])


os.register_at_fork(before=_remember_parent, after_in_child=_die_with_it)
