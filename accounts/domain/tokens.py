"""Tokens of links in e-mails: random, told to nobody but the mail; the database holds only their hash."""

import hashlib
import secrets
from datetime import datetime, time, timedelta

from django.utils import timezone


def new_token() -> str:
    """A token that cannot be guessed, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the database holds of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def end_of_day_in(days: int, now: datetime) -> datetime:
    """The end of the day that lies so many days ahead, local time: a link that expires on a day works all of it."""
    last_day = timezone.localtime(now).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
