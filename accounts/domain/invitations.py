"""Invitations: how somebody gets their sign-in. Single use, with an end, to be sent again or taken back.

Whoever changes one locks the user first, then the invitation.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import tracing
from accounts.domain import mail_queue
from accounts.domain.tokens import end_of_day_in, hash_of
from accounts.models import Invitation, User

SEND_INVITATION = "accounts.tasks.send_invitation"
# A second click within this time asks for nothing new.
SAME_CLICK = timedelta(minutes=1)


class LinkUnusableError(Exception):
    """The link has been used, taken back, replaced or forged, or its time has run out: nobody is told which."""


@transaction.atomic
def invite(user: User, *, by: User | None) -> Invitation:
    """An open invitation, its mail on the way once the transaction ends. Raises `ValidationError` with the reason."""
    locked = _locked(user)
    refuse(blockers(locked))
    known = open_invitation(locked)
    if known is not None:
        if known.is_expired or known.requested_at > timezone.now() - SAME_CLICK:
            return resend(known, by=by)
        raise ValidationError(f"{locked.name} er allerede inviteret. Send invitationen igen, hvis den er blevet væk.")
    now = timezone.now()
    invitation = Invitation(
        user=locked,
        email=locked.email,
        created_at=now,
        created_by=by,
        requested_at=now,
        requested_by=by,
        expires_at=end_of_day_in(settings.INVITATION_DAYS, now),
    )
    tracing.save(invitation, by=by)
    _send_later(invitation)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User | None) -> Invitation:
    """Sends a new link and lets the old one die; a second click in the same minute does nothing.

    Raises `ValidationError` when the invitation is no longer open, or the user may not be invited any more.
    """
    user = _locked(invitation.user)
    refuse(blockers(user))
    current = _open(invitation)
    now = timezone.now()
    if current.failed_at is None and current.requested_at > now - SAME_CLICK:
        return current
    current.token_hash = current.sent_at = current.failed_at = None
    current.requested_at, current.requested_by = now, by
    current.expires_at = end_of_day_in(settings.INVITATION_DAYS, now)
    tracing.save(current, by=by)
    _send_later(current)
    return current


@transaction.atomic
def revoke(invitation: Invitation, *, by: User | None) -> Invitation:
    """Takes an open invitation back: its link dies. Raises `ValidationError` when it is no longer open."""
    _locked(invitation.user)
    return _revoked(_open(invitation), by=by)


@transaction.atomic
def revoke_open(user: User, *, by: User | None) -> bool:
    """Takes the user's open invitation back, if there is one: the address has changed, or the account is closed."""
    known = open_invitation(_locked(user))
    if known is None:
        return False
    _revoked(known, by=by)
    return True


@transaction.atomic
def accept(*, token: str, password: str) -> User:
    """Gives the invited user their password; the link is used up.

    Raises `LinkUnusableError`, and `ValidationError` for a password that the validators refuse.
    """
    found = usable(token)
    user = _locked(found.user)
    invitation = usable(token)  # again, now that nobody else can use it
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _accepted(invitation, user)
    return user


@transaction.atomic
def accepted_by_other_way(user: User) -> None:
    """The user has chosen a password by "Glemt adgangskode": an open invitation has served its purpose."""
    known = open_invitation(_locked(user))
    if known is not None:
        _accepted(known, user)


def usable(token: str) -> Invitation:
    """The open invitation that the link belongs to. A pure read. Raises `LinkUnusableError`."""
    rows = Invitation.objects.still_open().select_related("user", "created_by")
    invitation: Invitation | None = rows.filter(token_hash=hash_of(token), expires_at__gt=timezone.now()).first()
    # An address that has changed takes its invitation with it; this is the second lock on that door.
    if invitation is None or not invitation.user.is_active or invitation.user.email != invitation.email:
        raise LinkUnusableError
    return invitation


def blockers(user: User) -> list[str]:
    """Why the user cannot be invited now."""
    if not user.is_active:
        return [f"Brugeren {user.name} er lukket. En administrator kan åbne den igen."]
    if user.has_usable_password():
        return [f"{user.name} har allerede valgt en adgangskode og kan logge ind."]
    return []


def refuse(reasons: Iterable[str]) -> None:
    """Raises `ValidationError` with the reasons, if there are any."""
    found = list(reasons)
    if found:
        raise ValidationError(found)


def open_invitation(user: User) -> Invitation | None:
    """The user's open invitation, if any."""
    found: Invitation | None = Invitation.objects.still_open().filter(user=user).first()
    return found


_purposes: list[Callable[[User], str]] = []


def register_purpose(purpose: Callable[[User], str]) -> None:
    """Registers the function that says what somebody is invited as: `ressourceperson i Judoklubben`."""
    _purposes[:] = [purpose]


def purpose_of(user: User) -> str:
    """What the user is invited as; empty when nothing is known."""
    return next((text for text in (purpose(user) for purpose in _purposes) if text), user.role_label.lower())


def _locked(user: User) -> User:
    """The user as the database holds them, locked until the transaction ends."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _open(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.still_open().select_related("user").select_for_update(of=("self",))
    found: Invitation | None = rows.filter(pk=invitation.pk).first()
    if found is None:
        raise ValidationError("Invitationen er allerede taget i brug eller trukket tilbage.")
    return found


def _revoked(invitation: Invitation, *, by: User | None) -> Invitation:
    invitation.revoked_at, invitation.revoked_by, invitation.token_hash = timezone.now(), by, None
    return tracing.save(invitation, by=by)


def _accepted(invitation: Invitation, user: User) -> None:
    invitation.accepted_at, invitation.token_hash = timezone.now(), None
    tracing.save(invitation, by=user)


def _send_later(invitation: Invitation) -> None:
    transaction.on_commit(partial(mail_queue.send_task, SEND_INVITATION, invitation_id=invitation.pk))
