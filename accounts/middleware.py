"""Deny by default, and find the way back after sign-in."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends a stranger to the sign-in page, and from there back to the page they were on.

    A button's POST or a part fetched by htmx is no page to come back to: then it is the page that it was on.
    """

    def handle_no_permission(  # type: ignore[override]  # the stubs know only the redirect, Django takes any response
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        htmx = bool(request.headers.get("HX-Request"))
        if request.method in {"GET", "HEAD"} and not htmx:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        response = redirect_to_login(page_of(request), settings.LOGIN_URL)
        # htmx would put the sign-in page into the middle of the page it came from.
        return HttpResponseClientRedirect(response.url) if htmx else response


class SignInAwayMiddleware(MiddlewareMixin):
    """A kind page when the counters of failed sign-ins cannot be reached: without them nobody may try passwords.

    Whoever is signed in works on, since sessions live in the database.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, RedisError) or match is None or not (match.url_name or "").startswith("account_"):
            return None
        logger.error("Sign-in is away, because the cache is: %s", exception)
        return render(request, "503.html", status=503)


def page_of(request: HttpRequest) -> str:
    """The path of our own page that the request came from; the front page when it is not known."""
    url = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return "/"
    parts = urlsplit(url)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
