"""How far somebody is on the way to signing in: what lists of people and of staff show. Pure reads."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from accounts.models import Invitation, User
from core.formats import date_text


class SignInState(StrEnum):
    """From nothing to a chosen password."""

    NOT_INVITED = "not_invited"
    UNSENT = "unsent"
    INVITED = "invited"
    EXPIRED = "expired"
    READY = "ready"
    CLOSED = "closed"


@dataclass(frozen=True)
class SignIn:
    """The state of a user's sign-in; `invitation` is the latest one, open or not."""

    state: SignInState
    invitation: Invitation | None = None

    @property
    def label(self) -> str:
        """The state in a few words, for a badge."""
        failed = self.invitation is not None and self.invitation.failed_at is not None
        return {
            SignInState.NOT_INVITED: "Ikke inviteret",
            SignInState.UNSENT: "Ikke sendt" if failed else "Ikke sendt endnu",
            SignInState.INVITED: "Inviteret",
            SignInState.EXPIRED: "Invitationen udløb",
            SignInState.READY: "Kan logge ind",
            SignInState.CLOSED: "Brugeren er lukket",
        }[self.state]

    @property
    def detail(self) -> str:
        """What the label leaves out: the days, or why a mail has not gone; empty when there is nothing more."""
        invitation = self.invitation
        if invitation is None or not self.is_open:
            return ""
        if self.state == SignInState.UNSENT:
            return "(mailen kunne ikke afleveres, og vi prøver igen)" if invitation.failed_at else ""
        if self.state == SignInState.EXPIRED:
            return date_text(invitation.last_day)
        sent = timezone.localtime(invitation.sent_at)
        return f"{date_text(sent)}, udløber {date_text(invitation.last_day)}"

    @property
    def text(self) -> str:
        """The state in words: `Inviteret 3. marts 2026, udløber 17. marts 2026`."""
        return f"{self.label} {self.detail}".strip()

    @property
    def is_open(self) -> bool:
        """An invitation that can be sent again or taken back."""
        return self.state in {SignInState.UNSENT, SignInState.INVITED, SignInState.EXPIRED}


def sign_in_of(user: User | None, invitation: Invitation | None) -> SignIn:
    """The state of the user, whose latest invitation this is."""
    if user is None:
        return SignIn(SignInState.NOT_INVITED)
    if not user.is_active:
        return SignIn(SignInState.CLOSED, invitation)
    if user.has_usable_password():
        return SignIn(SignInState.READY, invitation)
    if invitation is None or not invitation.is_open:
        return SignIn(SignInState.NOT_INVITED, invitation)
    if invitation.is_expired:
        return SignIn(SignInState.EXPIRED, invitation)
    return SignIn(SignInState.INVITED if invitation.sent_at else SignInState.UNSENT, invitation)


def latest_invitations(user_ids: Collection[int]) -> dict[int, Invitation]:
    """Each user's latest invitation, in one query."""
    rows = Invitation.objects.filter(user__in=user_ids).order_by("user_id", "-created_at", "-pk").distinct("user_id")
    return {row.user_id: row for row in rows}
