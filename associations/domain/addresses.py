"""A user's e-mail address: changed by themselves with a link to the new one, or by staff at once (R20).

The account and the person in the register always have the same address, so both change together. An open invitation
to the old address dies, and the old address is told. Whoever changes one locks the person first, then the user.
"""

from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.domain import invitations, mail_queue
from accounts.domain.invitations import LinkUnusableError
from accounts.domain.tokens import end_of_day_in, hash_of
from accounts.models import EmailChange, Invitation, User
from associations.models import Person
from workflow import audit

SEND_ADDRESS_MAILS = "associations.tasks.send_address_mails"
TAKEN = "Adressen kan ikke bruges. Vælg en anden."


@transaction.atomic
def request_change(*, user: User, new_email: str) -> EmailChange:
    """The user wishes another address: a link goes to it, a notice to the present one; nothing changes until then.

    An earlier wish is dropped. Whether somebody else has the address is told to that address alone. Raises
    `ValidationError` when it is the present one.
    """
    _, locked = locked_pair(user)
    new_email = new_email.strip().lower()
    if new_email == locked.email:
        raise ValidationError({"new_email": "Det er den adresse, du har i forvejen. Skriv den nye."})
    _cancel_open(locked, by=locked)
    now = timezone.now()
    change = EmailChange(
        user=locked,
        old_email=locked.email,
        new_email=new_email,
        requested_at=now,
        requested_by=locked,
        expires_at=end_of_day_in(settings.EMAIL_CHANGE_DAYS, now),
    )
    audit.save(change, by=locked)
    _send_later(change)
    return change


@transaction.atomic
def cancel_change(user: User) -> bool:
    """The user has thought better of it: the link dies. False when there was nothing to drop."""
    _, locked = locked_pair(user)
    return _cancel_open(locked, by=locked)


def confirm_change(*, token: str, user: User) -> User:
    """The signed-in user has opened the link in the mail to the new address: now it changes.

    Raises `LinkUnusableError`, also when somebody else has got the address meanwhile.
    """
    try:
        return _confirm(token=token, user=user)
    except (ValidationError, IntegrityError):
        raise LinkUnusableError from None


@transaction.atomic
def _confirm(*, token: str, user: User) -> User:
    person, locked = locked_pair(user)
    change = usable_change(token=token, user=locked)
    change.confirmed_at, change.token_hash = timezone.now(), None
    audit.save(change, by=locked)
    _move(locked, person, change.new_email, by=locked)
    invitations.revoke_open(locked, by=locked)
    return locked


def usable_change(*, token: str, user: User) -> EmailChange:
    """The user's open wish that the link belongs to. A pure read. Raises `LinkUnusableError`."""
    rows = EmailChange.objects.still_open().filter(user=user, token_hash=hash_of(token))
    change: EmailChange | None = rows.filter(expires_at__gt=timezone.now()).first()
    if change is None or change.old_email != user.email or is_taken(change.new_email, user):
        raise LinkUnusableError
    return change


@transaction.atomic
def change_at_once(*, user: User, new_email: str, by: User | None) -> User:
    """An administrator changes an account's address; the old one is told. Raises `ValidationError` at `email`."""
    person, locked = locked_pair(user)
    new_email, old_email = new_email.strip().lower(), locked.email
    if new_email == old_email:
        return locked
    if is_taken(new_email, locked):
        raise ValidationError({"email": TAKEN})
    _move(locked, person, new_email, by=by)
    address_changed(locked, old_email=old_email, by=by)
    return locked


@transaction.atomic
def address_changed(user: User, *, old_email: str, by: User | None) -> None:
    """Somebody else has changed the user's address, which is saved: let open links die, and tell the old address.

    An address that has never been written to is told nothing: it may be a stranger's, by a slip of the pen.
    """
    EmailAddress.objects.filter(user=user).delete()  # allauth keeps a list of its own
    _cancel_open(user, by=by)
    written_to = user.has_usable_password() or Invitation.objects.filter(user=user, send_count__gt=0).exists()
    invitations.revoke_open(user, by=by)
    if not written_to:
        return
    now = timezone.now()
    change = EmailChange(
        user=user,
        old_email=old_email,
        new_email=user.email,
        requested_at=now,
        requested_by=by,
        expires_at=end_of_day_in(settings.EMAIL_CHANGE_DAYS, now),
        confirmed_at=now,
    )
    audit.save(change, by=by)
    _send_later(change)


def is_taken(email: str, user: User) -> bool:
    """Whether somebody else in the register, or with an account, has the address."""
    others = User.objects.filter(email=email).exclude(pk=user.pk)
    people = Person.objects.filter(email=email).exclude(user=user.pk)
    return others.exists() or people.exists()


def locked_pair(user: User) -> tuple[Person | None, User]:
    """The person who signs in as the user, if any, and the user, both locked until the transaction ends."""
    person = Person.objects.select_for_update(no_key=True).filter(user=user.pk).first()
    return person, User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _move(user: User, person: Person | None, email: str, *, by: User | None) -> None:
    """The account's and the person's address; allauth's own list of addresses must not keep the old one alive."""
    user.email = email
    audit.save(user, by=by)
    if person is not None:
        person.email = email
        audit.save(person, by=by)
    EmailAddress.objects.filter(user=user).delete()


def _cancel_open(user: User, *, by: User | None) -> bool:
    rows = EmailChange.objects.still_open().select_for_update(of=("self",)).filter(user=user)
    for change in rows:
        change.cancelled_at, change.token_hash = timezone.now(), None
        audit.save(change, by=by)
    return bool(rows)


def _send_later(change: EmailChange) -> None:
    transaction.on_commit(partial(mail_queue.send_task, SEND_ADDRESS_MAILS, change_id=change.pk))
