"""The way out that stands in every mail: an address, signed for one person, that stops the mails without sign-in.

It can do nothing else, so it lasts: a mail of last year must still be able to stop those of this one (RFC 8058).
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User
from reminders.domain.choices import choice_of, save_choice
from reminders.enums import Delivery

SALT = "reminders.unsubscribe"


def token_for(user: User) -> str:
    """What the address bears: the user's key and its signature."""
    return Signer(sep=".", salt=SALT).sign(str(user.pk))


def unsubscribe_path(user: User) -> str:
    """The path of the page behind the link."""
    return reverse("reminders:unsubscribe", args=[token_for(user)])


def user_of(token: str) -> User | None:
    """Whose mails the address stops; None for a forged one, and for an account that is closed."""
    try:
        key = int(Signer(sep=".", salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def unsubscribe(user: User) -> None:
    """No more mails, as if they had chosen it themselves. Twice does what once does."""
    choice = choice_of(user)
    choice.delivery = Delivery.PAGE.value
    save_choice(choice=choice, by=user)
