"""What every page of one association shares: fetching it for this user, its navigation, and where it is edited."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.permissions import has_permission, require_permission, roles_towards
from associations.models import Association
from core.navigation import association_links


def visible_association(request: HttpRequest, pk: int, *, rows: QuerySet[Association] | None = None) -> Association:
    """The association, from `rows` or all that the user may see. Raises `Http404`, `PermissionDenied`."""
    every = Association.objects.visible_to(request.user) if rows is None else rows
    association = get_object_or_404(every, pk=pk)
    require_permission(request.user, Permission.VIEW_ASSOCIATION, association)
    return association


ContactResolver = Callable[[int, date], User | None]
_contact_resolvers: list[ContactResolver] = []


def register_contact(resolver: ContactResolver) -> None:
    """Registers the one function that tells who is an association's contact person on a day."""
    _contact_resolvers[:] = [resolver]


def contact_of(association: Association, day: date) -> User | None:
    """The consultant whom the association's people ask about what they may not change themselves."""
    return _contact_resolvers[0](association.pk, day) if _contact_resolvers else None


def page_context(request: HttpRequest, association: Association) -> dict[str, Any]:
    """The context of `associations/association_base.html`."""
    user = request.user
    return {
        "association": association,
        "sidenav": association_links(request, association),
        "may_see_list": has_permission(user, Permission.VIEW_REGISTER),
        "may_edit_counts": has_permission(user, Permission.EDIT_MEMBER_COUNTS, association),
        "may_edit_details": has_permission(user, Permission.EDIT_ASSOCIATION, association),
        "may_close": has_permission(user, Permission.CREATE_ASSOCIATION, association),
        "may_import": has_permission(user, Permission.IMPORT_REGISTER),
        "is_own": bool(roles_towards(user, association) & {Role.BOARD, Role.RESOURCE_PERSON}),
    }
