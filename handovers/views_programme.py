"""The programme's list of handovers, for the staff."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.permissions import has_permission, require_permission
from core import clock
from core.exports import list_response
from core.tables import prepare
from handovers.domain.queries import handover_rows, narrowed
from handovers.exports import COLUMNS
from handovers.forms import STATES, HandoverFilterForm
from handovers.tables import HandoverTable
from workflow.models import ReadEvent
from workflow.reads import log_read

NOTES = dict(STATES)
PAGE = "Overleveringer"


def _found(request: HttpRequest) -> tuple[HandoverFilterForm, str, Any]:
    """The filter, the state it asks for (open ones unless it says), and the rows."""
    form = HandoverFilterForm({"tilstand": request.GET.get("tilstand") or "open"})
    state = form.cleaned_data["tilstand"] if form.is_valid() else "open"
    return form, state, narrowed(handover_rows(request.user), state=state, day=clock.today())


@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """Overleveringer: the open ones, or those in the state that the address asks for."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    form, state, rows = _found(request)
    log_read(request.user, PAGE)
    query = request.GET.copy()
    query.pop(HandoverTable.Meta.page_field, None)
    context = {
        "form": form,
        "state": state,
        "table": prepare(HandoverTable(rows), request),
        "download_query": query.urlencode(),
        "may_edit_standard": has_permission(request.user, Permission.EDIT_HANDOVER_STANDARD),
    }
    return render(request, "handovers/handover_list.html", context)


@require_safe
def handover_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows in the same order as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    _form, state, rows = _found(request)
    table = HandoverTable(rows)
    RequestConfig(request, paginate=False).configure(table)
    log_read(request.user, PAGE, kind=ReadEvent.Kind.EXPORT)
    notes = [f"Overleveringer: {NOTES[state]}."]
    return list_response(
        extension, name="overleveringer", title="Overleveringer", columns=COLUMNS, rows=table.data.data, notes=notes
    )
