"""What the pages of one handover share: fetching it for this user, who may do what, and its template's context."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission
from associations.association_page import page_context, visible_association
from associations.models import Association
from core import clock
from handovers.domain import handovers
from handovers.domain.queries import standing
from handovers.models import Handover, HandoverItem


@dataclass(frozen=True)
class Page:
    """A handover that the user may see, with its association."""

    association: Association
    handover: Handover
    user: User

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """The context of every page about this handover."""
        handover = self.handover
        return {
            **page_context(request, self.association),
            "handover": handover,
            "employment": handover.employment,
            "standing": standing(handover, clock.today()),
            "may_work": has_permission(self.user, Permission.WORK_ON_HANDOVER, self.association),
            "may_own": has_permission(self.user, Permission.OWN_HANDOVER, self.association),
            "work_reason": first(handovers.work_blockers(handover, self.user)),
        }


def visible_handover(request: HttpRequest, pk: int, number: int) -> Page:
    """The association's handover of that number. Raises `Http404`, `PermissionDenied`."""
    association = visible_association(request, pk)
    rows = Handover.objects.select_related("employment__person", "owner__person").filter(employment__association=pk)
    handover = get_object_or_404(rows, pk=number)
    handover.employment.association = association
    return Page(association, handover, cast("User", request.user))  # signed in: the association was visible


def visible_item(page: Page, item: int) -> HandoverItem:
    """The handover's item of that key. Raises `Http404`."""
    found = get_object_or_404(page.handover.items.select_related("done_by"), pk=item)
    found.handover = page.handover
    return found


def first(reasons: list[str]) -> str:
    """The first reason, empty when there is none."""
    return reasons[0] if reasons else ""
