"""What a page costs inside the server, told in a `Server-Timing` header."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class ServerTimingMiddleware:
    """Outermost middleware: milliseconds from the request's arrival to its answer, and how many queries it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; count its queries without keeping them."""
        queries = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        start = time.perf_counter()
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        milliseconds = (time.perf_counter() - start) * 1000
        response["Server-Timing"] = f"app;dur={milliseconds:.2f}, db;desc={queries}"
        return response
