"""Who may look in the directory and at the chain: staff, and everybody who belongs to an association (R18)."""

from accounts.enums import Permission
from accounts.permissions import ROLE_PERMISSIONS, AnyUser, association_roles, has_permission, require_permission


def may_see_directory(user: AnyUser) -> bool:
    """Whether the user's staff role, or a role in any association, carries the permission."""
    return has_permission(user, Permission.VIEW_DIRECTORY) or any(
        Permission.VIEW_DIRECTORY in ROLE_PERMISSIONS[role] for own in association_roles(user).values() for role in own
    )


def require_directory(user: AnyUser) -> None:
    """Raises `PermissionDenied` for everybody else."""
    if not may_see_directory(user):
        require_permission(user, Permission.VIEW_DIRECTORY)
