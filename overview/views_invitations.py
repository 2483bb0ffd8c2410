"""Inviting everybody who is missing in the associations that the list finds: for consultants."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.domain.access_invitations import invite_missing
from associations.views_access import tell
from core import clock
from core.exports import Column, list_response
from overview.domain.invitation_queries import MissingPeople, MissingPerson, missing_in
from overview.domain.list_conditions import Moment
from overview.domain.list_queries import list_rows
from overview.filters import AssociationFilter
from workflow.models import ReadEvent
from workflow.reads import log_read

COLUMNS: list[Column[MissingPerson]] = [
    Column("Forening", lambda row: row.association.name, width=32),
    Column("Navn", lambda row: row.access.person.name, width=28),
    Column("Post", lambda row: row.posts, width=24),
    Column("E-mail", lambda row: row.access.person.email, width=32),
    Column("Adgang", lambda row: row.access.text, width=40),
]


def _found(request: HttpRequest) -> tuple[AssociationFilter, MissingPeople]:
    """The filter of the address, and who is missing in its associations. Raises `PermissionDenied`."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    require_permission(request.user, Permission.INVITE_PEOPLE)
    day = clock.today()
    rows = list_rows(request.user, day)
    found = AssociationFilter(request.GET, queryset=rows, user=request.user, moment=Moment.today(day))
    return found, missing_in(found.qs, request.user, day)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Those who can be invited, and those who lack an address; the button invites the first ones."""
    found, people = _found(request)
    if request.method == "POST":
        ids = {row.association.pk for row in people.to_invite}
        tell(request, invite_missing(association_ids=ids, by=cast("User", request.user)))
        return redirect(f"{reverse('overview:invitation-list')}?{request.GET.urlencode()}")
    log_read(request.user, "Mangler invitation")
    words = found.in_words() if found.form.is_valid() else []
    context = {"people": people, "filters": words, "query": request.GET.urlencode()}
    return render(request, "overview/invitation_list.html", context)


@require_safe
def invitation_list_export(request: HttpRequest, extension: str) -> HttpResponse:
    """The page's rows as `xlsx` or `csv`."""
    found, people = _found(request)
    log_read(request.user, "Mangler invitation", kind=ReadEvent.Kind.EXPORT)
    words = found.in_words() if found.form.is_valid() else []
    return list_response(
        extension,
        name="mangler invitation",
        title="Mangler invitation",
        columns=COLUMNS,
        rows=[*people.to_invite, *people.without_email],
        notes=words,
    )
