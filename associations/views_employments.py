"""An association's employments: one page per employment, and the forms that start, correct, change and end it."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from associations.domain import employments
from associations.domain.funding import funding_text, shares_of
from associations.domain.tenure import duration_text, time_in_post
from associations.enums import BoardRole, EndReason
from associations.forms_employments import (
    EmploymentEditForm,
    EmploymentEndForm,
    EmploymentHoursForm,
    EmploymentStartForm,
    PrimaryContactForm,
    possible_contacts,
)
from associations.models import Association, BoardMember, Employment
from associations.person_choice import person_choice
from core import clock
from core.formats import date_text, decimal_text
from workflow.editing import attempt
from workflow.reads import log_read

PEOPLE = "overview:association-people"
DETAIL = "associations:employment-detail"
FORM = ["GET", "HEAD", "POST"]


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: LoginRequiredMiddleware


def _association(request: HttpRequest, pk: int, permission: Permission = Permission.EDIT_EMPLOYMENTS) -> Association:
    """The association, when the user may see it (404) and has the permission towards it (403)."""
    association = visible_association(request, pk)
    require_permission(request.user, permission, association)
    return association


def _employment(request: HttpRequest, association: Association, pk: int) -> Employment:
    rows = Employment.objects.visible_to(request.user).select_related("association", "person")
    return get_object_or_404(rows, pk=pk, association=association)


def _detail_url(employment: Employment) -> str:
    return reverse(DETAIL, args=[employment.association_id, employment.pk])


def _people_url(association: Association) -> str:
    return reverse(PEOPLE, args=[association.pk])


@require_safe
def employment_detail(request: HttpRequest, pk: int, employment: int) -> HttpResponse:
    """An employment: its facts, and what can be done about it."""
    association = _association(request, pk, Permission.VIEW_ASSOCIATION)
    found = _employment(request, association, employment)
    day = clock.today()
    log_read(request.user, "Ansættelse", associations=[association], people=[found.person_id])
    elapsed = time_in_post(found, day)
    may_edit = has_permission(request.user, Permission.EDIT_EMPLOYMENTS, association)
    chairs = BoardMember.objects.filter(association=association, role=BoardRole.CHAIR, start__lte=day)
    context = {
        **page_context(request, association),
        "employment": found,
        "person": found.person,
        "day": day,
        "is_over": found.end is not None and found.end < day,
        "duration": duration_text(elapsed) if elapsed else "",
        "funding": funding_text(found, shares_of(found)),
        "may_edit": may_edit,
        "goes_on": found.end_reason == EndReason.CONTINUED,
        "may_switch": may_edit
        and not found.is_primary_contact
        and possible_contacts(association).filter(pk=found.pk).exists(),
        "may_correct": has_permission(request.user, Permission.IMPORT_REGISTER, association),
        "chair": None if may_edit else chairs.exclude(end__lt=day).select_related("person").first(),
    }
    return render(request, "associations/employment_detail.html", context)


@require_http_methods(FORM)
def employment_start(request: HttpRequest, pk: int) -> HttpResponse:
    """A new employment."""
    association = _association(request, pk)
    choice = person_choice(request, association)
    form = EmploymentStartForm(
        request.POST or None, user=request.user, chosen=choice.chosen, cancel_url=_people_url(association)
    )
    employment = attempt(
        form, lambda: employments.start_employment(association=association, by=_user(request), **form.values)
    )
    if employment:
        messages.success(request, f"{employment.person.name} er ansat fra {date_text(employment.start)}.")
        return redirect(PEOPLE, pk=association.pk)
    context = {**page_context(request, association), "form": form, "choice": choice}
    return render(request, "associations/employment_start.html", context)


@require_http_methods(FORM)
def employment_edit(request: HttpRequest, pk: int, employment: int) -> HttpResponse:
    """Corrects what an employment should have said all the time."""
    association = _association(request, pk)
    found = _employment(request, association, employment)
    form = EmploymentEditForm(request.POST or None, instance=found, cancel_url=_detail_url(found))
    saved = attempt(
        form,
        lambda: employments.edit_employment(
            employment=found, shares=form.shares, based_on=form.based_on, by=_user(request)
        ),
    )
    if saved:
        messages.success(request, f"Ansættelsen af {saved.person.name} er rettet.")
        return redirect(_detail_url(saved))
    return _form_page(request, found, form, "associations/employment_edit.html")


@require_http_methods(FORM)
def employment_hours(request: HttpRequest, pk: int, employment: int) -> HttpResponse:
    """New hours from a date."""
    association = _association(request, pk)
    found = _employment(request, association, employment)
    form = EmploymentHoursForm(request.POST or None, instance=found, cancel_url=_detail_url(found))
    new = attempt(
        form,
        lambda: employments.change_hours(employment=found, based_on=form.based_on, by=_user(request), **form.values),
    )
    if new:
        hours = decimal_text(new.weekly_hours)
        messages.success(request, f"{new.person.name} er ansat {hours} timer om ugen fra {date_text(new.start)}.")
        return redirect(_detail_url(new))
    return _form_page(request, found, form, "associations/employment_hours.html")


@require_http_methods(FORM)
def employment_end(request: HttpRequest, pk: int, employment: int) -> HttpResponse:
    """Records or corrects the last day and why."""
    association = _association(request, pk)
    found = _employment(request, association, employment)
    form = EmploymentEndForm(request.POST or None, instance=found, cancel_url=_detail_url(found))
    saved = attempt(
        form,
        lambda: employments.end_employment(
            employment=found,
            end=form.cleaned_data["end"],
            reason=form.cleaned_data["end_reason"],
            new_primary=form.cleaned_data.get("new_primary"),
            based_on=form.based_on,
            by=_user(request),
        ),
    )
    if saved:
        messages.success(request, f"Sidste dag for {saved.person.name} er {date_text(saved.end)}.")
        return redirect(_detail_url(saved))
    return _form_page(request, found, form, "associations/employment_end.html")


@require_POST
def employment_end_undo(request: HttpRequest, pk: int, employment: int) -> HttpResponse:
    """The employment goes on after all."""
    found = _employment(request, _association(request, pk), employment)
    try:
        employments.take_back_end(employment=found, by=_user(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{found.person.name} har ingen slutdato længere.")
    return redirect(_detail_url(found))


@require_http_methods(FORM)
def primary_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is primary contact from a date."""
    association = _association(request, pk)
    chosen = request.GET.get("ny", "")
    form = PrimaryContactForm(
        request.POST or None,
        association=association,
        initial={"to": chosen} if chosen.isascii() and chosen.isdigit() else {},
        cancel_url=_people_url(association),
    )
    now = attempt(
        form,
        lambda: employments.switch_primary_contact(
            to=form.cleaned_data["to"], start=form.cleaned_data["start"], by=_user(request)
        ),
    )
    if now:
        start = date_text(form.cleaned_data["start"])
        messages.success(request, f"{now.person.name} er primær kontakt fra {start}.")
        return redirect(PEOPLE, pk=association.pk)
    return render(request, "associations/primary_contact.html", {**page_context(request, association), "form": form})


@require_POST
def employment_delete(request: HttpRequest, pk: int, employment: int) -> HttpResponse:
    """Removes a row that should never have been there; consultants only."""
    association = _association(request, pk, Permission.IMPORT_REGISTER)
    found = _employment(request, association, employment)
    name = found.person.name
    try:
        employments.delete_employment(employment=found, by=_user(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(DETAIL, pk=association.pk, employment=employment)
    messages.success(request, f"Ansættelsen af {name} er slettet.")
    return redirect(PEOPLE, pk=association.pk)


def _form_page(request: HttpRequest, employment: Employment, form: Any, template: str) -> HttpResponse:
    """The page of a form about an employment, which is read again: the form may have changed its copy."""
    shown = Employment.objects.select_related("person").get(pk=employment.pk)
    context = {**page_context(request, employment.association), "form": form, "employment": shown}
    return render(request, template, context, status=form.status)
