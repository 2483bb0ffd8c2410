"""What every page of one enquiry shares: fetching it for this user, its head, and the way back."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.association_page import page_context, visible_association
from associations.models import Association
from core import clock
from enquiries.models import Enquiry

DETAIL = "enquiries:enquiry-detail"


def user_of(request: HttpRequest) -> User:
    """Whoever asks."""
    return cast("User", request.user)  # signed in: SignInRequiredMiddleware


def association_of(request: HttpRequest, pk: int, permission: Permission) -> Association:
    """The association, when the user may see it (404) and has the permission towards it (403)."""
    association = visible_association(request, pk)
    require_permission(request.user, permission, association)
    return association


def enquiry_of(request: HttpRequest, association: Association, pk: int) -> Enquiry:
    """The association's enquiry. Raises `Http404`."""
    rows = Enquiry.objects.visible_to(request.user).select_related("association", "owner", "asked_by")
    return get_object_or_404(rows, pk=pk, association=association)


def answerable(request: HttpRequest, pk: int, enquiry: int) -> tuple[Association, Enquiry]:
    """The association and its enquiry, for somebody who may answer it. Raises `Http404`, `PermissionDenied`."""
    association = association_of(request, pk, Permission.ANSWER_ENQUIRIES)
    return association, enquiry_of(request, association, enquiry)


def enquiry_context(request: HttpRequest, association: Association, enquiry: Enquiry) -> dict[str, Any]:
    """The context of `enquiries/enquiry_base.html`."""
    day = clock.today()
    return {
        **page_context(request, association),
        "enquiry": enquiry,
        "enquiry_url": url_of(enquiry),
        "day": day,
        "days_waiting": enquiry.days_waiting(day),
    }


def url_of(enquiry: Enquiry) -> str:
    """The address of the enquiry's page."""
    return reverse(DETAIL, args=[enquiry.association_id, enquiry.pk])


def back_to(enquiry: Enquiry) -> HttpResponse:
    """The enquiry's page."""
    return redirect(DETAIL, pk=enquiry.association_id, enquiry=enquiry.pk)
