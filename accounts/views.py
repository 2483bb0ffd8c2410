"""allauth's sign-in views in this house."""

from typing import Any

from allauth.account import views
from django.conf import settings

from accounts.demo import DEMO_PASSWORD, demo_sign_ins
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
