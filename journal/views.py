"""Journal: what consultants write for each other about an association. Never shown to the association."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from associations.models import Association
from core import clock
from core.exports import Column, list_response
from journal.domain import entry as journal
from journal.domain import entry_queries
from journal.forms import EntryAddForm, EntryEditForm, EntryFilterForm
from journal.models import JournalEntry, JournalEntryQuerySet
from workflow.editing import attempt
from workflow.models import ReadEvent
from workflow.reads import log_read

LIST = "journal:entry-list"
PER_PAGE = 20


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: SignInRequiredMiddleware


def _association(request: HttpRequest, pk: int, permission: Permission) -> Association:
    """The association, when the user may see it (404) and has the permission towards it (403)."""
    association = visible_association(request, pk)
    require_permission(request.user, permission, association)
    return association


def _entry(request: HttpRequest, association: Association, pk: int) -> JournalEntry:
    rows = JournalEntry.objects.visible_to(request.user).select_related("association", "author")
    return get_object_or_404(rows, pk=pk, association=association)


def _own_entry(request: HttpRequest, association: Association, pk: int) -> JournalEntry:
    entry = _entry(request, association, pk)
    for reason in journal.change_blockers(entry, _user(request)):
        raise PermissionDenied(reason)
    return entry


def _found(request: HttpRequest, association: Association) -> tuple[EntryFilterForm, JournalEntryQuerySet]:
    """The filter form, and the entries that the address finds."""
    entries = entry_queries.entries_of(association, request.user)
    form = EntryFilterForm(request.GET or None, authors=entry_queries.author_choices(entries))
    return form, entry_queries.found(entries, form.wanted)


@require_safe
def entry_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries, the newest first."""
    association = _association(request, pk, Permission.VIEW_JOURNAL)
    form, found = _found(request, association)
    log_read(request.user, "Journal", associations=[association])
    parameters = request.GET.copy()
    parameters.pop("side", None)
    context = {
        **page_context(request, association),
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("side")),
        "day": clock.today(),
        "may_write": has_permission(request.user, Permission.EDIT_JOURNAL, association),
        "download_query": parameters.urlencode(),
    }
    return render(request, "journal/entry_list.html", context)


@require_safe
def entry_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The entries that the address finds, as `xlsx` or `csv`."""
    association = _association(request, pk, Permission.VIEW_JOURNAL)
    form, found = _found(request, association)
    log_read(request.user, "Journal", associations=[association], kind=ReadEvent.Kind.EXPORT)
    owner = settings.SITE_OWNER_SHORT
    columns: list[Column[JournalEntry]] = [
        Column("Dato", lambda row: row.held_on),
        Column("Slags", lambda row: row.get_kind_display(), width=14),
        Column("Med hvem", lambda row: row.with_whom, width=28),
        Column("Tekst", lambda row: row.text, width=80),
        Column("Skrevet af", lambda row: str(row.author or ""), width=24),
        Column("Vend tilbage den", lambda row: row.follow_up_on),
        Column("Fulgt op den", lambda row: row.followed_up_on),
        Column("Hvem kan læse det", lambda _: f"Kun {owner}", width=18),
    ]
    notes = [f"Kun {owner}: må ikke sendes til foreningen.", f"Forening: {association.name}.", *form.in_words()]
    name = f"journal {association.name}"
    return list_response(extension, name=name, title="Journal", columns=columns, rows=found, notes=notes)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new entry."""
    association = _association(request, pk, Permission.EDIT_JOURNAL)
    form = EntryAddForm(
        request.POST if request.method == "POST" else None,
        instance=JournalEntry(association=association),
        cancel_url=_list_url(association),
    )
    saved = attempt(
        form,
        lambda: journal.add_entry(
            entry=cast("JournalEntry", form.instance), form_key=form.cleaned_data["form_key"], by=_user(request)
        ),
    )
    if saved:
        messages.success(request, "Notatet er gemt i journalen.")
        return redirect(LIST, pk=association.pk)
    return render(request, "journal/entry_add.html", {**page_context(request, association), "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """The author's own entry, and the button that removes it."""
    association = _association(request, pk, Permission.EDIT_JOURNAL)
    own = _own_entry(request, association, entry)
    form = EntryEditForm(
        request.POST if request.method == "POST" else None, instance=own, cancel_url=_list_url(association)
    )
    saved = attempt(form, lambda: journal.edit_entry(entry=own, based_on=form.based_on, by=_user(request)))
    if saved:
        messages.success(request, "Notatet er gemt.")
        return redirect(LIST, pk=association.pk)
    context = {**page_context(request, association), "form": form, "entry": own}
    return render(request, "journal/entry_edit.html", context, status=form.status)


@require_POST
def entry_follow_up(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Somebody has come back: any consultant may say so, since leave and holidays happen."""
    association = _association(request, pk, Permission.EDIT_JOURNAL)
    if journal.follow_up(entry=_entry(request, association, entry), by=_user(request)):
        messages.success(request, "Det er noteret, at der er fulgt op.")
    else:
        messages.info(request, "Der er allerede fulgt op.")
    return redirect(LIST, pk=association.pk)


@require_POST
def entry_remove(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Removes the author's own entry; asked for twice, it is gone all the same."""
    association = _association(request, pk, Permission.EDIT_JOURNAL)
    if not JournalEntry.objects.visible_to(request.user).filter(pk=entry, association=association).exists():
        messages.info(request, "Notatet er allerede slettet.")
        return redirect(LIST, pk=association.pk)
    journal.remove_entry(entry=_own_entry(request, association, entry), by=_user(request))
    messages.success(request, "Notatet er slettet.")
    return redirect(LIST, pk=association.pk)


def _list_url(association: Association) -> str:
    return reverse(LIST, args=[association.pk])
