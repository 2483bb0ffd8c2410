"""Persondata: what is held on somebody else, to hand out or to erase. Consultants for the associations' people they
may see, administrators for the staff (ADR 11).
"""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.models import Person
from core import clock
from core.registry import Subject
from privacy.domain import erasure, readout
from privacy.domain.people_queries import MOST_FOUND, find_people
from privacy.forms import PersonEraseForm, PersonSearchForm
from privacy.views_own import zip_response
from workflow.editing import attempt
from workflow.reads import log_read

ERASED = "Persondata er slettet."


@require_safe
def person_search(request: HttpRequest) -> HttpResponse:
    """Finds the person that somebody asks about."""
    require_permission(request.user, Permission.HANDLE_PERSON_DATA)
    form = PersonSearchForm(request.GET or None)
    text = form.cleaned_data["soeg"] if form.is_valid() else ""
    found = find_people(request.user, text, clock.today())
    if found:
        log_read(request.user, "Persondata, søgning", people=[row.person for row in found])
    context = {"form": form, "text": text, "found": found, "is_cut": len(found) == MOST_FOUND}
    return render(request, "privacy/person_search.html", context)


def _person(request: HttpRequest, pk: int) -> Person:
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("user"), pk=pk)
    require_permission(request.user, Permission.HANDLE_PERSON_DATA, person)
    return person


def _member_of_staff(request: HttpRequest, pk: int) -> User:
    require_permission(request.user, Permission.MANAGE_STAFF)
    return get_object_or_404(User.objects.exclude(staff_role=""), pk=pk)


def _page(holder: Person | User) -> dict[str, Any]:
    """Where the pages about this person are."""
    kind = "person" if isinstance(holder, Person) else "staff"
    return {
        "holder": holder,
        "is_staff": kind == "staff",
        "data_url": reverse(f"privacy:{kind}-data", args=[holder.pk]),
        "download_url": reverse(f"privacy:{kind}-data-download", args=[holder.pk]),
        "erase_url": reverse(f"privacy:{kind}-erase", args=[holder.pk]),
    }


def _subject(holder: Person | User) -> Subject:
    return Subject(holder.pk, holder.user_id) if isinstance(holder, Person) else Subject(None, holder.pk)


@require_safe
def person_data(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done with a person's data."""
    return _data(request, _person(request, pk))


@require_safe
def staff_data(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a member of staff."""
    return _data(request, _member_of_staff(request, pk))


def _data(request: HttpRequest, holder: Person | User) -> HttpResponse:
    _log(request, holder)
    reasons = erasure.blockers(_subject(holder), cast("User", request.user))
    return render(request, "privacy/person_data.html", {**_page(holder), "blockers": reasons})


@require_POST
def person_data_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything held on the person as a file to hand out, traced."""
    return zip_response(readout.hand_out(_person(request, pk), by=cast("User", request.user)))


@require_POST
def staff_data_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a member of staff."""
    return zip_response(readout.hand_out(_member_of_staff(request, pk), by=cast("User", request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What an erasure takes, what stays and why; then the erasure."""
    return _erase(request, _person(request, pk), done=reverse("privacy:person-search"))


@require_http_methods(["GET", "HEAD", "POST"])
def staff_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a member of staff."""
    return _erase(request, _member_of_staff(request, pk), done=reverse("overview:administration"))


def _erase(request: HttpRequest, holder: Person | User, *, done: str) -> HttpResponse:
    subject, user = _subject(holder), cast("User", request.user)
    page = _page(holder)
    form = PersonEraseForm(request.POST or None, cancel_url=page["data_url"])

    def erase() -> bool:
        erasure.erase(subject, reason=form.cleaned_data["reason"], by=user)
        return True

    if request.method == "POST" and attempt(form, erase):
        messages.success(request, ERASED)
        return redirect(done)
    _log(request, holder)
    context = {**page, "form": form, "preview": erasure.preview(subject, user)}
    return render(request, "privacy/person_erase.html", context)


def _log(request: HttpRequest, holder: Person | User) -> None:
    if isinstance(holder, Person):
        log_read(request.user, readout.PAGE, associations=holder.association_ids(), people=[holder])
