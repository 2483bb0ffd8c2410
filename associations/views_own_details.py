"""Mine oplysninger: for everybody who is signed in, also without access to any association."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.invitations import LinkUnusableError
from accounts.models import User
from accounts.views import limited
from associations.domain import addresses
from associations.domain.own_details import edit_own_details, open_change, own_posts
from associations.forms_own_details import EmailChangeForm, OwnDetailsForm
from core import clock
from workflow.editing import attempt


def own_account(request: HttpRequest) -> User:
    """The signed-in user as the database holds them: a form must not change the one that the page's header shows."""
    return User.objects.get(pk=cast("User", request.user).pk)


@require_http_methods(["GET", "HEAD", "POST"])
def own_details(request: HttpRequest) -> HttpResponse:
    """Name and telephone to edit; address, password and roles to see."""
    user = own_account(request)
    form = OwnDetailsForm(request.POST or None, instance=user)
    if attempt(form, lambda: edit_own_details(user, based_on=form.based_on)):
        messages.success(request, "Dine oplysninger er gemt.")
        return redirect("associations:own-details")
    day = clock.today()
    context = {"form": form, "posts": own_posts(user, day), "change": open_change(user)}
    return render(request, "associations/own_details.html", context, status=form.status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: HttpRequest) -> HttpResponse:
    """Asks for a link to the new address. The answer is the same whether somebody else has it or not."""
    answer = limited(request, "change_email")
    if answer is not None:
        return answer
    user = own_account(request)
    form = EmailChangeForm(request.POST or None, user=user, cancel_url=reverse("associations:own-details"))
    change = attempt(form, lambda: addresses.request_change(user=user, new_email=form.cleaned_data["new_email"]))
    if change:
        messages.success(request, f"Vi sender et link til {change.new_email}. Åbn det, mens du er logget ind her.")
        return redirect("associations:own-details")
    return render(request, "associations/email_change.html", {"form": form, "days": settings.EMAIL_CHANGE_DAYS})


@require_POST
def email_change_cancel(request: HttpRequest) -> HttpResponse:
    """Drops the wish."""
    if addresses.cancel_change(own_account(request)):
        messages.success(request, "Du beholder din hidtidige e-mailadresse.")
    return redirect("associations:own-details")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email_change_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail: one button. Only the user who asked for it can press it."""
    user = own_account(request)
    try:
        if request.method == "POST":
            changed = addresses.confirm_change(token=token, user=user)
            update_session_auth_hash(request, changed)
            messages.success(request, f"Fra nu af logger du ind med {changed.email}.")
            return redirect("associations:own-details")
        change = addresses.usable_change(token=token, user=user)
    except LinkUnusableError:
        return render(request, "associations/email_change_unusable.html")
    return render(request, "associations/email_change_confirm.html", {"change": change})
