"""allauth's rules in this house: nobody signs up by themselves, and no answer tells whether an address is known."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts import links
from core.context_processors import current_site

MAIL_ERRORS = (OSError, SMTPException)
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from the import and from `create_administrator`."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "E-mailadressen og adgangskoden passer ikke sammen. Prøv igen, "
        "eller vælg »Glemt adgangskode«.",
        "too_many_login_attempts": "Der er forsøgt for mange gange. Vent fem minutter, og prøv igen.",
        "enter_current_password": "Det er ikke din nuværende adgangskode. Skriv den igen.",
        "invalid_password_reset": "Linket virker ikke længere. Bed om et nyt.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: always this installation's own address, whatever host the visitor asked for."""
        return links.absolute(links.password_path(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a mail for a page. A mail server that is away is logged, not raised: nothing is sent for an unknown
        address, so an error would tell a visitor that this one is known.
        """
        try:
            self.deliver(template_prefix, email, context)
        except MAIL_ERRORS:
            logger.exception("The mail %s could not be sent", template_prefix)

    def deliver(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a mail drawn from `<template_prefix>_{subject,message}`. Raises one of `MAIL_ERRORS`."""
        filled = {"site": current_site(), "days": links.VALID_DAYS, **context}
        self.render_mail(template_prefix, email, filled).send()
