"""Guards that watch every test: a GET never writes, and our templates use no variable that is not there."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.base import Node, Origin

READS = re.compile(
    r"\s*\(*\s*(SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|SHOW|SET|DECLARE|FETCH|CLOSE|EXPLAIN|VALUES)\b", re.IGNORECASE
)
LOCKS_OR_WRITES = re.compile(r"\b(FOR (NO KEY )?UPDATE|INSERT INTO|DELETE FROM|UPDATE .* SET)\b", re.IGNORECASE)
# Tables that a GET may write to, each with its reason.
WRITTEN_BY_GET = {
    "django_session": "messages and the CSRF secret live in the session; what was read must not be shown twice",
    "workflow_readevent": "that staff have read personal data is noted when they read it (workflow.reads)",
}
# Templates of others that use variables which may be missing, by a part of their path, each with its reason.
THIRD_PARTY_TEMPLATES = {
    "/django/forms/templates/": "Django's widgets leave optional attributes undefined",
    "/django/contrib/": "Django's own templates rely on the empty string",
    "/crispy_forms/templates/": "the pack we build on relies on the empty string",
    "/django_tables2/templates/": "the library's templates rely on the empty string",
    "/allauth/templates/": "the library's templates rely on the empty string",
}


class WriteOnGet(AssertionError):
    """A GET request changed the database or locked rows."""


@contextmanager
def get_never_writes() -> Iterator[None]:
    """Refuse every statement but reads while a GET or HEAD is answered, also in the live server's threads."""
    found: list[str] = []
    original = BaseHandler.get_response

    def guarded(self: BaseHandler, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return original(self, request)
        with connection.execute_wrapper(_refuse_writes(f"{request.method} {request.path}", found)):
            return original(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", guarded)
        yield
    # Again at the end: a view or a browser test may have swallowed the exception.
    assert not found, "\n".join(found)


def _refuse_writes(where: str, found: list[str]) -> Callable[..., Any]:
    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if is_write(str(sql)):
            found.append(f"{where} must not write: {sql}")
            raise WriteOnGet(found[-1])
        return execute(sql, params, many, context)

    return wrapper


def is_write(sql: str) -> bool:
    """Return whether the statement writes or locks rows, other than in the tables listed above."""
    if READS.match(sql) and not LOCKS_OR_WRITES.search(sql):
        return False
    return not any(f'"{table}"' in sql for table in WRITTEN_BY_GET)


class UndefinedVariable(str):
    """Django's `string_if_invalid`: fails the test that renders it, unless the template is listed above."""

    __slots__ = ()

    def __contains__(self, _key: object) -> bool:
        return True  # Django asks for "%s" and then formats the variable's name into us

    def __mod__(self, variable: object) -> str:
        origin = _origin()
        if any(part in origin for part in THIRD_PARTY_TEMPLATES):
            return ""
        pytest.fail(f"{origin}: the variable {variable} is not defined", pytrace=False)


def _origin() -> str:
    """Return the path of the template whose node is being rendered, from the nearest node on the stack."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if isinstance(node, Node) and isinstance(origin, Origin):
            return str(origin.name)
        frame = frame.f_back  # type: ignore[assignment]
    return "unknown template"
