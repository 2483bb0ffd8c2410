"""Reads that several questions of one answer share: asked once, however many ask.

    with sharing_reads():
        …  # two rules that read the same rows call the same @shared_read function

Outside the block the function reads each time: nothing is ever kept from one answer to the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_shared: ContextVar[dict[Any, Any] | None] = ContextVar("shared_reads", default=None)


@contextmanager
def sharing_reads() -> Iterator[None]:
    """Inside, a `shared_read` is read once for the same arguments."""
    token = _shared.set({})
    try:
        yield
    finally:
        _shared.reset(token)


def shared_read(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A pure read whose result, a finished list or mapping, may serve several callers. Sets count by their members."""

    @wraps(function)
    def read(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        known = _shared.get()
        if known is None:
            return function(*args, **kwargs)
        key = (function, tuple(map(_hashable, args)), tuple((name, _hashable(value)) for name, value in kwargs.items()))
        if key not in known:
            known[key] = function(*args, **kwargs)
        result: Result = known[key]
        return result

    return read


def _hashable(value: Any) -> Any:
    return value if value is None or isinstance(value, str) or not hasattr(value, "__iter__") else frozenset(value)
