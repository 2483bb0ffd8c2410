"""Links to choose a password: for the reset page, and for the command that makes the first administrator."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User

# Django counts in seconds; the mail says days.
VALID_DAYS = settings.PASSWORD_RESET_TIMEOUT // 86_400


def absolute(path: str) -> str:
    """The path on this installation's own address (`SITE_URL`)."""
    return f"{settings.SITE_URL}{path}"


def password_path(key: str) -> str:
    """The path of the page where a password is chosen; `key` is `<user>-<token>`."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return path.replace("UID-KEY", key)


def password_link(user: User) -> str:
    """A link where this user chooses a password once, within `VALID_DAYS` days."""
    token = default_token_generator.make_token(user)
    return absolute(password_path(f"{user_pk_to_url_str(user)}-{token}"))
