"""Addresses of links in e-mails."""

from django.conf import settings
from django.urls import reverse

# Django counts in seconds; the mail says days.
VALID_DAYS = settings.PASSWORD_RESET_TIMEOUT // 86_400


def absolute(path: str) -> str:
    """The path on this installation's own address (`SITE_URL`)."""
    return f"{settings.SITE_URL}{path}"


def password_path(key: str) -> str:
    """The path of the page where a password is chosen; `key` is `<user>-<token>`."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return path.replace("UID-KEY", key)
