"""The pages the footer leads to. They are open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (`/was`), the short name Danish authorities use."""
    return render(request, "core/accessibility_statement.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about whom, and who sees it (R20)."""
    return render(request, "core/privacy.html")
