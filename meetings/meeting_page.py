"""What every page of one meeting shares: fetching it for this user, and the frame it stands in."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import AnyUser, association_roles, has_permission, require_permission
from associations.association_page import page_context
from associations.models import Association
from meetings.enums import STATUS_KINDS
from meetings.models import Meeting


def may_view(user: AnyUser, meeting: Meeting) -> bool:
    """A meeting for many belongs to no association: everybody with a role in one may see it (R13)."""
    if has_permission(user, Permission.VIEW_MEETINGS, meeting):
        return True
    return meeting.kind not in STATUS_KINDS and isinstance(user, User) and bool(association_roles(user))


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The meeting with its association and organiser. Raises `Http404`, `PermissionDenied`."""
    rows = Meeting.objects.visible_to(request.user).select_related("association", "organiser")
    meeting = get_object_or_404(rows, pk=pk)
    if not may_view(request.user, meeting):
        require_permission(request.user, Permission.VIEW_MEETINGS, meeting)
    return meeting


def changeable_meeting(request: HttpRequest, pk: int, permission: Permission = Permission.EDIT_MEETINGS) -> Meeting:
    """The same, for those who have the permission towards it (403)."""
    meeting = visible_meeting(request, pk)
    require_permission(request.user, permission, meeting)
    return meeting


def meeting_context(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """The context of `meetings/meeting_base.html`: a status meeting stands among its association's pages."""
    frame: dict[str, Any] = {"association": None}
    association = meeting.association if meeting.is_status else None
    if isinstance(association, Association) and has_permission(request.user, Permission.VIEW_ASSOCIATION, association):
        frame = page_context(request, association)
    return {
        **frame,
        "meeting": meeting,
        "may_edit": has_permission(request.user, Permission.EDIT_MEETINGS, meeting),
        "sees_list": has_permission(request.user, Permission.VIEW_REGISTER),
    }
