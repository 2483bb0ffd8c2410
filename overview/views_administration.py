"""Administration: programme years and staff accounts, to read; changes come through Indlæsning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from overview.domain.administration_queries import programme_years, staff


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """For administrators, consultants and managers."""
    require_permission(request.user, Permission.VIEW_ADMINISTRATION)
    context = {
        "years": programme_years(),
        "staff": staff(),
        "may_import": has_permission(request.user, Permission.IMPORT_PROGRAMME),
    }
    return render(request, "overview/administration.html", context)
