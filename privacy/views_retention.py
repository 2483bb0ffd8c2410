"""Opbevaring: what is past its time, and the click that carries it out."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from core import clock
from core.formats import plural
from privacy.domain import retention

MOST_LISTED = 200


@require_safe
def retention_list(request: HttpRequest) -> HttpResponse:
    """Every kind with its period and what the daily job found."""
    require_permission(request.user, Permission.RUN_RETENTION)
    kinds = retention.kinds()
    found = [kind.proposal.found_at for kind in kinds if kind.proposal]
    return render(request, "privacy/retention_list.html", {"kinds": kinds, "found_at": max(found, default=None)})


@require_POST
def retention_find(request: HttpRequest) -> HttpResponse:
    """Looks again now."""
    require_permission(request.user, Permission.RUN_RETENTION)
    retention.propose()
    messages.success(request, "Der er ledt igen.")
    return redirect("privacy:retention-list")


@require_http_methods(["GET", "HEAD", "POST"])
def retention_carry_out(request: HttpRequest, key: str) -> HttpResponse:
    """What would go of one kind, and the button; sent twice, nothing more goes."""
    require_permission(request.user, Permission.RUN_RETENTION)
    entry = retention.entry_of(key)
    if entry is None:
        raise Http404("no such kind, or it is kept for ever")
    if request.method == "POST":
        done = retention.carry_out(entry, by=cast("User", request.user))
        text = f"{entry.label}: {plural(done, 'post', 'poster')} slettet." if done else "Der var ikke noget at slette."
        messages.success(request, text)
        return redirect("privacy:retention-list")
    found = retention.expired(entry)
    context = {
        "entry": entry,
        "years": retention.years_of(entry),
        "count": len(found),
        "listed": found[:MOST_LISTED],
        "day": clock.today(),
    }
    return render(request, "privacy/retention_carry_out.html", context)
