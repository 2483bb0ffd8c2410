"""What the pages of handovers show: pure reads in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from accounts.permissions import AnyUser
from associations.models import Association
from core.formats import date_text, plural
from core.periods import Period
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverFile, HandoverItem

DONE = Count("items", filter=Q(items__done_on__isnull=False))


@dataclass(frozen=True)
class Standing:
    """A handover's state with its age, for a badge (`label`, `kind`) and the words beside it (`age`)."""

    key: str
    label: str
    kind: str
    age: str


def standing(handover: Handover, day: date) -> Standing:
    """Open, overdue, closed, closed with something left, or cancelled, on the day. Definition: docs/figures.md."""
    end = handover.employment.end
    if handover.state == HandoverState.CANCELLED:
        return Standing("cancelled", "aflyst", "", "")
    if handover.state == HandoverState.CLOSED:
        label, kind = ("afsluttet med mangler", "warning") if handover.left_over else ("afsluttet", "success")
        return Standing("closed", label, kind, f"den {date_text(handover.closed_on)}")
    if end is not None and end < day:
        late = (day - end).days
        return Standing("overdue", "over tiden", "error", f"i {plural(late, 'dag', 'dage')}")
    return Standing("open", "åben", "info", f"i {plural(age_in_days(handover, day), 'dag', 'dage')}")


def age_in_days(handover: Handover, day: date) -> int:
    """Days since the handover was opened, the first one included."""
    return Period(min(handover.opened_on, day), day).days


def with_counts(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """The handovers with people, association and `total`, `done` and `left` items: one query."""
    return rows.select_related("employment__person", "employment__association", "owner__person").annotate(
        total=Count("items"), done=DONE, left=F("total") - F("done")
    )


def association_handovers(association: Association) -> list[Handover]:
    """The association's handovers: open ones first by the day they are due, then the newest."""
    rows = with_counts(Handover.objects.filter(employment__association=association))
    return list(rows.order_by(_open_first(), F("employment__end").desc(nulls_last=True), "-pk"))


def handover_rows(user: AnyUser) -> QuerySet[Handover]:
    """Every handover that the user may see, for the programme: open ones first, the longest overdue on top."""
    rows = with_counts(Handover.objects.visible_to(user))
    return rows.order_by(_open_first(), F("employment__end").asc(nulls_last=True), "pk")


def narrowed(rows: QuerySet[Handover], *, state: str, day: date) -> QuerySet[Handover]:
    """The rows in a state that the list offers: `open` (overdue ones too), `overdue`, `closed`, `cancelled`, or all."""
    is_open = Q(state=HandoverState.OPEN.value)
    conditions = {
        "open": is_open,
        "overdue": is_open & Q(employment__end__lt=day),
        "closed": Q(state=HandoverState.CLOSED.value),
        "cancelled": Q(state=HandoverState.CANCELLED.value),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


def checklist(handover: Handover) -> list[HandoverItem]:
    """The items in their order, with who has ticked them and with `shown_files`: two queries."""
    rows = handover.items.select_related("done_by").order_by("position", "pk")
    return list(rows.prefetch_related(Prefetch("files", shown_files(), to_attr="shown_files")))


def shown_files() -> QuerySet[HandoverFile]:
    """Files with their documents; one that has been made internal afterwards is no longer shown here."""
    return HandoverFile.objects.filter(document__is_internal=False).select_related("document").order_by("pk")


def left_of(items: Iterable[HandoverItem]) -> list[HandoverItem]:
    """The items that are not ticked."""
    return [item for item in items if not item.is_done]


def _open_first() -> Case:
    return Case(
        When(state=HandoverState.OPEN.value, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
