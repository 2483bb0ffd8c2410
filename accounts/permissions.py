"""Who may do what (R19): one table of roles, and a resolver for roles towards an association (ADR 5).

Access of an association's people comes from employment or a board seat while it lasts; `associations` registers
the function that reads it. Nothing is copied onto the user.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.enums import Permission, Role
from accounts.models import User

AnyUser = User | AnonymousUser


class AssociationOwned(Protocol):
    """An object that belongs to one or more associations."""

    def association_ids(self) -> Iterable[int]:
        """The ids of the associations it belongs to."""
        ...


ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.CONSULTANT: frozenset(
        {
            Permission.VIEW_REGISTER,
            Permission.VIEW_ASSOCIATION,
            Permission.EDIT_MEMBER_COUNTS,
            Permission.IMPORT_REGISTER,
            Permission.VIEW_ADMINISTRATION,
            Permission.VIEW_REPORT,
            Permission.VIEW_REPORT_RUNS,
            Permission.START_REPORT_RUN,
            Permission.CREATE_ASSOCIATION,
            Permission.EDIT_ASSOCIATION,
            Permission.EDIT_BOARD,
            Permission.EDIT_EMPLOYMENTS,
            Permission.WORK_ON_HANDOVER,
            Permission.OWN_HANDOVER,
            Permission.EDIT_HANDOVER_STANDARD,
            Permission.DECLARE_CHILD_PROTECTION,
            Permission.INVITE_PEOPLE,
            Permission.VIEW_JOURNAL,
            Permission.EDIT_JOURNAL,
            Permission.VIEW_DOCUMENTS,
            Permission.ADD_DOCUMENTS,
            Permission.TRANSFER_CONTACTS,
            Permission.EDIT_PARTNERSHIPS,
            Permission.VIEW_PROGRAMME,
            Permission.HANDLE_PERSON_DATA,
            Permission.VIEW_PLAN,
            Permission.REVIEW_PLAN,
            Permission.COMMENT_PLAN,
            Permission.RECORD_PROGRESS,
            Permission.VIEW_COLLABORATIONS,
            Permission.EDIT_COLLABORATIONS,
            Permission.VIEW_DIRECTORY,
            Permission.EDIT_DIRECTORY,
            Permission.VIEW_ENQUIRIES,
            Permission.ASK,
            Permission.ANSWER_ENQUIRIES,
            Permission.VIEW_REMINDERS,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Permission.VIEW_REGISTER,
            Permission.VIEW_ASSOCIATION,
            Permission.VIEW_ADMINISTRATION,
            Permission.VIEW_REPORT,
            Permission.VIEW_REPORT_RUNS,
            Permission.START_REPORT_RUN,
            Permission.VIEW_JOURNAL,
            Permission.VIEW_DOCUMENTS,
            Permission.VIEW_PLAN,
            Permission.VIEW_PROGRAMME,
            Permission.VIEW_READ_LOG,
            Permission.VIEW_COLLABORATIONS,
            Permission.VIEW_DIRECTORY,
            Permission.VIEW_ENQUIRIES,
            Permission.VIEW_REMINDERS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.IMPORT_PROGRAMME,
            Permission.VIEW_ADMINISTRATION,
            Permission.MANAGE_STAFF,
            Permission.VIEW_PROGRAMME,
            Permission.EDIT_FUNDING,
            Permission.RUN_RETENTION,
            Permission.VIEW_READ_LOG,
            Permission.VIEW_DIRECTORY,
            Permission.VIEW_REMINDERS,
        }
    ),
    Role.BOARD: frozenset(
        {
            Permission.VIEW_ASSOCIATION,
            Permission.EDIT_MEMBER_COUNTS,
            Permission.VIEW_REPORT,
            Permission.EDIT_ASSOCIATION,
            Permission.EDIT_BOARD,
            Permission.EDIT_EMPLOYMENTS,
            Permission.WORK_ON_HANDOVER,
            Permission.OWN_HANDOVER,
            Permission.DECLARE_CHILD_PROTECTION,
            Permission.INVITE_PEOPLE,
            Permission.VIEW_DOCUMENTS,
            Permission.ADD_DOCUMENTS,
            Permission.VIEW_PLAN,
            Permission.WRITE_PLAN,
            Permission.ENDORSE_PLAN,
            Permission.COMMENT_PLAN,
            Permission.RECORD_PROGRESS,
            Permission.VIEW_COLLABORATIONS,
            Permission.EDIT_COLLABORATIONS,
            Permission.VIEW_DIRECTORY,
            Permission.VIEW_ENQUIRIES,
            Permission.ASK,
        }
    ),
    Role.RESOURCE_PERSON: frozenset(
        {
            Permission.VIEW_ASSOCIATION,
            Permission.EDIT_MEMBER_COUNTS,
            Permission.VIEW_REPORT,
            Permission.EDIT_ASSOCIATION,
            Permission.WORK_ON_HANDOVER,
            Permission.VIEW_DOCUMENTS,
            Permission.ADD_DOCUMENTS,
            Permission.VIEW_PLAN,
            Permission.WRITE_PLAN,
            Permission.COMMENT_PLAN,
            Permission.RECORD_PROGRESS,
            Permission.VIEW_COLLABORATIONS,
            Permission.EDIT_COLLABORATIONS,
            Permission.VIEW_DIRECTORY,
            Permission.VIEW_ENQUIRIES,
            Permission.ASK,
        }
    ),
}

AssociationRoles = Mapping[int, frozenset[Role]]
_resolvers: list[Callable[[User], AssociationRoles]] = []


def register_association_roles(resolver: Callable[[User], AssociationRoles]) -> None:
    """Registers the one function that tells a user's current roles by association id."""
    _resolvers[:] = [resolver]


def association_roles(user: AnyUser) -> AssociationRoles:
    """The user's current roles by association id; read once per user object, that is once per request."""
    if not isinstance(user, User) or not user.is_active:
        return {}
    if user.resolved_association_roles is None:
        user.resolved_association_roles = _resolvers[0](user) if _resolvers else {}
    return user.resolved_association_roles


def roles_towards(user: AnyUser, obj: AssociationOwned | None = None) -> frozenset[Role]:
    """The roles that count towards `obj`; without an object, the staff role alone.

    A member of staff who is employed in the association or sits on its board has only that role towards it (R19).
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if obj is not None:
        own = association_roles(user)
        roles = frozenset(role for pk in obj.association_ids() for role in own.get(pk, ()))
        if roles:
            return roles
    return frozenset({Role(user.staff_role)}) if user.staff_role else frozenset()


def has_permission(user: AnyUser, permission: Permission, obj: AssociationOwned | None = None) -> bool:
    """Whether one of the user's roles towards `obj` carries the permission."""
    return any(permission in ROLE_PERMISSIONS[role] for role in roles_towards(user, obj))


def require_permission(user: AnyUser, permission: Permission, obj: AssociationOwned | None = None) -> None:
    """Raises `PermissionDenied` with a text for the user where `has_permission` says no."""
    if not has_permission(user, permission, obj):
        raise PermissionDenied(
            "Du har ikke adgang til dette. Skriv til din kontaktperson, hvis du mener, det er en fejl."
        )
