"""Invitations: a link that works once, ends, can be sent again or taken back; and the page behind it."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import tasks
from accounts.domain import invitations
from accounts.domain.invitation_mail import send_invitation, waiting
from accounts.domain.invitations import LinkUnusableError, accept, invite, resend, revoke, usable
from accounts.domain.sign_ins import latest_invitations, sign_in_of
from accounts.domain.tokens import end_of_day_in, hash_of
from accounts.models import Invitation, User
from tests.factories import PASSWORD, InvitationFactory, UserFactory
from tests.links import link_in, sent_token
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
GOOD = "en lang og god adgangskode"
BOTH = {"password1": GOOD, "password2": GOOD}


def local(*parts: int) -> datetime:
    """A moment in Copenhagen."""
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture
def invited() -> User:
    """Somebody who has no password yet."""
    return UserFactory(name="Rikke Ressource", email="rikke@example.org", password=None)


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=2)` moves the real time of this app ahead."""
    now = timezone.now

    def move(**distance) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(**distance))

    return move


def changes_of(obj) -> list[tuple[str, str]]:
    events = AuditEvent.objects.filter(model=obj._meta.label_lower, object_id=obj.pk).order_by("pk")
    return [(event.kind, event.actor_name) for event in events]


# --- From invitation to password ------------------------------------------------------------------------------------


def test_invitation_leads_to_a_password_and_is_used_up(invited, consultant):
    invitation = invite(invited, by=consultant)
    token = sent_token(invitation)

    user = accept(token=token, password=GOOD)

    assert user == invited
    assert user.check_password(GOOD)
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert (invitation.token_hash, invitation.send_count) == (None, 1)
    with pytest.raises(LinkUnusableError):
        accept(token=token, password="en anden lang adgangskode")
    invited.refresh_from_db()
    assert invited.check_password(GOOD)
    assert changes_of(invitation) == [("created", "Mette Konsulent"), ("changed", "Rikke Ressource")]


def test_token_is_never_stored_or_traced(invited, consultant):
    token = sent_token(invite(invited, by=consultant))
    held = Invitation.objects.get()
    assert held.token_hash == hash_of(token) != token
    assert token not in str(list(Invitation.objects.values())) + str(list(AuditEvent.objects.values()))
    assert held.token_hash not in str(list(AuditEvent.objects.values()))


def test_mail_says_who_invites_to_what_and_until_when(invited, consultant, settings, monkeypatch):
    settings.INVITATION_DAYS = 14
    moment = local(2026, 3, 3, 9, 0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    sent_token(invite(invited, by=consultant))
    [message] = mail.outbox
    assert message.to == ["rikke@example.org"]
    assert message.subject == "Din invitation til Medspil"
    assert message.body.startswith("Hej Rikke Ressource\n\nMette Konsulent har inviteret dig til Medspil.")
    assert "Linket virker én gang, til og med 17. marts 2026." in message.body
    assert "medspil@example.org" in message.body
    assert "Demo" not in message.subject


def test_mail_bears_the_demo_mark(invited, demo_today):
    sent_token(invite(invited, by=None))
    [message] = mail.outbox
    assert message.subject == "[Demo] Din invitation til Medspil"
    assert message.body.startswith("Dette er en demo")
    assert "Du er inviteret til Medspil." in message.body


def test_member_of_the_staff_reads_the_role(administrator):
    user = UserFactory(consultant=True, password=None)
    sent_token(invite(user, by=administrator))
    assert "Anne Administrator har inviteret dig til Medspil som konsulent." in mail.outbox[0].body


def test_link_works_to_the_end_of_its_last_day():
    morning = local(2026, 3, 3, 9, 0)
    assert end_of_day_in(14, morning) == local(2026, 3, 18)
    # Summer time begins on 29 March: the day is an hour shorter and still whole.
    assert end_of_day_in(1, local(2026, 3, 28, 23, 59)) == local(2026, 3, 30)
    invitation = InvitationFactory.build(user=User(email="x@example.org"), expires_at=end_of_day_in(14, morning))
    assert invitation.last_day == date(2026, 3, 17)


def test_weak_password_is_refused_and_the_link_stays_good(invited, consultant):
    token = sent_token(invite(invited, by=consultant))
    with pytest.raises(ValidationError, match="mindst 12 tegn"):
        accept(token=token, password="kort")
    assert usable(token).user == invited


# --- Links that are of no use ---------------------------------------------------------------------------------------


def test_expired_link_is_refused(invited, consultant, later):
    token = sent_token(invite(invited, by=consultant))
    later(days=15)
    with pytest.raises(LinkUnusableError):
        accept(token=token, password=GOOD)


def test_revoked_link_is_refused(invited, consultant):
    invitation = invite(invited, by=consultant)
    token = sent_token(invitation)
    revoke(invitation, by=consultant)
    with pytest.raises(LinkUnusableError):
        accept(token=token, password=GOOD)
    assert changes_of(invitation)[-1] == ("changed", "Mette Konsulent")


def test_link_of_an_earlier_mail_dies_when_it_is_sent_again(invited, consultant, later):
    invitation = invite(invited, by=consultant)
    old = sent_token(invitation)
    later(minutes=2)
    resend(invitation, by=consultant)
    with pytest.raises(LinkUnusableError):
        usable(old)
    new = sent_token(invitation)
    assert usable(new).send_count == 2
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("token", ["", "forged", "æøå", "0" * 64, "x" * 5_000])
def test_forged_link_is_refused(invited, consultant, token):
    sent_token(invite(invited, by=consultant))
    with pytest.raises(LinkUnusableError):
        usable(token)


def test_hash_is_no_token(invited, consultant):
    sent_token(invite(invited, by=consultant))
    with pytest.raises(LinkUnusableError):
        usable(Invitation.objects.get().token_hash)


def test_link_of_a_closed_user_is_refused(invited, consultant):
    token = sent_token(invite(invited, by=consultant))
    User.objects.filter(pk=invited.pk).update(is_active=False)
    with pytest.raises(LinkUnusableError):
        accept(token=token, password=GOOD)


def test_link_to_an_address_that_has_changed_is_refused(invited, consultant):
    token = sent_token(invite(invited, by=consultant))
    User.objects.filter(pk=invited.pk).update(email="ny@example.org")
    with pytest.raises(LinkUnusableError):
        accept(token=token, password=GOOD)


# --- Inviting -------------------------------------------------------------------------------------------------------


def test_second_click_makes_no_second_invitation(invited, consultant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        first, second = invite(invited, by=consultant), invite(invited, by=consultant)
    assert first == second
    assert len(callbacks) == 1


def test_second_click_on_send_again_keeps_the_mail_just_sent(invited, consultant):
    invitation = invite(invited, by=consultant)
    token = sent_token(invitation)
    resend(invitation, by=consultant)
    assert usable(token).pk == invitation.pk


def test_somebody_invited_is_not_invited_anew(invited, consultant, later):
    invite(invited, by=consultant)
    later(minutes=2)
    with pytest.raises(ValidationError, match="Rikke Ressource er allerede inviteret"):
        invite(invited, by=consultant)


def test_inviting_after_the_time_ran_out_sends_again(invited, consultant):
    expired = InvitationFactory(user=invited, expired=True)
    again = invite(invited, by=consultant)
    assert again.pk == expired.pk
    assert not again.is_expired
    assert again.requested_by == consultant


def test_inviting_after_taking_back_makes_a_new_one(invited, consultant):
    taken_back = InvitationFactory(user=invited, revoked=True)
    assert invite(invited, by=consultant).pk != taken_back.pk


@pytest.mark.parametrize(
    ("traits", "reason"),
    [
        ({"password": PASSWORD}, "har allerede valgt en adgangskode"),
        ({"password": None, "inactive": True}, "er lukket"),
    ],
)
def test_somebody_with_a_password_or_a_closed_account_is_not_invited(consultant, traits, reason):
    with pytest.raises(ValidationError, match=reason):
        invite(UserFactory(**traits), by=consultant)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("trait", ["accepted", "revoked"])
@pytest.mark.parametrize("action", [resend, revoke])
def test_closed_invitation_is_neither_sent_nor_taken_back(consultant, trait, action):
    invitation = InvitationFactory(**{trait: True})
    with pytest.raises(ValidationError, match="allerede taget i brug eller trukket tilbage"):
        action(invitation, by=consultant)


def test_revoke_open_says_whether_there_was_one(invited, consultant):
    assert not invitations.revoke_open(invited, by=consultant)
    invite(invited, by=consultant)
    assert invitations.revoke_open(invited, by=consultant)
    assert not Invitation.objects.still_open().exists()


# --- What the database holds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"expires_at": local(2020, 1, 1)}, "stamps_in_order"),
        ({"accepted_at": local(2020, 1, 1), "token_hash": None}, "stamps_in_order"),
        ({"sent_at": local(2020, 1, 1)}, "stamps_in_order"),
        ({"accepted": True, "revoked": True}, "closed_once"),
        ({"sent_at": None}, "token_only_in_use"),
        ({"revoked_at": local(2099, 1, 1)}, "token_only_in_use"),
        ({"email": "Stor@example.org"}, "email_lower_case"),
    ],
)
def test_database_refuses(values, constraint):
    with pytest.raises(IntegrityError, match=f"accounts_invitation_{constraint}"), transaction.atomic():
        InvitationFactory(**values)


def test_database_refuses_a_second_open_one(invited):
    InvitationFactory(user=invited)
    with pytest.raises(IntegrityError, match="accounts_invitation_one_open"), transaction.atomic():
        InvitationFactory(user=invited)
    InvitationFactory(user=invited, revoked=True)


# --- Sending --------------------------------------------------------------------------------------------------------


def test_mail_goes_once_however_often_the_task_comes(invited, consultant):
    invitation = invite(invited, by=consultant)
    tasks.send_invitation(invitation_id=invitation.pk)
    tasks.send_invitation(invitation_id=invitation.pk)
    assert len(mail.outbox) == 1


def test_mail_server_away_leaves_the_row_unsent_and_without_a_link(invited, consultant, settings):
    invitation = invite(invited, by=consultant)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9

    assert not send_invitation(invitation.pk)

    invitation.refresh_from_db()
    assert (invitation.sent_at, invitation.token_hash, invitation.send_count) == (None, None, 0)
    assert sign_in_of(invited, invitation).text == "Ikke sendt (mailen kunne ikke afleveres, og vi prøver igen)"
    assert waiting() == [invitation.pk]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_invitation(invitation.pk)
    invitation.refresh_from_db()
    assert invitation.failed_at is None


def test_broker_away_leaves_it_to_beat(invited, consultant, monkeypatch, django_capture_on_commit_callbacks):
    sent: list[int] = []

    def refuse(*_args, **_kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(invited, by=consultant)
    monkeypatch.setattr(current_app, "send_task", lambda _task, *, kwargs, **_: sent.append(kwargs["invitation_id"]))
    tasks.send_again()
    assert sent == [invitation.pk]


def test_nobody_tries_for_ever(invited, consultant, later):
    invite(invited, by=consultant)
    later(days=1, minutes=1)
    assert waiting() == []


def test_closed_or_revoked_is_not_sent(invited, consultant):
    invitation = invite(invited, by=consultant)
    User.objects.filter(pk=invited.pk).update(is_active=False)
    assert not send_invitation(invitation.pk)
    User.objects.filter(pk=invited.pk).update(is_active=True)
    revoke(invitation, by=consultant)
    assert not send_invitation(invitation.pk)
    assert mail.outbox == []


# --- In words -------------------------------------------------------------------------------------------------------


def test_state_of_a_sign_in_in_words(invited, monkeypatch):
    moment = local(2026, 3, 3, 9, 0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    stamps = {"created_at": moment, "expires_at": end_of_day_in(14, moment)}
    sent = InvitationFactory.build(user=invited, **stamps)
    late = InvitationFactory.build(user=invited, created_at=moment - timedelta(days=20), expires_at=moment)
    texts = {
        "Ikke inviteret": sign_in_of(None, None),
        "Ikke sendt endnu": sign_in_of(invited, InvitationFactory.build(user=invited, unsent=True, **stamps)),
        "Inviteret 3. marts 2026, udløber 17. marts 2026": sign_in_of(invited, sent),
        "Invitationen udløb 3. marts 2026": sign_in_of(invited, late),
        "Kan logge ind": sign_in_of(UserFactory(), None),
        "Brugeren er lukket": sign_in_of(UserFactory(inactive=True), None),
    }
    assert {state.text for state in texts.values()} == set(texts)
    assert all(state.text == text for text, state in texts.items())
    revoked = InvitationFactory.build(user=invited, revoked=True, **stamps)
    assert sign_in_of(invited, revoked).text == "Ikke inviteret"


def test_latest_invitation_counts(invited):
    InvitationFactory(user=invited, revoked=True, created_at=timezone.now() - timedelta(days=3))
    last = InvitationFactory(user=invited)
    assert latest_invitations([invited.pk]) == {invited.pk: last}


# --- The page -------------------------------------------------------------------------------------------------------


def page(response) -> str:
    """The page without white space and CSRF tokens."""
    return re.sub(r'\s+|"X-CSRFToken": "\w+"', " ", response.content.decode())


@pytest.fixture
def link(invited, consultant) -> str:
    sent_token(invite(invited, by=consultant))
    return link_in(mail.outbox[0])


def test_page_behind_the_link_asks_for_a_password_and_signs_in(client, link, invited):
    shown = client.get(link)
    assert "Velkommen til Medspil" in page(shown)
    assert "Du logger ind med <strong>rikke@example.org</strong>" in page(shown)
    assert "no-store" in shown["Cache-Control"]

    answer = client.post(link, BOTH, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "Din adgangskode er gemt, og du er logget ind." in page(answer)
    assert client.session["_auth_user_id"] == str(invited.pk)
    again = Client()
    assert "Linket virker ikke længere" in page(again.post(link, BOTH))
    assert "_auth_user_id" not in again.session


def test_looking_at_the_page_uses_nothing_up(client, link):
    for _ in range(3):
        client.get(link)
        client.head(link)
    assert Invitation.objects.get().accepted_at is None


def test_password_is_checked_like_everywhere(client, link):
    assert "mindst 12 tegn" in page(client.post(link, {"password1": "kort", "password2": "kort"}))
    similar = {"password1": "rikke@example.org", "password2": "rikke@example.org"}
    assert "minder for meget om" in page(client.post(link, similar))
    assert "Skriv en ny adgangskode." in page(client.post(link, {"password1": ""}))
    assert "den samme adgangskode" in page(client.post(link, BOTH | {"password2": "noget helt andet"}))
    assert Invitation.objects.get().accepted_at is None


def test_every_dead_link_gets_the_same_page(client, invited, consultant, link):
    forged = page(client.get("/konto/invitation/forged/"))
    revoke(Invitation.objects.get(), by=consultant)
    revoked = page(client.get(link))
    closed = sent_token(invite(UserFactory(password=None), by=consultant))
    User.objects.filter(invitations__token_hash=hash_of(closed)).update(is_active=False)
    inactive = page(client.get(f"/konto/invitation/{closed}/"))
    assert forged == revoked == inactive
    assert "Så bed den, der inviterede dig, om at sende invitationen igen." in revoked
    assert "rikke" not in revoked.lower()


def test_somebody_else_who_is_signed_in_is_told_and_replaced(client, link, invited, manager):
    client.force_login(manager)
    assert "Du er logget ind som Lars Leder" in page(client.get(link))
    client.post(link, BOTH)
    assert client.session["_auth_user_id"] == str(invited.pk)


def test_guessing_links_ends_in_a_kind_429(client, link):
    for _ in range(30):
        client.post("/konto/invitation/guess/", BOTH)
    answer = client.post(link, BOTH)
    assert answer.status_code == 429
    assert "Vent fem minutter" in page(answer)
    assert Invitation.objects.get().accepted_at is None


def test_page_needs_a_csrf_token(link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, BOTH).status_code == 403
    assert Invitation.objects.get().accepted_at is None


def test_page_while_the_cache_is_away_says_so(client, link, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    assert client.post(link, BOTH).status_code == 503


def test_session_ends_when_the_account_is_closed_or_its_address_changes(client, consultant):
    for change in ({"is_active": False}, {"email": "ny@example.org"}):
        user = UserFactory(consultant=True)
        client.force_login(user)
        assert client.get("/foreninger/").status_code in {200, 302}
        User.objects.filter(pk=user.pk).update(**change)
        assert client.get("/foreninger/").url.startswith("/konto/log-ind/")


def test_older_secret_key_signs_nobody_out(client, consultant, settings):
    client.force_login(consultant)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [settings.SECRET_KEY]
    hashes = [consultant.get_session_auth_hash(), *consultant.get_session_auth_fallback_hash()]
    assert client.session["_auth_user_hash"] == hashes[1] != hashes[0]
