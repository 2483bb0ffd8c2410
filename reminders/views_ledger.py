"""Påmindelser: what was told, what failed, and what the next 30 days will bring."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from core.exports import Column, list_response
from core.tables import Table, prepare
from reminders.domain import ledger_queries
from reminders.domain.retrying import retry
from reminders.domain.sending import label_of
from reminders.enums import Outcome
from reminders.forms import ReminderFilterForm, UpcomingFilterForm
from reminders.models import Reminder, ReminderDigest
from reminders.tables import ReminderTable, UpcomingTable

COLUMNS: list[Column[Any]] = [
    Column("Dag", lambda row: row.on),
    Column("Forening", lambda row: row.association.name, width=34),
    Column("Slags", lambda row: label_of(row.kind), width=24),
    Column("Trin", lambda row: row.get_stage_display(), width=16),
    Column("Frist", lambda row: row.due_on),
    Column("Modtager", lambda row: row.user.name, width=28),
    Column("Som", lambda row: row.get_rung_display(), width=24),
    Column("Hvad der skete", lambda row: row.get_outcome_display(), width=22),
]
SENT_COLUMNS: list[Column[Any]] = [
    *COLUMNS,
    Column("Sendt", lambda row: row.sent_at, width=18),
    Column("Forsøg", lambda row: row.attempts),
    Column("Fejl", lambda row: row.error, width=50),
]


def _table(request: HttpRequest, kind: type[Table], form: ReminderFilterForm, rows: Any) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop(Table.Meta.page_field, None)
    return {
        "form": form,
        "table": prepare(kind(form.narrow(rows)), request),
        "download_query": query.urlencode(),
    }


@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """What was sent and what was not, with its filters; what failed stands above with its button."""
    require_permission(request.user, Permission.VIEW_REMINDERS)
    rows = ledger_queries.reminders(request.user)
    context = _table(request, ReminderTable, ReminderFilterForm(request.GET or None), rows) | {
        "standing": ledger_queries.standing(request.user),
        "failed": [(row, label_of(row.kind)) for row in rows.filter(outcome=Outcome.FAILED)[:20]],
        "failed_digests": ledger_queries.failed_digests(),
    }
    return render(request, "reminders/reminder_list.html", context)


@require_safe
def reminder_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REMINDERS)
    form = ReminderFilterForm(request.GET or None)
    table = ReminderTable(form.narrow(ledger_queries.reminders(request.user)))
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension,
        name="påmindelser",
        title="Påmindelser",
        columns=SENT_COLUMNS,
        rows=table.data.data,
        notes=form.in_words(),
    )


@require_safe
def upcoming_list(request: HttpRequest) -> HttpResponse:
    """What the next 30 days will bring, if nothing is done until then."""
    require_permission(request.user, Permission.VIEW_REMINDERS)
    rows = ledger_queries.upcoming(request.user)
    context = _table(request, UpcomingTable, UpcomingFilterForm(request.GET or None), rows)
    context["standing"] = ledger_queries.standing(request.user)
    return render(request, "reminders/upcoming_list.html", context)


@require_safe
def upcoming_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The same rows as `xlsx` or `csv`."""
    require_permission(request.user, Permission.VIEW_REMINDERS)
    form = UpcomingFilterForm(request.GET or None)
    table = UpcomingTable(form.narrow(ledger_queries.upcoming(request.user)))
    RequestConfig(request, paginate=False).configure(table)
    return list_response(
        extension,
        name="kommende påmindelser",
        title="Kommende påmindelser",
        columns=COLUMNS,
        rows=table.data.data,
        notes=form.in_words(),
    )


@require_POST
def reminder_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries a mail again that was given up."""
    require_permission(request.user, Permission.VIEW_REMINDERS)
    row = get_object_or_404(Reminder.objects.visible_to(request.user), pk=pk)
    _told(request, done=retry(row, by=cast("User", request.user)))
    return redirect("reminders:reminder-list")


@require_POST
def digest_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a digest."""
    require_permission(request.user, Permission.VIEW_REMINDERS)
    _told(request, done=retry(get_object_or_404(ReminderDigest, pk=pk), by=cast("User", request.user)))
    return redirect("reminders:reminder-list")


def _told(request: HttpRequest, *, done: bool) -> None:
    if done:
        messages.success(request, "Mailen sendes igen om et øjeblik. Er det gjort imens, sendes den ikke.")
    else:
        messages.info(request, "Mailen er ikke opgivet, så der er ikke noget at prøve igen.")
