"""allauth's sign-in views in this house, and the page behind an invitation."""

from typing import Any

from allauth.account import views
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.demo import DEMO_PASSWORD, demo_sign_ins
from accounts.domain.invitations import LinkUnusableError, accept, usable
from accounts.forms import InvitationForm
from core.context_processors import current_site


class OurSite:
    """allauth puts a `site` of its own into the context, over the one that every template of ours reads."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # from the view beside it
        return context | {"site": current_site()}


class SignInView(OurSite, views.LoginView):  # type: ignore[misc]  # allauth ships no types
    """With the demo's accounts below the form, in demo mode only."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not settings.DEMO_MODE:
            return context | {"demo_sign_ins": []}
        return context | {"demo_sign_ins": demo_sign_ins(), "demo_password": DEMO_PASSWORD}


class SignUpView(OurSite, views.SignupView):  # type: ignore[misc]
    """Always closed (`AccountAdapter`): says who makes accounts."""


class InactiveView(OurSite, views.AccountInactiveView):  # type: ignore[misc]
    """The right password, but the account is closed."""


class PasswordForgottenView(OurSite, views.PasswordResetView):  # type: ignore[misc]
    """Asks for the address that gets a link."""


class PasswordLinkSentView(OurSite, views.PasswordResetDoneView):  # type: ignore[misc]
    """The same answer whether the address is known or not."""


class PasswordChooseView(OurSite, views.PasswordResetFromKeyView):  # type: ignore[misc]
    """The page behind the link, also when the link no longer works."""


class PasswordChosenView(OurSite, views.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """Leads to the sign-in page."""


def limited(request: HttpRequest, action: str) -> HttpResponse | None:
    """The kind 429 when the action's limit in `ACCOUNT_RATE_LIMITS` is reached, else None. A GET does not count."""
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action=action)
    return answer


@sensitive_post_parameters("password1", "password2")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation: choose a password, and be signed in. A link that is of no use says what to do."""
    answer = limited(request, "invitation")
    if answer is not None:
        return answer
    try:
        invitation = usable(token)
        form = InvitationForm(request.POST or None, user=invitation.user, temp_key="")
        if form.is_valid():
            user = accept(token=token, password=form.cleaned_data["password1"])
            login(request, user)
            messages.success(
                request, f"Velkommen til {settings.SITE_NAME}. Din adgangskode er gemt, og du er logget ind."
            )
            return redirect(settings.LOGIN_REDIRECT_URL)
    except LinkUnusableError:
        return render(request, "account/invitation_unusable.html")
    except ValidationError as refusal:
        form.add_error("password1", refusal)
    return render(request, "account/invitation.html", {"form": form, "invitation": invitation})
