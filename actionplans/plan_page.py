"""What every page of one plan shares: fetching it for this user, and the frame of its association."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from actionplans.enums import WRITABLE
from actionplans.models import PlanRevision
from associations.association_page import page_context
from associations.models import Association

# The steps that bring a plan on its way: their buttons stand out.
MAIN_STEPS = frozenset({"submit", "ask_chair", "endorse", "approve"})


def visible_revision(request: HttpRequest, pk: int) -> PlanRevision:
    """The revision with plan, partnership and those who stamped it. Raises `Http404`, `PermissionDenied`."""
    rows = PlanRevision.objects.visible_to(request.user).select_related(
        "plan__partnership", "saved_by", "submitted_by", "endorsed_by", "returned_by", "approved_by"
    )
    revision = get_object_or_404(rows.prefetch_related("plan__partnership__participations"), pk=pk)
    require_permission(request.user, Permission.VIEW_PLAN, revision)
    return revision


def plan_context(request: HttpRequest, revision: PlanRevision) -> dict[str, Any]:
    """The context of `actionplans/plan_base.html`: in a shared partnership the user's own association or the first."""
    own = Association.objects.visible_to(request.user).filter(pk__in=revision.association_ids())
    association = own.order_by("sort_key", "pk").first()
    assert association is not None  # noqa: S101 — visible_revision has found one
    return {
        **page_context(request, association),
        "revision": revision,
        "plan": revision.plan,
        "main_steps": MAIN_STEPS,
        "is_writable": revision.state in WRITABLE,
        "may_write": has_permission(request.user, Permission.WRITE_PLAN, revision),
        "may_comment": has_permission(request.user, Permission.COMMENT_PLAN, revision),
    }
