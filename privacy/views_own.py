"""Hent mine oplysninger: everybody who signs in can see and fetch what is held on them."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from core.registry import personal_data
from privacy.domain import readout


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What the file holds, and the file. The data itself is not shown: a telephone is passed around."""
    return render(request, "privacy/own_data.html", {"labels": [entry.label for entry in personal_data]})


@never_cache
@require_safe
def own_data_download(request: HttpRequest) -> HttpResponse:
    """Everything held on the signed-in person."""
    subject = readout.subject_of(cast("User", request.user))
    return zip_response(readout.archive(subject))


def zip_response(content: bytes) -> HttpResponse:
    """The archive as a download that no browser keeps."""
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{readout.archive_name()}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
