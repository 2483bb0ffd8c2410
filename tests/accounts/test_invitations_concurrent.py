"""Two at the same moment, on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.domain.invitation_mail import send_invitation
from accounts.domain.invitations import LinkUnusableError, accept, invite, revoke
from accounts.models import Invitation, User
from tests.factories import UserFactory
from tests.links import sent_token
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("accounts.domain.mail_queue.send_task", lambda *_args, **_kwargs: True)


def at_once(*actions: Callable[[], str]) -> list[str]:
    start = Barrier(len(actions))

    def run(action: Callable[[], str]) -> str:
        start.wait(timeout=10)
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return sorted(pool.map(run, actions))


def test_two_clicks_at_once_accept_once():
    token = sent_token(invite(UserFactory(password=None), by=None))

    def attempt(password: str) -> str:
        try:
            accept(token=token, password=password)
        except LinkUnusableError:
            return "unusable"
        return "accepted"

    passwords = [f"en lang adgangskode nummer {n}" for n in range(4)]
    answers = at_once(*(lambda password=password: attempt(password) for password in passwords))

    assert answers == ["accepted", "unusable", "unusable", "unusable"]
    assert sum(User.objects.get().check_password(password) for password in passwords) == 1
    assert AuditEvent.objects.filter(model="accounts.invitation", kind="changed").count() == 1


def test_two_who_invite_at_once_make_one_invitation():
    user = UserFactory(password=None)

    answers = at_once(*(lambda: str(invite(user, by=None).pk) for _ in range(4)))

    assert answers == [str(Invitation.objects.get().pk)] * 4


def test_taken_back_and_accepted_at_once_is_one_of_both():
    invitation = invite(UserFactory(password=None), by=None)
    token = sent_token(invitation)

    def take_back() -> str:
        try:
            revoke(invitation, by=None)
        except ValidationError:
            return "too late"
        return "revoked"

    def use() -> str:
        try:
            accept(token=token, password="en lang og god adgangskode")
        except LinkUnusableError:
            return "unusable"
        return "accepted"

    answers = at_once(take_back, use)

    assert answers in (["accepted", "too late"], ["revoked", "unusable"])
    held = Invitation.objects.get()
    assert (held.accepted_at is None) != (held.revoked_at is None)


def test_two_workers_send_one_mail():
    invitation = invite(UserFactory(password=None), by=None)

    answers = at_once(*(lambda: str(send_invitation(invitation.pk)) for _ in range(3)))

    assert answers == ["False", "False", "True"]
    assert len(mail.outbox) == 1
