"""The staff's list of meetings, an association's meetings, and the page of one meeting with its steps."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from meetings.domain import queries
from meetings.domain.workflow import BY_NAME, TRANSITIONS, invited_to
from meetings.forms_meetings import TransitionForm
from meetings.meeting_page import meeting_context, visible_meeting
from meetings.models import Meeting
from workflow.editing import attempt
from workflow.transitions import Offer, log_of, offers, perform

LIST = "meetings:meeting-list"
PAGE = "meetings:meeting-detail"


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Møder: the staff's list."""
    require_permission(request.user, Permission.VIEW_REGISTER)
    return render(request, "meetings/meeting_list.html", {"meetings": queries.meetings_of(request.user)})


@require_safe
def association_meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """Møder: what lies ahead of the association, and what was held."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.VIEW_MEETINGS, association)
    context = {
        **page_context(request, association),
        **queries.association_meetings(association),
        "may_edit": has_permission(request.user, Permission.EDIT_MEETINGS, association),
    }
    return render(request, "meetings/association_meetings.html", context)


@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, about what, who is invited, and the steps that can be taken."""
    meeting = visible_meeting(request, pk)
    context = {
        **meeting_context(request, meeting),
        "offers": offers(TRANSITIONS, meeting, cast("User", request.user)),
        "invitees": queries.shown_invitees(invited_to(meeting), meeting, request.user),
        "moves": meeting.moves.all(),
        "log": log_of(meeting),
    }
    return render(request, "meetings/meeting_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_transition(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step: a page with one button, and a comment where the step needs one."""
    meeting = visible_meeting(request, pk)
    transition = BY_NAME.get(name)
    if transition is None or transition.permission is None:
        raise Http404("no such step")
    require_permission(request.user, transition.permission, meeting)
    form = TransitionForm(request.POST if request.method == "POST" else None, transition=transition)
    taken = attempt(
        form,
        lambda: perform(
            transition, meeting, by=cast("User", request.user), comment=form.cleaned_data.get("comment", "")
        ),
    )
    if taken:
        messages.success(request, f"Mødet: {transition.told}.")
        return redirect(PAGE, pk=meeting.pk)
    offer = _offer(request, meeting, name)
    if offer is None:
        messages.info(request, "Det skridt kan ikke tages nu. Her er, hvordan mødet står.")
        return redirect(PAGE, pk=meeting.pk)
    context = {**meeting_context(request, meeting), "form": form, "transition": transition, "offer": offer}
    return render(request, "meetings/meeting_transition.html", context)


def _offer(request: HttpRequest, meeting: Meeting, name: str) -> Offer[Meeting] | None:
    found = offers(TRANSITIONS, meeting, cast("User", request.user))
    return next((offer for offer in found if offer.transition.name == name), None)
