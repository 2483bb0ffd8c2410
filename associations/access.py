"""Which associations a user may see, and which role they have there today (R19)."""

from collections import defaultdict
from typing import TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet, Value

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.permissions import AnyUser, association_roles, has_permission
from core import clock

Rows = TypeVar("Rows", bound=QuerySet[Model])


def current_roles(user: User) -> dict[int, frozenset[Role]]:
    """The user's roles by association id, from employments and board seats that hold today; one query."""
    today = clock.today()
    holds_today = Q(start__lte=today) & (Q(end=None) | Q(end__gte=today))
    held = [
        apps.get_model("associations", model)
        ._default_manager.filter(holds_today, person__user=user.pk)
        .order_by()
        .values_list("association_id", Value(role.value))
        for model, role in (("Employment", Role.RESOURCE_PERSON), ("BoardMember", Role.BOARD))
    ]
    roles: defaultdict[int, set[Role]] = defaultdict(set)
    for association_id, role in held[0].union(held[1]):
        roles[association_id].add(Role(role))
    return {association_id: frozenset(own) for association_id, own in roles.items()}


def visible_association_ids(user: AnyUser) -> set[int] | None:
    """The ids the user may see, or None for all of them."""
    if has_permission(user, Permission.VIEW_REGISTER):
        return None
    return set(association_roles(user))


def limited_to_visible(rows: Rows, user: AnyUser, *, path: str) -> Rows:
    """The rows whose association (at `path`) the user may see."""
    ids = visible_association_ids(user)
    return rows if ids is None else rows.filter(**{f"{path}__in": ids})
