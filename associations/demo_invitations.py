"""Invitations of the demo: one that waits, one that was sent again, one that came too late, one that was taken back.

They go to board members who are added here, so that everybody of the workbook keeps a sign-in. No mail leaves.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.domain import invitations
from accounts.models import Invitation, User
from associations.domain.access_invitations import invite_person
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Person
from workflow import audit

START = date(2023, 3, 1)
PEOPLE = (
    ("Asta Lykkegaard", "asta.lykkegaard@example.org", "BK Skjold"),
    ("Bilal Nørholm", "bilal.noerholm@example.org", "Fremad Valby"),
    ("Clara Thorup", "clara.thorup@example.org", "BK Union"),
    ("Djamila Krogh", "djamila.krogh@example.org", "SheZone"),
)


@transaction.atomic
def seed() -> None:
    """Makes the four of them, in one transaction: a worker finds nothing left to send."""
    waiting, again, late, taken_back = (_invited(*row) for row in PEOPLE)
    _mark_sent(waiting)
    _mark_sent(again, times=2)
    _mark_sent(late, days_ago=40)
    _mark_sent(taken_back)
    invitations.revoke(taken_back, by=_consultant())


def _consultant() -> User:
    return User.objects.filter(staff_role="consultant").order_by("pk")[0]


def _invited(name: str, email: str, club: str) -> Invitation:
    by = _consultant()
    association = Association.objects.get(name=club)
    person = audit.save(Person(name=name, email=email, phone=""), by=by)
    seat = BoardMember(association=association, person=person, role=BoardRole.MEMBER, start=START)
    audit.save(seat, by=by)
    invitation = invite_person(person=person, association=association, by=by)
    assert invitation is not None  # noqa: S101 — nobody of them has a password
    return invitation


def _mark_sent(invitation: Invitation, *, times: int = 1, days_ago: int = 0) -> None:
    """As if the mail had gone; its link was never told to anybody."""
    now = timezone.now()
    shift = timedelta(days=days_ago)
    invitation.created_at -= shift + timedelta(days=times - 1)
    invitation.requested_at -= shift
    invitation.expires_at -= shift
    invitation.sent_at, invitation.send_count = now - shift, times
    invitation.save()
