"""The pages for requests that cannot be answered: the same house, kind words, and what to do next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that no page asks for."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. A reason given as `PermissionDenied("…")` is written in Danish for the user and shown."""
    reason = str(exception) if exception and exception.args else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the form's token does not fit, mostly after a new sign-in in another tab. `reason` is for developers."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not for this user; which of the two is not told."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, rendered without request, user or database, since any of them may be what failed."""
    context = {"site_name": settings.SITE_NAME, "contact_email": settings.SITE_CONTACT_EMAIL}
    return HttpResponse(render_to_string("500.html", context), status=500)
