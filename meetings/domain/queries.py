"""Page-sized reads of meetings."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Permission
from accounts.permissions import AnyUser, association_roles, has_permission
from associations.models import Association
from core import clock
from meetings.enums import AHEAD
from meetings.models import Invitee, Meeting


def meetings_of(user: AnyUser) -> QuerySet[Meeting]:
    """All that the user may see, what lies ahead first."""
    return Meeting.objects.visible_to(user).select_related("association", "organiser").order_by("-starts_at", "-pk")


def association_meetings(association: Association) -> dict[str, Any]:
    """Its status meetings, and the meetings for many that it is invited to or that lie ahead."""
    invited = Invitee.objects.filter(association=association).values("meeting")
    ahead = Q(association=None, state__in=AHEAD)
    rows = Meeting.objects.filter(Q(association=association) | Q(association=None, pk__in=invited) | ahead)
    meetings = list(rows.order_by("starts_at", "pk"))
    day = clock.today()
    coming = [row for row in meetings if row.state in AHEAD and row.on >= day]
    unsettled = [row for row in meetings if row.state in AHEAD and row.on < day]
    earlier = [row for row in meetings if row.state not in AHEAD]
    return {"coming": coming, "unsettled": unsettled, "earlier": earlier[::-1]}


def shown_invitees(rows: Iterable[Invitee], meeting: Meeting, user: AnyUser) -> list[Invitee]:
    """Those invited whom the user may see: staff all, others the people of their own associations and the staff."""
    if meeting.is_status or has_permission(user, Permission.VIEW_REGISTER):
        return list(rows)
    own = association_roles(user)
    return [row for row in rows if row.association_id is None or row.association_id in own]
