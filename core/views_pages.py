"""The pages the footer leads to. They are open to everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.registry import retentions


@login_not_required
@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (`/was`), the short name Danish authorities use."""
    context = {
        "official_url": settings.ACCESSIBILITY_STATEMENT_URL,
        "assessed_on": settings.ACCESSIBILITY_ASSESSED_ON,
        "contact": settings.ACCESSIBILITY_CONTACT,
    }
    return render(request, "core/accessibility_statement.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about whom, who sees it, and for how long it is kept (R20)."""
    context = {
        "controller": settings.DATA_CONTROLLER,
        "officer": settings.DPO_CONTACT,
        "legal_basis": settings.PRIVACY_LEGAL_BASIS,
        "periods": [(entry.label, int(getattr(settings, entry.setting, 0) or 0)) for entry in retentions],
    }
    return render(request, "core/privacy.html", context)
